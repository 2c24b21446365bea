import { customGrad, type Tensor, zeros } from '@tensorflow/tfjs-core';

/**
 * Computes something that gradients take for a constant: a choice (which cell, is there enough mass) that a small change
 * of the inputs does not change, and for whose operations tfjs has no gradients.
 * @param make computes it; may not use tensors that gradients are wanted of, but those it is handed
 * @param inputs what it depends on
 */
export function withoutGradient<R extends Tensor, I extends readonly Tensor[]>(
  make: (...inputs: I) => R,
  ...inputs: I
): R {
  const shapes = inputs.map((input) => input.shape);
  const opaque = customGrad<Tensor>((...given) => ({
    value: make(...(given.slice(0, inputs.length) as unknown as I)),
    gradFunc: () => shapes.map((shape) => zeros(shape)),
  }));
  return opaque(...inputs) as R;
}
