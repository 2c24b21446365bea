import {
  abs,
  add,
  customGrad,
  div,
  expandDims,
  floor,
  greater,
  max,
  mul,
  onesLike,
  relu,
  reshape,
  slice,
  softmax,
  sqrt,
  square,
  step,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  tensor2d,
  where,
} from '@tensorflow/tfjs-core';
import type { Size } from '../types/geometry.ts';
import { cellsOf, mapGrid } from './cells.ts';
import { invalidArgument, requirePositive } from './flat-map.ts';
import type { HeatmapLoss } from './heatmap-loss.ts';
import { lossPerJoint } from './per-joint-loss.ts';
import { sinkhorn } from './sinkhorn.ts';

/** A map that is nowhere higher than this supplies nothing: divided by so little, its gradient would explode. */
const LEAST_PEAK = 1e-3;

/** Options of {@link distributionMatchingLoss}. */
export interface DistributionMatchingLossOptions {
  /**
   * ε, the weight of the entropy, cells, > 0. The distance is too large by at most `ε·log 4` (four demanders). Smaller
   * is nearer to the earth mover's distance and needs more iterations. Default 0.1.
   */
  readonly regularisation?: number;
  /** Sinkhorn's iterations, 1 or more. Default 50. */
  readonly iterations?: number;
}

/**
 * Distribution matching (Qu et al. 2022): what it costs to carry the heatmap to the dot annotation,
 *
 *     l = min ⟨P, C⟩ + ε·KL(P ‖ S ⊗ D)   over transport plans P from S to D, cells
 *
 * - S, the suppliers: `relu(H) / Σ relu(H)`, one per cell. The paper takes the network's answer as it is, so its output
 *   is trained to be a density in itself: **not** logits of a sigmoid, and `distributionMatching()` then has to be given
 *   maps declared as probabilities. Cells below 0 have no gradient as long as others are above.
 * - D, the demanders: the four cells round the joint, with bilinear weights (as in `dotTarget`).
 * - C: the Euclidean distance between cell centres ("the L2 distance"), in cells. Demanders of a joint at the border or
 *   outside may be cells that the map does not have: their weight is not lost, and the map is drawn to its nearest edge.
 *   The joint must be within 1e5 cells.
 *
 * The gradient in S is the dual variable a (supplement, eq. 3), and goes on through normalisation and relu. It does not
 * go through the iterations. Regularisation and iterations are not in the part of the paper that was at hand; the
 * defaults are ours, from the agreement with an exact solver.
 *
 * A map without a value above 0.001 has nothing to normalise, and relu no gradient: the network could never get out of
 * that. For such a map S is `softmax(H)`, which pulls cells near the joint up and the others down, until some are above.
 *
 * @throws PoseError `invalid-argument` for options out of range, and from the loss when shapes do not fit
 */
export function distributionMatchingLoss(options: DistributionMatchingLossOptions = {}): HeatmapLoss {
  const { regularisation = 0.1, iterations = 50 } = options;
  requirePositive('regularisation', regularisation);
  if (!(Number.isInteger(iterations) && iterations >= 1))
    throw invalidArgument('iterations', iterations, 'a whole number of 1 or more');
  return lossPerJoint((maps, truth) => {
    const [people, height, width, joints] = maps.shape;
    const { points, weights } = demandersOf(truth, { width, height });
    const cost = distances(mapGrid(width, height), points);
    const matching = customGrad((planes, save) => {
      const { shares, factor } = suppliersOf(planes as Tensor2D);
      const { value, a } = sinkhorn(shares, weights, cost, regularisation, iterations);
      const slopes = mul(factor, sub(a, sum(mul(a, shares), 1, true)));
      (save as (saved: Tensor[]) => void)([slopes]);
      return { value, gradFunc: (dy: Tensor, saved: Tensor[]): Tensor => mul(dy, saved[0] as Tensor) };
    });
    return reshape(matching(cellsOf(maps)), [people, joints]);
  });
}

/**
 * What each cell supplies, S, and the chain rule back to H: both normalisations have the form
 * `∂l/∂H = factor · (a − ⟨a, S⟩)`, for relu `[H > 0] / Σ relu(H)`, for softmax S itself.
 * @param planes [maps, cells]
 * @returns both [maps, cells]; rows of `shares` sum to 1
 */
function suppliersOf(planes: Tensor2D): { shares: Tensor2D; factor: Tensor2D } {
  const positive: Tensor2D = relu(planes);
  const live = greater(max(positive, 1, true), LEAST_PEAK);
  const sums: Tensor2D = sum(positive, 1, true);
  const mass = where(live, sums, onesLike(sums));
  const fallback: Tensor2D = softmax(planes);
  return {
    shares: where(live, div(positive, mass), fallback) as Tensor2D,
    factor: where(live, div(step(planes), mass), fallback) as Tensor2D,
  };
}

/**
 * The dot annotation, rows first.
 * @param truth [people, joints, 2]
 * @returns `points` [maps, 4, 2], cells from the middle of the map; `weights` [maps, 4], rows sum to 1
 */
function demandersOf(truth: Tensor3D, { width, height }: Size): { points: Tensor3D; weights: Tensor2D } {
  const [people, joints] = truth.shape;
  const count = people * joints;
  const joint: Tensor2D = reshape(sub(truth, [0.5, 0.5]), [count, 2]);
  const first: Tensor2D = floor(joint);
  const past: Tensor3D = reshape(sub(joint, first), [count, 1, 2]);
  const corners = tensor2d([0, 0, 1, 0, 0, 1, 1, 1], [4, 2]);
  const shares = abs<Tensor3D>(sub<Tensor3D>(sub(1, corners), past));
  const across: Tensor3D = slice(shares, [0, 0, 0], [count, 4, 1]);
  const down: Tensor3D = slice(shares, [0, 0, 1], [count, 4, 1]);
  const middle = [(width - 1) / 2, (height - 1) / 2];
  return {
    points: add(sub(expandDims<Tensor3D>(first, 1), middle), corners),
    weights: reshape(mul(across, down), [count, 4]),
  };
}

/** Euclidean distances. @param cells [n, 2] @param points [maps, m, 2] @returns [maps, n, m] */
function distances(cells: Tensor2D, points: Tensor3D): Tensor3D {
  const [n] = cells.shape;
  const [maps, m] = points.shape;
  const along = (axis: 0 | 1): Tensor3D => {
    const cell: Tensor3D = reshape(slice(cells, [0, axis], [n, 1]), [1, n, 1]);
    const point: Tensor3D = reshape(slice(points, [0, 0, axis], [maps, m, 1]), [maps, 1, m]);
    return square<Tensor3D>(sub<Tensor3D>(cell, point));
  };
  return sqrt<Tensor3D>(add<Tensor3D>(along(0), along(1)));
}
