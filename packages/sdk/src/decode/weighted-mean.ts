import { div, greater, matMul, onesLike, sum, type Tensor2D, where } from '@tensorflow/tfjs-core';

/**
 * @param weights [maps, n]
 * @param points [n, 3]: x, y, z of each weight
 * @returns their weighted mean [maps, 3], and the weights' sum [maps, 1]; the mean is the plain sum where that is not > 0
 */
export function weightedMean(weights: Tensor2D, points: Tensor2D): { mean: Tensor2D; mass: Tensor2D } {
  const mass: Tensor2D = sum(weights, 1, true);
  return { mean: div(matMul(weights, points), where(greater(mass, 0), mass, onesLike(mass))), mass };
}
