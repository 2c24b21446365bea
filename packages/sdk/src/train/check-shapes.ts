import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { PoseError } from '../types/pose-error.ts';

/** @throws PoseError `invalid-argument` unless the tensor's shape is `wanted`; `names` says what each side is */
export function requireShape(argument: string, tensor: Tensor, wanted: readonly number[], names: string): void {
  if (tensor.shape.length === wanted.length && tensor.shape.every((side, axis) => side === wanted[axis])) return;
  const [found, asked] = [`[${tensor.shape.join(', ')}]`, `[${wanted.join(', ')}]`];
  throw new PoseError(
    { reason: 'invalid-argument', argument, found, wanted: asked },
    `The tensor ${argument} has the shape ${found}.`,
    `Give ${names}, here ${asked}.`,
  );
}

/** @throws PoseError `invalid-argument` unless weights, if given, are [people, joints] */
export function requireWeights(weights: Tensor2D | undefined, people: number, joints: number, name = 'weights'): void {
  if (weights) requireShape(name, weights, [people, joints], '[people, joints]');
}
