import { mean, mul, softplus, sub } from '@tensorflow/tfjs-core';
import { requireWithin } from '../decode/options.ts';
import { discTargets } from './batch-targets.ts';
import type { HeatmapLoss } from './heatmap-loss.ts';
import { lossPerJoint } from './per-joint-loss.ts';

/** Options of {@link discLoss}. */
export interface DiscLossOptions {
  /**
   * How far from the joint a cell is still positive, cells, 0.01..10000. The paper has 15 px of the input, which are
   * 15 / stride cells: 3.75 for a network whose cells are 4 px, the default; 1.875 where they are 8 px.
   */
  readonly radius?: number;
}

/**
 * H3: binary cross-entropy of every cell's sigmoid to a disc (Sun et al. 2018 §3):
 * `l = 1/n · Σ (log(1 + exp(H)) − t·H)`, t = 1 within `radius` of the joint, nats per cell. The maps are logits.
 *
 * `log(1 + exp(H))` is computed as a softplus, which neither overflows nor loses its gradient `sigmoid(H) − t`.
 */
export function discLoss(options: DiscLossOptions = {}): HeatmapLoss {
  const { radius = 3.75 } = options;
  requireWithin('radius', radius, 0.01, 1e4);
  return lossPerJoint((maps, truth) => {
    const [, height, width] = maps.shape;
    return mean(sub(softplus(maps), mul(maps, discTargets(truth, { width, height }, radius))), [1, 2]);
  });
}
