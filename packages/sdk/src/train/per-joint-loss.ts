import { type Tensor2D, type Tensor3D, type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import { requireShape, requireWeights } from './check-shapes.ts';
import type { HeatmapLoss } from './heatmap-loss.ts';
import { labelledTruth, meanOverJoints } from './mean-over-joints.ts';

/**
 * A {@link HeatmapLoss} from what it is for one joint: shapes are checked, joints of weight 0 hidden, the mean taken.
 * @param perJoint from maps and a truth without NaN to [people, joints]
 * @throws PoseError (from the loss) `invalid-argument` when shapes do not fit
 */
export function lossPerJoint(perJoint: (maps: Tensor4D, truth: Tensor3D) => Tensor2D): HeatmapLoss {
  return (maps, truth, weights) => {
    const [people, , , joints] = maps.shape;
    requireShape('truth', truth, [people, joints, 2], '[people, joints, 2]');
    requireWeights(weights, people, joints);
    return tidy(() => meanOverJoints(perJoint(maps, labelledTruth(truth, weights)), weights));
  };
}
