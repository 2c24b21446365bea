import {
  add,
  conv2d,
  customGrad,
  depthwiseConv2d,
  mul,
  relu,
  reverse,
  step,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor4D,
  transpose,
} from '@tensorflow/tfjs-core';
import { depthwiseFilterGradient, filterGradient, paddingOf, spreadOut } from './filter-gradient.ts';

/** How a filter is moved over its input. */
export interface ConvolutionSettings {
  /** Cells from one place of the filter to the next; 1 or a divisor of the input's height and width. */
  readonly stride: number;
  /** max(0, ·) at the end. */
  readonly relu: boolean;
  /** Whether the input is data and not what other layers answered: it then needs no gradient. */
  readonly data: boolean;
}

/** The two kinds of convolution: how the result and the two gradients are computed. */
interface Convolution {
  forward(x: Tensor4D, filter: Tensor4D, stride: number, margin: number): Tensor4D;
  filterGradient(x: Tensor4D, dy: Tensor4D, size: number, stride: number): Tensor4D;
  inputGradient(spread: Tensor4D, filter: Tensor4D, margin: number): Tensor4D;
}

const FULL: Convolution = {
  forward: (x, filter, stride, margin) => conv2d(x, filter, stride, margin),
  filterGradient,
  inputGradient: (spread, filter, margin) =>
    conv2d(spread, transpose(reverse(filter, [0, 1]), [0, 1, 3, 2]) as Tensor4D, 1, margin),
};

const DEPTHWISE: Convolution = {
  forward: (x, filter, stride, margin) => depthwiseConv2d(x, filter, stride, margin),
  filterGradient: depthwiseFilterGradient,
  inputGradient: (spread, filter, margin) => depthwiseConv2d(spread, reverse(filter, [0, 1]), 1, margin),
};

/**
 * A convolution with bias whose gradients need no kernel that tfjs's wasm back-end lacks.
 * @param x [pictures, height, width, inputs]
 * @param filter [size, size, inputs, outputs], size odd; the input is padded with (size − 1) / 2 zeros on every side
 * @param bias [outputs]
 * @returns [pictures, height / stride, width / stride, outputs]
 */
export function convolve(x: Tensor4D, filter: Tensor4D, bias: Tensor1D, settings: ConvolutionSettings): Tensor4D {
  return withGradient(FULL, x, filter, bias, settings);
}

/**
 * The same, each channel with a filter of its own.
 * @param filter [size, size, channels, 1]
 */
export function convolveDepthwise(
  x: Tensor4D,
  filter: Tensor4D,
  bias: Tensor1D,
  settings: ConvolutionSettings,
): Tensor4D {
  return withGradient(DEPTHWISE, x, filter, bias, settings);
}

function withGradient(
  convolution: Convolution,
  x: Tensor4D,
  filter: Tensor4D,
  bias: Tensor1D,
  { stride, relu: cut, data }: ConvolutionSettings,
): Tensor4D {
  const size = filter.shape[0];
  const margin = paddingOf(size);
  const apply = customGrad<Tensor>((...given) => {
    const save = given[given.length - 1] as unknown as (tensors: Tensor[]) => void;
    const linear = add<Tensor4D>(convolution.forward(x, filter, stride, margin), bias);
    const value = cut ? relu(linear) : linear;
    save(cut ? [x, filter, value] : [x, filter]);
    return {
      value,
      gradFunc(dy, saved) {
        const [x, filter, y] = saved as [Tensor4D, Tensor4D, Tensor4D?];
        const slope = y ? mul<Tensor4D>(dy, step(y)) : (dy as Tensor4D);
        const ofFilter = convolution.filterGradient(x, slope, size, stride);
        const ofBias = sum(slope, [0, 1, 2]);
        if (data) return [ofFilter, ofBias];
        return [ofFilter, ofBias, convolution.inputGradient(spreadOut(slope, stride), filter, margin)];
      },
    };
  });
  return (data ? apply(filter, bias) : apply(filter, bias, x)) as Tensor4D;
}
