import { add, mul, reshape, square, sub, sum, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import { requireBeta, requireWithin } from '../decode/options.ts';
import { awayFrom } from './batch-targets.ts';
import { cellsOf } from './cells.ts';
import type { HeatmapLoss } from './heatmap-loss.ts';
import { lossPerJoint } from './per-joint-loss.ts';
import { softmaxOfRows } from './softmax-of-rows.ts';

/** Options of the spatial prior. */
export interface SpatialPriorOptions {
  /** Width of the Gaussian, cells, 0.01..1000. Default 2, the best of Gu et al. 2022, table 1. */
  readonly sigma?: number;
  /**
   * Inverse temperature of the softmax that makes the map a distribution, per unit of the maps, 0.001..1000. Give what
   * the integral loss beside it has. Default 1.
   */
  readonly beta?: number;
}

/**
 * The spatial prior (Gu et al. 2022 §4.2): `l = KL(G ‖ h̃) = Σ G·(log G − log h̃)`, nats, with `h̃ = softmax(βH)` and G a
 * Gaussian centred on the true joint, normalised over the map's cells. It keeps integral training from shrinking the
 * peak to one cell.
 *
 * The paper says "a KLDiv loss between the non-normalized heatmap and a Gaussian heatmap" and prints no formula. The
 * direction taken here, from the Gaussian to the map, is that of the function of this name in PyTorch, whose inputs are
 * the log of the prediction and the target; it is the one that punishes too narrow a peak (h̃ = 0 where G > 0). H enters
 * as it is, the softmax being part of the loss. Gradient: `∂l/∂H = β·(h̃ − G)`.
 *
 * Of a joint outside the map the tail inside is taken, normalised: it draws the map to the border.
 */
export function spatialPriorLoss(options: SpatialPriorOptions = {}): HeatmapLoss {
  const { sigma, beta } = priorSettings(options);
  return lossPerJoint((maps, truth) => {
    const [people, height, width, joints] = maps.shape;
    const [x, y] = awayFrom(truth, { width, height });
    const exponents = mul<Tensor4D>(add(square(x), square(y)), -1 / (2 * sigma * sigma));
    return reshape(divergence(cellsOf(exponents), mul(cellsOf(maps), beta)), [people, joints]);
  });
}

/** The options with their defaults. @throws PoseError `invalid-argument` */
export function priorSettings(options: SpatialPriorOptions): Required<SpatialPriorOptions> {
  const { sigma = 2, beta = 1 } = options;
  requireWithin('sigma', sigma, 0.01, 1000);
  requireBeta(beta);
  return { sigma, beta };
}

/**
 * KL(softmax(target) ‖ softmax(values)) of each row, from logarithms, so that no share is too small.
 * @param target [rows, n]
 * @param values [rows, n]
 * @returns [rows]
 */
export function divergence(target: Tensor2D, values: Tensor2D): Tensor2D {
  const wanted = softmaxOfRows(target);
  const found = softmaxOfRows(values);
  const difference = sub(sub(target, wanted.logSum), sub(values, found.logSum));
  return sum(mul(wanted.weights, difference), 1);
}
