import {
  add,
  exp,
  log,
  max,
  mean,
  mul,
  reshape,
  sub,
  type Tensor,
  type Tensor3D,
  type Tensor5D,
  tidy,
} from '@tensorflow/tfjs-core';
import { requireBeta } from '../decode/options.ts';
import { withoutGradient } from '../tensor/without-gradient.ts';
import { cellsOf } from './cells.ts';

/** One vector an axis, joint and person, in the unit of maps: what a network answers before its softmax. */
export interface HeatVectors {
  /** [people, joints, width] */
  readonly x: Tensor3D;
  /** [people, joints, height] */
  readonly y: Tensor3D;
  /** [people, joints, depth] */
  readonly z: Tensor3D;
}

/**
 * The heat vectors of volumes (Sun et al. 2018, eq. 5), as values instead of shares: `V(i) = 1/β · log mean exp(βH)` over
 * the cells of slice i, so that `softmax(βV)` are the sums of `softmax(βH)`, an empty volume's vectors have its own
 * background, and a shared scale is kept. Differentiable; nothing underflows.
 * @param volumes [people, depth, height, width, joints]; stays the caller's
 * @param beta inverse temperature, per unit of the volumes, 0.001..1000
 * @returns the caller's to dispose
 */
export function heatVectors(volumes: Tensor5D, beta: number): HeatVectors {
  requireBeta(beta);
  const [people, depth, height, width, joints] = volumes.shape;
  const rows = people * joints;
  const [x, y, z] = tidy(() => {
    const values = mul(cellsOf(volumes), beta);
    const alongX = logMeanExp(reshape(values, [rows, depth * height, width]), 1);
    const slices = logMeanExp(reshape(values, [rows, depth, height, width]), 3);
    const vector = (tensor: Tensor, length: number): Tensor3D =>
      reshape(mul(tensor, 1 / beta), [people, joints, length]);
    return [vector(alongX, width), vector(logMeanExp(slices, 1), height), vector(logMeanExp(slices, 2), depth)];
  }) as [Tensor3D, Tensor3D, Tensor3D];
  return { x, y, z };
}

/** The maximum is a constant to gradients: it cancels. */
function logMeanExp(values: Tensor, axis: number): Tensor {
  const top = withoutGradient((given: Tensor) => max(given, axis, true), values);
  const sum = log(mean(exp(sub(values, top)), axis));
  return add(sum, reshape(top, sum.shape));
}
