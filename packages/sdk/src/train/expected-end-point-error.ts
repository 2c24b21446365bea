import type { Point } from '../types/geometry.ts';
import { type FlatMap, normalised, requirePoint } from './flat-map.ts';
import { meanPosition } from './softmax-map.ts';

/** Expected errors of the two ways to decode one heatmap, cells. */
export interface ExpectedEndPointError {
  /** Eq. 7: `Σ w(p)·‖J − p‖`, when the maximum is at p with the probability w(p). */
  readonly detection: number;
  /** Eq. 8: `‖J − μ‖`, with μ the mean of w. */
  readonly regression: number;
}

/**
 * How far off detection (argmax) and regression (expectation) are expected to be for the same support (Gu et al. 2022,
 * eqs 7 and 8). The distance is convex, so `detection ≥ regression` for every distribution (Jensen); the paper shows it
 * for radially symmetric ones. They are equal where all mass lies on one ray from the truth.
 *
 * @param support w, values ≥ 0 at the cells' centres; they are divided by their sum
 * @param truth J, cells
 * @throws PoseError `invalid-argument`
 */
export function expectedEndPointError(support: FlatMap, truth: Point): ExpectedEndPointError {
  requirePoint('truth', truth);
  const { width, height } = support;
  const cells = normalised(support);
  let detection = 0;
  for (let row = 0, i = 0; row < height; row++)
    for (let column = 0; column < width; column++, i++) {
      detection += (cells[i] as number) * Math.hypot(column + 0.5 - truth.x, row + 0.5 - truth.y);
    }
  const mean = meanPosition({ width, height, cells });
  return { detection, regression: Math.hypot(truth.x - mean.x, truth.y - mean.y) };
}
