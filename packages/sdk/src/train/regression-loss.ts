import { abs, type Scalar, sub, sum, type Tensor2D, type Tensor3D, tidy } from '@tensorflow/tfjs-core';
import { requireShape, requireWeights } from './check-shapes.ts';
import { labelledTruth, meanOverJoints } from './mean-over-joints.ts';

/**
 * As `HeatmapLoss`, between coordinates: `points` and `truth` are [people, joints, 2] in one unit, which is the loss's.
 */
export type PointLoss = (points: Tensor3D, truth: Tensor3D, weights?: Tensor2D) => Scalar;

/**
 * R1: direct regression (Sun et al. 2018 §5): `l = |x̂ − x| + |ŷ − y|`, in the unit of the points.
 * @throws PoseError (from the loss) `invalid-argument` when shapes do not fit
 */
export function regressionLoss(): PointLoss {
  return (points, truth, weights) => {
    const [people, joints] = points.shape;
    requireShape('points', points, [people, joints, 2], '[people, joints, 2]');
    requireShape('truth', truth, [people, joints, 2], '[people, joints, 2]');
    requireWeights(weights, people, joints);
    return tidy(() => meanOverJoints(sum(abs(sub(points, labelledTruth(truth, weights))), 2), weights));
  };
}
