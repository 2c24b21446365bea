import {
  concat,
  div,
  matMul,
  mul,
  reshape,
  slice,
  softmax,
  sub,
  sum,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  tidy,
} from '@tensorflow/tfjs-core';
import type { Decoder } from '../tensor/decoder.ts';
import type { Heatmaps } from '../tensor/heatmaps.ts';
import type { ValueKind } from '../types/manifest.ts';
import { answer, estimateFrom } from './answer.ts';
import { powersOf, type RawMoments } from './moments.ts';
import { requireBeta } from './options.ts';
import { debiasedSoftmax, type Weighted } from './softmax-weights.ts';
import { type InUnit, inUnit } from './unit.ts';

/** Options of {@link twoStepIntegral}. */
export interface TwoStepIntegralOptions {
  /**
   * Inverse temperature of the softmax, per unit of the values, 0.001..1000.
   * Default 1 on logits (what networks are trained with), 10 on probabilities.
   */
  readonly beta?: number;
  /** What the softmax is taken of. Default: the kind that the maps are of. `logit` needs logit maps. */
  readonly values?: ValueKind;
}

/**
 * Volumes in two steps (Sun et al. 2018, eq. 5–6): a softmax over all cells, its sums along the other two axes as three
 * heat vectors `Vx`, `Vy`, `Vz`, and the expectation of each. In training the heat vectors are what lets 2D data
 * supervise x and y alone.
 *
 * The axes are taken one by one, so the extent has no `xy`. Works on volumes and on flat maps. Differentiable.
 */
export function twoStepIntegral(options: TwoStepIntegralOptions = {}): Decoder {
  if (options.beta !== undefined) requireBeta(options.beta);
  return {
    name: 'twoStepIntegral',
    decode: (maps) =>
      tidy(() => {
        const values = options.values ?? maps.values;
        const beta = options.beta ?? (values === 'logit' ? 1 : 10);
        const unit = inUnit(maps, values, 'twoStepIntegral');
        const weights = softmax(mul<Tensor2D>(unit.planes(), beta));
        return answer(maps, estimateFrom(maps, momentsOfVectors(maps, heatVectors(maps, weights)), 0));
      }),
  };
}

/** Options of {@link debiasedTwoStepIntegral}. */
export interface DebiasedTwoStepIntegralOptions {
  /** Inverse temperature of the softmax, per unit of the values, 0.001..1000. Default 10. */
  readonly beta?: number;
  /** What the softmax is taken of. Default `probability`, as in `debiasedIntegral`. */
  readonly values?: ValueKind;
  /** Value of an empty cell, in the unit of `values`. Default: what the maps say. */
  readonly background?: number;
}

/**
 * {@link twoStepIntegral} with the background taken out of each heat vector (Gu et al. 2021 applied to Sun et al. 2018):
 * an entry of a vector of length `l` sums `n / l` cells, and so loses `n / l · exp(βb)`. Negative entries are not clipped.
 */
export function debiasedTwoStepIntegral(options: DebiasedTwoStepIntegralOptions = {}): Decoder {
  const { beta = 10, values = 'probability' } = options;
  requireBeta(beta);
  return {
    name: 'debiasedTwoStepIntegral',
    decode: (maps) =>
      tidy(() => {
        const unit = inUnit(maps, values, 'debiasedTwoStepIntegral', options.background);
        const { raw, least } = debiasedVectorMoments(maps, unit, beta);
        return answer(maps, estimateFrom(maps, raw, least));
      }),
  };
}

function debiasedVectorMoments(maps: Heatmaps, unit: InUnit, beta: number): Weighted {
  const { weights, empty, least } = debiasedSoftmax(unit, beta);
  const vectors = heatVectors(maps, weights).map((vector) =>
    sub<Tensor2D>(vector, mul(empty, maps.cells / (vector.shape[1] as number))),
  );
  return { raw: momentsOfVectors(maps, vectors), least };
}

/** `Vx` [maps, width], `Vy` [maps, height], `Vz` [maps, depth]. */
function heatVectors(maps: Heatmaps, weights: Tensor2D): Tensor2D[] {
  const volume: Tensor4D = reshape(weights, [maps.maps, maps.depth, maps.height, maps.width]);
  const rows: Tensor3D = sum(volume, 3);
  return [sum(volume, [1, 2]), sum(rows, 1), sum(rows, 2)];
}

/** The moments of the vectors, which all have the same mass. */
function momentsOfVectors(maps: Heatmaps, vectors: readonly Tensor2D[]): RawMoments {
  const count = maps.maps;
  const [x, y, z] = vectors.map((vector, axis) => {
    const length = vector.shape[1] as number;
    const powers = powersOf(maps, axis as 0 | 1 | 2, length);
    return reshape(matMul(reshape(vector, [count, 1, length]), powers), [count, 3]) as Tensor2D;
  }) as [Tensor2D, Tensor2D, Tensor2D];
  const part = (moments: Tensor2D, at: number): Tensor2D => slice(moments, [0, at], [count, 1]);
  // The axes are independent: the covariance about the mean is 0, the moment about the maximum is not.
  const xy = div<Tensor2D>(mul(part(x, 1), part(y, 1)), part(x, 0));
  return concat([part(x, 0), part(x, 1), part(y, 1), part(z, 1), part(x, 2), xy, part(y, 2), part(z, 2)], 1);
}
