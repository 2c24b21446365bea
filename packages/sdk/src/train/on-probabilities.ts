import { sigmoid, tidy } from '@tensorflow/tfjs-core';
import type { HeatmapLoss } from './heatmap-loss.ts';

/**
 * A loss on the sigmoid of the maps, for networks that answer logits but are decoded as probabilities:
 * `onProbabilities(debiasedIntegralLoss())` trains what `debiasedIntegral()` decodes of a model whose values are logits.
 */
export function onProbabilities(loss: HeatmapLoss): HeatmapLoss {
  return (maps, truth, weights) => tidy(() => loss(sigmoid(maps), truth, weights));
}
