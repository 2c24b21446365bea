import {
  concat,
  matMul,
  mul,
  pad,
  reshape,
  slice,
  stridedSlice,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor4D,
  transpose,
} from '@tensorflow/tfjs-core';

// Gradients of convolutions with an odd, square filter and (size − 1) / 2 rows and columns of zeros on every side.
// tfjs has kernels for them that wasm lacks; here they are made of operations that every back-end has.

/** What comes before each side of the input, and after it. */
export function paddingOf(size: number): number {
  return (size - 1) / 2;
}

/**
 * ∂l/∂filter of a convolution: for each place (u, v) in the filter, the input shifted there, times the gradient. One
 * matrix product, [size² · inputs, pixels] × [pixels, outputs]. The input is turned round once, before it is shifted:
 * wasm's own matrix product with a transposed operand is some forty times slower.
 * @param x [pictures, height, width, inputs]
 * @param dy [pictures, height / stride, width / stride, outputs]
 * @returns [size, size, inputs, outputs]
 */
export function filterGradient(x: Tensor4D, dy: Tensor4D, size: number, stride: number): Tensor4D {
  const [pictures, rows, columns, outputs] = dy.shape;
  const inputs = x.shape[3];
  const pixels = pictures * rows * columns;
  const margin = paddingOf(size);
  const turned: Tensor4D = transpose(x, [3, 0, 1, 2]);
  const padded =
    margin > 0
      ? pad(turned, [
          [0, 0],
          [0, 0],
          [margin, margin],
          [margin, margin],
        ])
      : turned;
  const places = eachPlace(size, (u, v) =>
    reshape(every(padded, [0, 0, u, v], [inputs, pictures, rows, columns], [1, 1, stride, stride]), [inputs, pixels]),
  ) as Tensor2D[];
  const shifted = places.length > 1 ? concat(places, 0) : (places[0] as Tensor2D);
  return reshape(matMul(shifted, reshape(dy, [pixels, outputs])), [size, size, inputs, outputs]);
}

/**
 * ∂l/∂filter of a depthwise convolution: the same with a product a channel.
 * @returns [size, size, channels, 1]
 */
export function depthwiseFilterGradient(x: Tensor4D, dy: Tensor4D, size: number, stride: number): Tensor4D {
  const [pictures, rows, columns, channels] = dy.shape;
  const margin = paddingOf(size);
  const padded =
    margin > 0
      ? pad(x, [
          [0, 0],
          [margin, margin],
          [margin, margin],
          [0, 0],
        ])
      : x;
  const places = eachPlace(size, (u, v) => {
    const here = every(padded, [0, u, v, 0], [pictures, rows, columns, channels], [1, stride, stride, 1]);
    return sum(mul(here, dy), [0, 1, 2]) as Tensor1D;
  });
  return reshape(concat(places, 0), [size, size, channels, 1]);
}

/**
 * The gradient with `stride − 1` zeros after every row and column: a strided convolution's gradient in its input is a
 * plain convolution over that.
 * @param dy [pictures, rows, columns, channels]
 * @returns [pictures, rows · stride, columns · stride, channels]
 */
export function spreadOut(dy: Tensor4D, stride: number): Tensor4D {
  if (stride === 1) return dy;
  const [pictures, rows, columns, channels] = dy.shape;
  const across = pad(reshape(dy, [pictures * rows * columns, channels]), [
    [0, 0],
    [0, (stride - 1) * channels],
  ]);
  const row = columns * stride * channels;
  const down = pad(reshape(across, [pictures * rows, row]), [
    [0, 0],
    [0, (stride - 1) * row],
  ]);
  return reshape(down, [pictures, rows * stride, columns * stride, channels]);
}

function eachPlace<T extends Tensor>(size: number, make: (u: number, v: number) => T): T[] {
  return Array.from({ length: size * size }, (_, place) => make(Math.floor(place / size), place % size));
}

type Four = [number, number, number, number];

/** Of each axis every `stride`-th element, `count` of them, from `start` on. */
function every(x: Tensor4D, start: Four, count: Four, stride: Four): Tensor4D {
  if (stride.every((step) => step === 1)) return slice(x, start, count);
  const end = start.map((first, axis) => first + ((count[axis] as number) - 1) * (stride[axis] as number) + 1);
  return stridedSlice(x, start, end, stride) as Tensor4D;
}
