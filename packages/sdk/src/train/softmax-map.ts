import type { Point } from '../types/geometry.ts';
import { type FlatMap, invalidArgument, requireFiniteNumber, requireMap, requirePositive } from './flat-map.ts';

/**
 * The normalised heatmap of integral regression, `h̃ = exp(β·H) / Σ exp(β·H)` (Gu et al. 2022, eq. 2), in double
 * precision. Bring a network's answer into this form before {@link activationSum} and the like.
 * @param map any finite values, in the unit that `beta` is meant for
 * @param beta > 0. Default 1
 * @throws PoseError `invalid-argument`
 */
export function softmaxMap(map: FlatMap, beta = 1): FlatMap & { readonly cells: Float64Array } {
  requireMap(map);
  requirePositive('beta', beta);
  const { width, height } = map;
  const peak = Array.from(map.cells).reduce((highest, value) => Math.max(highest, value), Number.NEGATIVE_INFINITY);
  const weights = Float64Array.from(map.cells, (value) => Math.exp(beta * (value - peak)));
  const mass = weights.reduce((sum, value) => sum + value, 0);
  return { width, height, cells: weights.map((value) => value / mass) };
}

/**
 * The mean of the cell centres, weighted: `Σ W·p / Σ W`. Cells.
 * @throws PoseError `invalid-argument` for values that are not finite or do not sum to more than 0
 */
export function meanPosition(map: FlatMap): Point {
  requireMap(map);
  let [mass, x, y] = [0, 0, 0];
  for (let row = 0, i = 0; row < map.height; row++)
    for (let column = 0; column < map.width; column++, i++) {
      const weight = map.cells[i] as number;
      mass += weight;
      x += weight * (column + 0.5);
      y += weight * (row + 0.5);
    }
  if (!(mass > 0)) throw invalidArgument('map.cells', `values that sum to ${mass}`, 'values that sum to more than 0');
  return { x: x / mass, y: y / mass };
}

/**
 * What plain integral regression decodes, `Ĵ = Σ h̃·p` with `h̃ = softmax(β·H)` (Sun et al. 2018, eq. 2), in closed form
 * and double precision. To be given to {@link biasMap}.
 * @param beta > 0. Default 1
 * @throws PoseError `invalid-argument`
 */
export function integralPosition(map: FlatMap, beta = 1): Point {
  return meanPosition(softmaxMap(map, beta));
}

/**
 * The same with the background's pull removed (Gu et al. 2021, eq. 8, for any background b):
 * `(C·Ĵ − n·exp(βb)·c) / (C − n·exp(βb))`, taken as the mean under `exp(βH) − exp(βb)`. Weights below 0 are not clipped,
 * and the answer may leave the map: this is the equation, `debiasedIntegral` is the decoder.
 * @param beta > 0. Default 10, the paper's
 * @param background value of an empty cell, in the map's unit. Default 0
 * @throws PoseError `invalid-argument`, also when nothing is above the background
 */
export function debiasedIntegralPosition(map: FlatMap, beta = 10, background = 0): Point {
  requireMap(map);
  requirePositive('beta', beta);
  requireFiniteNumber('background', background);
  const { width, height } = map;
  const peak = Array.from(map.cells).reduce((highest, value) => Math.max(highest, value), Number.NEGATIVE_INFINITY);
  if (!(peak > background)) throw invalidArgument('map.cells', `at most ${peak}`, 'a map with a peak above background');
  const empty = Math.exp(beta * (background - peak));
  const cells = Float64Array.from(map.cells, (value) => Math.exp(beta * (value - peak)) - empty);
  return meanPosition({ width, height, cells });
}
