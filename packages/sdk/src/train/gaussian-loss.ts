import { mean, square, sub } from '@tensorflow/tfjs-core';
import { requireWithin } from '../decode/options.ts';
import { gaussianTargets } from './batch-targets.ts';
import type { HeatmapLoss } from './heatmap-loss.ts';
import { lossPerJoint } from './per-joint-loss.ts';

/** Options of {@link gaussianLoss}. */
export interface GaussianLossOptions {
  /** Width of the target, cells, 0.01..1000. 1 in Sun et al. 2018, 2 in Gu et al. 2022. Default 2. */
  readonly sigma?: number;
}

/**
 * H1: mean squared error to a Gaussian of height 1 (Sun et al. 2018 §3; Gu et al. 2021, eq. 2):
 * `l = 1/n · Σ (H(p) − exp(−‖p − J‖² / 2σ²))²`, over the n cells of a map, in the square of the maps' unit.
 *
 * The maps are probabilities as they are: no sigmoid is taken. Its values are small (an empty map of 64×64 has 0.003),
 * which a weight in `addLosses` makes up for.
 */
export function gaussianLoss(options: GaussianLossOptions = {}): HeatmapLoss {
  const { sigma = 2 } = options;
  requireWithin('sigma', sigma, 0.01, 1000);
  return lossPerJoint((maps, truth) => {
    const [, height, width] = maps.shape;
    return mean(square(sub(maps, gaussianTargets(truth, { width, height }, sigma))), [1, 2]);
  });
}
