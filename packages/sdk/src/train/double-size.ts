import {
  add,
  concat,
  customGrad,
  image,
  mul,
  slice,
  stridedSlice,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';

/**
 * Twice the height and width, bilinear, with cell i covering [i, i + 1) before and after (half-pixel centres). tfjs has
 * a gradient only of the other convention.
 * @param x [pictures, height, width, channels]
 * @returns [pictures, 2 · height, 2 · width, channels]
 */
export function doubleSize(x: Tensor4D): Tensor4D {
  const [, height, width] = x.shape;
  const apply = customGrad<Tensor>((...given) => ({
    value: image.resizeBilinear(given[0] as Tensor4D, [2 * height, 2 * width], false, true),
    gradFunc: (dy) => halfSize(halfSize(dy as Tensor4D, 1), 2),
  }));
  return apply(x) as Tensor4D;
}

/**
 * The transpose of doubling along one axis. Of x(i) doubling makes ¾·x(i) + ¼·x(i − 1) and ¾·x(i) + ¼·x(i + 1), with x
 * repeated beyond the border: so each cell collects ¾ of the pair it became, and ¼ of the nearer one of each neighbour.
 */
function halfSize(dy: Tensor4D, axis: 1 | 2): Tensor4D {
  const stride = [1, 1, 1, 1];
  stride[axis] = 2;
  const [even, odd] = [0, 1].map((first) => {
    const start = [0, 0, 0, 0];
    start[axis] = first;
    return stridedSlice(dy, start, dy.shape, stride) as Tensor4D;
  }) as [Tensor4D, Tensor4D];
  const count = even.shape[axis];
  const part = (x: Tensor4D, first: number, length: number): Tensor4D[] => {
    if (length === 0) return [];
    const [start, size] = [[0, 0, 0, 0], [...x.shape]];
    start[axis] = first;
    size[axis] = length;
    return [slice(x, start, size)];
  };
  const fromRight = concat([...part(even, 1, count - 1), ...part(odd, count - 1, 1)], axis);
  const fromLeft = concat([...part(even, 0, 1), ...part(odd, 0, count - 1)], axis);
  return add(mul(add(even, odd), 0.75), mul(add(fromRight, fromLeft), 0.25));
}
