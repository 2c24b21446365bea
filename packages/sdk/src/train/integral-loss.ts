import { abs, add, matMul, mul, reshape, sub, sum, type Tensor2D, type Tensor3D } from '@tensorflow/tfjs-core';
import { requireBeta } from '../decode/options.ts';
import { cellsOf, mapGrid } from './cells.ts';
import type { HeatmapLoss } from './heatmap-loss.ts';
import { lossPerJoint } from './per-joint-loss.ts';
import { softmaxOfRows } from './softmax-of-rows.ts';

/** Options of {@link integralLoss}. */
export interface IntegralLossOptions {
  /** Inverse temperature of the softmax, per unit of the maps, 0.001..1000. Default 1, as Sun et al. 2018 have it. */
  readonly beta?: number;
}

/**
 * I*: L1 on the expectation under the softmax of all cells (Sun et al. 2018, eq. 2–4; Gu et al. 2022, eqs 2 and 4):
 * `Ĵ = Σ h̃(p)·p`, `h̃ = exp(βH) / Σ exp(βH)`, `l = |Ĵx − Jx| + |Ĵy − Jy|`, cells.
 * I1, I2 and I3 add H1, H2 or H3 with `addLosses`, or train with them first.
 *
 * Gradient (Gu et al. 2022, eq. 10): `∂l/∂H(p) = β·h̃(p)·(sign(Ĵx − Jx)(px − Ĵx) + sign(Ĵy − Jy)(py − Ĵy))`.
 */
export function integralLoss(options: IntegralLossOptions = {}): HeatmapLoss {
  const { beta = 1 } = options;
  requireBeta(beta);
  return lossPerJoint((maps, truth) => {
    const [people, height, width, joints] = maps.shape;
    const { weights } = softmaxOfRows(mul<Tensor2D>(cellsOf(maps), beta));
    const offset = matMul(weights, mapGrid(width, height));
    const position: Tensor3D = reshape(add(offset, [width / 2, height / 2]), [people, joints, 2]);
    return sum(abs(sub(position, truth)), 2);
  });
}
