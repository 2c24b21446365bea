import type { Point } from '../types/geometry.ts';
import { type FlatMap, requirePoint } from './flat-map.ts';
import { meanPosition, softmaxMap } from './softmax-map.ts';

/** The gradient of integral regression, taken apart. Arrays of height · width, rows first. */
export interface GradientFactors {
  /** `β·h̃`: where the map is low, nothing is learnt. 1 per unit of the map. */
  readonly value: Float64Array;
  /** `sign(Ĵx − Jx)(i − Ĵx) + sign(Ĵy − Jy)(j − Ĵy)`: a tilted plane, largest in the corners. Cells. */
  readonly location: Float64Array;
  /** Their product, `∂L/∂H` of `L = |Ĵx − Jx| + |Ĵy − Jy|`. Cells per unit of the map; sums to 0. */
  readonly gradient: Float64Array;
  /** Ĵ, cells. */
  readonly decoded: Point;
}

/**
 * Value factor and location factor of every cell (Gu et al. 2022, eq. 10), with `h̃ = softmax(β·H)` and i, j the cell's
 * centre. An axis on which the answer is exact has no location factor (sign 0).
 *
 * @param map H, any finite values
 * @param truth J, cells
 * @param beta > 0. Default 1
 * @throws PoseError `invalid-argument`
 */
export function gradientFactors(map: FlatMap, truth: Point, beta = 1): GradientFactors {
  requirePoint('truth', truth);
  const normal = softmaxMap(map, beta);
  const decoded = meanPosition(normal);
  const [towardsX, towardsY] = [Math.sign(decoded.x - truth.x), Math.sign(decoded.y - truth.y)];
  const value = normal.cells.map((share) => beta * share);
  const location = normal.cells.map((_, i) => {
    const [x, y] = [(i % map.width) + 0.5, Math.floor(i / map.width) + 0.5];
    return towardsX * (x - decoded.x) + towardsY * (y - decoded.y);
  });
  return { value, location, gradient: value.map((factor, i) => factor * (location[i] as number)), decoded };
}
