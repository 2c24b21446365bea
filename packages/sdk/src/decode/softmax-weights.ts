import { exp, max, maximum, minimum, mul, softmax, sub, type Tensor2D } from '@tensorflow/tfjs-core';
import type { Heatmaps } from '../tensor/heatmaps.ts';
import { momentsOfMap, momentsOfWindow, type RawMoments } from './moments.ts';
import type { InUnit } from './unit.ts';
import { insideWindow } from './window.ts';

/**
 * The least mass that is trusted, relative to the weight of the highest cell: with negative weights not clipped the
 * mass can come near 0, where the mean would explode.
 */
const LEAST_MASS = 0.5;

/** The highest cell's weight is taken to be at least this, so that a map at its background has no mass. */
const LEAST_PEAK = 1e-4;

/** Weighted moments, and the mass below which they say nothing. */
export interface Weighted {
  readonly raw: RawMoments;
  /** [people · joints, 1] or a number. */
  readonly least: Tensor2D | number;
}

/** Softmax over the whole map: `W = exp(β(H − max))`, divided by its sum. */
export function softmaxMoments(maps: Heatmaps, unit: InUnit, beta: number): Weighted {
  return { raw: momentsOfMap(maps, softmax(mul<Tensor2D>(unit.planes(), beta))), least: 0 };
}

/**
 * Softmax over the whole map with the background removed, `W = exp(β(H − max)) − exp(β(b − max))`, divided by the sum of
 * the softmax. The background is taken from the weights, not from their moments: those are the small difference of large
 * numbers.
 */
export function debiasedSoftmaxMoments(maps: Heatmaps, unit: InUnit, beta: number): Weighted {
  const { weights, empty, least } = debiasedSoftmax(unit, beta);
  return { raw: momentsOfMap(maps, sub(weights, empty)), least };
}

/**
 * The softmax over the whole map and what of it is background.
 * `weights` [people · joints, cells] sum to 1; `empty` [people · joints, 1] is the weight of an empty cell.
 */
export function debiasedSoftmax(
  unit: InUnit,
  beta: number,
): { readonly weights: Tensor2D; readonly empty: Tensor2D; readonly least: Tensor2D } {
  const planes = unit.planes();
  const weights = softmax(mul<Tensor2D>(planes, beta));
  const highest: Tensor2D = max(weights, 1, true);
  // The maximum again, as gradients go through this one: with `unit.peak`, a constant to them, `empty` would have a
  // gradient at the highest cell that it has not.
  const peak: Tensor2D = max(planes, 1, true);
  const relative = backgroundWeight(peak, unit.background, beta);
  return { weights, empty: mul(highest, relative), least: mul(highest, leastMass(relative)) };
}

/** {@link softmaxMoments} inside a window round the maximum, not divided by anything. */
export function localSoftmaxMoments(maps: Heatmaps, unit: InUnit, beta: number, radius: number): Weighted {
  const weights = mul<Tensor2D>(windowWeights(unit, beta, radius), insideWindow(maps, radius));
  return { raw: momentsOfWindow(maps, weights, radius), least: LEAST_MASS };
}

/** {@link debiasedSoftmaxMoments} inside a window round the maximum; cells outside the map weigh nothing. */
export function localDebiasedSoftmaxMoments(maps: Heatmaps, unit: InUnit, beta: number, radius: number): Weighted {
  const relative = backgroundWeight(unit.peak, unit.background, beta);
  const weights = sub<Tensor2D>(windowWeights(unit, beta, radius), relative);
  return { raw: momentsOfWindow(maps, weights, radius), least: leastMass(relative) };
}

/** `exp(β(H − max))` of a window. Outside the map is background, cut at the maximum for maps that lie below it. */
function windowWeights(unit: InUnit, beta: number, radius: number): Tensor2D {
  return exp(mul<Tensor2D>(minimum(sub(unit.window(radius, unit.background), unit.peak), 0), beta));
}

/** [people · joints, 1]: `exp(β(b − max))`, at most 1, so that a map below its background does not overflow. */
function backgroundWeight(peak: Tensor2D, background: number, beta: number): Tensor2D {
  return exp(mul<Tensor2D>(maximum(sub(peak, background), 0), -beta));
}

/** [people · joints, 1]: {@link LEAST_MASS} of the highest cell's debiased weight, given an empty cell's. */
function leastMass(relative: Tensor2D): Tensor2D {
  return mul(maximum(sub(1, relative), LEAST_PEAK), LEAST_MASS);
}
