import {
  div,
  greater,
  mean,
  mul,
  onesLike,
  reshape,
  type Scalar,
  sum,
  type Tensor,
  type Tensor2D,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';

/**
 * `Σ w·l / Σ w`; 0, with gradient 0, when all weights are 0.
 * @param losses [people, joints], finite
 * @param weights [people, joints], ≥ 0. Default 1 each
 */
export function meanOverJoints(losses: Tensor2D, weights?: Tensor2D): Scalar {
  if (weights === undefined) return mean(losses);
  const total: Scalar = sum(weights);
  return div(sum(mul(losses, weights)), where(greater(total, 0), total, onesLike(total)));
}

/**
 * The truth, with 0 in place of whatever stands where the weight is 0: a NaN there would pass through a product with 0.
 * @param truth [people, joints, …]
 * @param weights [people, joints]
 */
export function labelledTruth<T extends Tensor>(truth: T, weights?: Tensor2D): T {
  if (weights === undefined) return truth;
  const shape = [...weights.shape, ...truth.shape.slice(2).map(() => 1)];
  return where(greater(reshape(weights, shape), 0), truth, zerosLike(truth)) as T;
}
