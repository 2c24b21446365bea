import { mul, reshape, sub, sum } from '@tensorflow/tfjs-core';
import { oneHotTargets } from './batch-targets.ts';
import { cellsOf } from './cells.ts';
import type { HeatmapLoss } from './heatmap-loss.ts';
import { lossPerJoint } from './per-joint-loss.ts';
import { softmaxOfRows } from './softmax-of-rows.ts';

/**
 * H2: cross-entropy of a softmax over all cells to the cell that holds the joint (Sun et al. 2018 §3, after Mask R-CNN):
 * `l = log Σ exp(H(p)) − H(cell of J)`, nats.
 *
 * A joint outside the map has no cell: its loss and gradient are 0, though it counts in the mean. Give it the weight 0
 * to leave it out.
 */
export function oneHotLoss(): HeatmapLoss {
  return lossPerJoint((maps, truth) => {
    const [people, height, width, joints] = maps.shape;
    const values = cellsOf(maps);
    const target = cellsOf(oneHotTargets(truth, { width, height }));
    const { logSum } = softmaxOfRows(values);
    return reshape(sum(mul(target, sub(logSum, values)), 1), [people, joints]);
  });
}
