import {
  abs,
  add,
  cast,
  exp,
  greater,
  lessEqual,
  logicalAnd,
  mul,
  range,
  relu,
  reshape,
  slice,
  square,
  sub,
  type Tensor3D,
  type Tensor4D,
  tidy,
} from '@tensorflow/tfjs-core';
import { requireWithin } from '../decode/options.ts';
import type { Size } from '../types/geometry.ts';

/*
 * The training targets for a whole batch. What the plain encoders beside the decoders (gaussianTarget, oneHotTarget,
 * discTarget, dotTarget) give for one joint, as tensors of the network's own shape. Each is a product or sum of one part
 * along x and one along y, so that only the last step is as large as the maps.
 *
 * truth: [people, joints, 2], x and y in cells; a NaN makes that joint's target NaN.
 * Returned: [people, height, width, joints].
 */

/** `exp(−‖p − J‖² / 2σ²)`, height 1. IPR §3 (σ = 1); Gu 2022 (σ = 2). @param sigma cells, > 0. Default 2 */
export function gaussianTargets(truth: Tensor3D, size: Size, sigma = 2): Tensor4D {
  requireWithin('sigma', sigma, 0.01, 1000);
  return tidy(() => {
    const [x, y] = awayFrom(truth, size).map((d) => exp<Tensor4D>(mul<Tensor4D>(square(d), -1 / (2 * sigma * sigma))));
    return mul(x as Tensor4D, y as Tensor4D);
  });
}

/** 1 in the cell that holds the joint, 0 elsewhere; all 0 for a joint outside the map. IPR §3, H2. */
export function oneHotTargets(truth: Tensor3D, size: Size): Tensor4D {
  return tidy(() => {
    // The centre of the cell that [i, i + 1) is lies in (J − 0.5, J + 0.5].
    const [x, y] = awayFrom(truth, size).map((d) => cast(logicalAnd(greater(d, -0.5), lessEqual(d, 0.5)), 'float32'));
    return mul(x as Tensor4D, y as Tensor4D);
  });
}

/**
 * 1 in every cell whose centre lies within `radius` of the joint, 0 elsewhere. IPR §3, H3.
 * @param radius cells, > 0. The paper's 15 px of the input are 15 / stride cells: 3.75 where a cell is 4 px (the default)
 */
export function discTargets(truth: Tensor3D, size: Size, radius = 3.75): Tensor4D {
  requireWithin('radius', radius, 0.01, 1e4);
  return tidy(() => {
    const [x, y] = awayFrom(truth, size);
    return cast(lessEqual(add(square(x), square(y)), radius * radius), 'float32') as Tensor4D;
  });
}

/** Four demanders: the cells whose centres are round the joint, with bilinear weights. Qu 2022, supplement. */
export function dotTargets(truth: Tensor3D, size: Size): Tensor4D {
  return tidy(() => {
    const [x, y] = awayFrom(truth, size).map((d) => relu(sub<Tensor4D>(1, abs(d))));
    return mul(x as Tensor4D, y as Tensor4D);
  });
}

/** From the joint to every cell's centre, cells: along x [people, 1, width, joints], along y [people, height, 1, joints]. */
export function awayFrom(truth: Tensor3D, size: Size): [x: Tensor4D, y: Tensor4D] {
  const [people, joints] = truth.shape;
  const joint = (axis: 0 | 1): Tensor4D =>
    reshape(slice(truth, [0, 0, axis], [people, joints, 1]), [people, 1, 1, joints]);
  const centres = (length: number): Tensor4D => reshape(add(range(0, length), 0.5), [1, 1, length, 1]);
  const x: Tensor4D = sub(centres(size.width), joint(0));
  const y: Tensor4D = reshape(sub(centres(size.height), joint(1)), [people, size.height, 1, joints]);
  return [x, y];
}
