import { add, div, exp, log, max, sub, sum, type Tensor2D } from '@tensorflow/tfjs-core';
import { withoutGradient } from '../tensor/without-gradient.ts';

/** A softmax, and the logarithm of what it was divided by. */
export interface RowSoftmax {
  /** [rows, n]: `exp(z − logSum)`; each row sums to 1. */
  readonly weights: Tensor2D;
  /** [rows, 1]: `log Σ exp(z)`. */
  readonly logSum: Tensor2D;
}

/**
 * Softmax of each row. Both results come from one `exp`, and both have their exact gradient everywhere: the maximum that
 * is taken off against overflow cancels, and so is a constant to gradients. (The gradient of `max` itself would count
 * every one of several equal maxima: all cells of a flat map, which is what untrained networks answer.)
 * @param z [rows, n]
 */
export function softmaxOfRows(z: Tensor2D): RowSoftmax {
  const top = withoutGradient((values: Tensor2D) => max<Tensor2D>(values, 1, true), z);
  const powers = exp(sub<Tensor2D>(z, top));
  const total: Tensor2D = sum(powers, 1, true);
  return { weights: div(powers, total), logSum: add(log(total), top) };
}
