import { requireWhole, requireWithin } from '../decode/options.ts';
import { addLosses } from './add-losses.ts';
import type { CompensationOptions } from './compensation.ts';
import { debiasedIntegralLoss } from './debiased-integral-loss.ts';
import { gaussianLoss } from './gaussian-loss.ts';
import type { HeatmapLoss } from './heatmap-loss.ts';

/** Options of {@link jointLoss}. */
export interface JointLossOptions extends CompensationOptions {
  /** For how many epochs the heatmap loss is added, 0 or more. The paper says "initial" and no number. */
  readonly auxiliaryEpochs: number;
  /** The heatmap loss. Default `gaussianLoss()`, with σ = 2 cells. */
  readonly auxiliary?: HeatmapLoss;
  /**
   * What it is multiplied by, 0..1e9. Default 1, as in eq. 11. The mean
   * squared error is small beside an L1 in cells: a weight of about the number of cells of a map makes it a sum.
   */
  readonly auxiliaryWeight?: number;
}

/**
 * The joint framework (Gu et al. 2021, eq. 11): the compensated L1, `debiasedIntegralLoss` with β = 10, and in the initial
 * epochs a heatmap loss beside it. The heatmap loss makes a peak early, afterwards the map may take any shape.
 * @returns from the epoch, counted from 0, to the loss to train it with; the same loss for all epochs of a stage
 */
export function jointLoss(options: JointLossOptions): (epoch: number) => HeatmapLoss {
  const { auxiliaryEpochs, auxiliary = gaussianLoss(), auxiliaryWeight = 1, ...compensation } = options;
  requireWhole('auxiliaryEpochs', auxiliaryEpochs, 0, 1e9);
  requireWithin('auxiliaryWeight', auxiliaryWeight, 0, 1e9);
  const alone = debiasedIntegralLoss(compensation);
  const both: HeatmapLoss = addLosses([1, alone], [auxiliaryWeight, auxiliary]);
  return (epoch) => (epoch < auxiliaryEpochs ? both : alone);
}
