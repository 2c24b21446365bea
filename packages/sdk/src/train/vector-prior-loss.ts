import {
  mul,
  range,
  reshape,
  type Scalar,
  square,
  sub,
  type Tensor2D,
  type Tensor3D,
  tidy,
} from '@tensorflow/tfjs-core';
import { requireShape, requireWeights } from './check-shapes.ts';
import { labelledTruth, meanOverJoints } from './mean-over-joints.ts';
import { divergence, priorSettings, type SpatialPriorOptions } from './spatial-prior-loss.ts';

/**
 * As `HeatmapLoss`, of one axis: `vectors` [people, joints, length], `truth` [people, joints] in bins (bin i covers
 * [i, i + 1)), `weights` [people, joints].
 */
export type HeatVectorLoss = (vectors: Tensor3D, truth: Tensor2D, weights?: Tensor2D) => Scalar;

/**
 * `spatialPriorLoss` on heat vectors: `l = KL(G ‖ softmax(βV))`, nats, σ in bins. The vectors are values before a softmax,
 * as a network with one output an axis answers them, or as `heatVectors` makes them of volumes.
 * @throws PoseError (from the loss) `invalid-argument` when shapes do not fit
 */
export function vectorPriorLoss(options: SpatialPriorOptions = {}): HeatVectorLoss {
  const { sigma, beta } = priorSettings(options);
  return (vectors, truth, weights) => {
    const [people, joints, length] = vectors.shape;
    requireShape('truth', truth, [people, joints], '[people, joints]');
    requireWeights(weights, people, joints);
    return tidy(() => {
      const at = reshape(labelledTruth(truth, weights), [people * joints, 1]);
      const away = sub(reshape(range(0.5, length), [1, length]), at) as Tensor2D;
      const values: Tensor2D = reshape(vectors, [people * joints, length]);
      const losses = divergence(mul(square(away), -1 / (2 * sigma * sigma)), mul(values, beta));
      return meanOverJoints(reshape(losses, [people, joints]), weights);
    });
  };
}
