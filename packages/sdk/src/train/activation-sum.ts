import type { Point } from '../types/geometry.ts';
import { type FlatMap, normalised, requireNotNegative, requirePoint } from './flat-map.ts';

/**
 * How much of a heatmap lies near the joint (Gu et al. 2022, eq. 6):
 *
 *     A(s) = Σ h̃(i, j)  over  i = Jx − s .. Jx + s,  j = Jy − s .. Jy + s
 *
 * the normalised heatmap's mass inside a square of 2s + 1 cells a side round the truth. The paper sums whole cells about
 * a joint at a cell's centre; elsewhere, cells that the square's edge cuts count by the share of their area inside, so
 * that the square is always (2s + 1)² cells large and A changes smoothly as the joint moves. What of the square lies
 * outside the map has no mass.
 *
 * @param map values ≥ 0; they are divided by their sum. For a network that answers logits give `softmaxMap(map, beta)`
 *   (integral regression) or the sigmoid's probabilities (detection)
 * @param truth the joint, cells
 * @param s cells, ≥ 0. 2 in table 1, 0 to 9 in figure 2b
 * @returns 0..1
 * @throws PoseError `invalid-argument`
 */
export function activationSum(map: FlatMap, truth: Point, s: number): number {
  requirePoint('truth', truth);
  requireNotNegative('s', s);
  const weights = normalised(map);
  const reach = s + 0.5;
  let sum = 0;
  for (let row = 0, i = 0; row < map.height; row++) {
    const down = covered(row, truth.y - reach, truth.y + reach);
    for (let column = 0; column < map.width; column++, i++) {
      sum += down * covered(column, truth.x - reach, truth.x + reach) * (weights[i] as number);
    }
  }
  return Math.min(1, sum);
}

/** Which share of the cell [cell, cell + 1) lies in [from, to]. */
function covered(cell: number, from: number, to: number): number {
  return Math.max(0, Math.min(cell + 1, to) - Math.max(cell, from));
}
