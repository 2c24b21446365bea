import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import { requireOdd, requireWhole, requireWithin } from '../decode/options.ts';
import { PoseError } from '../types/pose-error.ts';
import { type ConvolutionSettings, convolve, convolveDepthwise } from './convolve.ts';
import { paddingOf } from './filter-gradient.ts';
import { attribute, type GraphNode } from './graph-nodes.ts';
import { INPUT, type Layer, type ParameterSpec } from './layer.ts';

/** Options of {@link depthwiseLayer}. */
export interface DepthwiseLayerOptions {
  /** Side of the filter, cells, odd, 1..15. Default 3. */
  readonly size?: number;
  /** Cells from one place of the filter to the next, 1..8; height and width must be multiples of it. Default 1. */
  readonly stride?: number;
  /** What follows. Default `relu`. */
  readonly activation?: 'relu' | 'none';
  /**
   * What the initial standard deviation is multiplied by, 0..10. Without: √(2 / fan-in) before a ReLU (He et al. 2015),
   * √(1 / fan-in) else. A last layer that should begin near 0 takes a small one. Default 1.
   */
  readonly gain?: number;
}

/** Options of {@link convolutionLayer}. */
export interface ConvolutionLayerOptions extends DepthwiseLayerOptions {
  /** Channels of the answer, 1..4096. */
  readonly channels: number;
}

/**
 * A convolution with bias: [pictures, height, width, inputs] to [pictures, height / stride, width / stride, channels].
 * Every side is padded with (size − 1) / 2 zeros.
 * @throws PoseError `invalid-argument`
 */
export function convolutionLayer(from: Layer, options: ConvolutionLayerOptions): Layer {
  const { channels, size = 3 } = options;
  requireWhole('channels', channels, 1, 4096);
  const inputs = from.shape.channels;
  return convolution(from, options, {
    kind: 'convolution',
    op: '_FusedConv2D',
    filter: [size, size, inputs, channels],
    channels,
    fanIn: size * size * inputs,
    apply: convolve,
  });
}

/**
 * A depthwise convolution with bias, each channel with a filter of its own: [pictures, height, width, channels] to
 * [pictures, height / stride, width / stride, channels]. Followed by a {@link convolutionLayer} of size 1 it does what a
 * full convolution does with far fewer parameters.
 * @throws PoseError `invalid-argument`
 */
export function depthwiseLayer(from: Layer, options: DepthwiseLayerOptions = {}): Layer {
  const { size = 3 } = options;
  const { channels } = from.shape;
  return convolution(from, options, {
    kind: 'depthwise',
    op: 'FusedDepthwiseConv2dNative',
    filter: [size, size, channels, 1],
    channels,
    fanIn: size * size,
    apply: convolveDepthwise,
  });
}

interface Kind {
  readonly kind: string;
  readonly op: string;
  readonly filter: readonly number[];
  readonly channels: number;
  readonly fanIn: number;
  apply(x: Tensor4D, filter: Tensor4D, bias: Tensor1D, settings: ConvolutionSettings): Tensor4D;
}

function convolution(from: Layer, options: DepthwiseLayerOptions, what: Kind): Layer {
  const { size = 3, stride = 1, activation = 'relu', gain = 1 } = options;
  requireOdd('size', size, 1, 15);
  requireWhole('stride', stride, 1, 8);
  requireWithin('gain', gain, 0, 10);
  const { height, width } = from.shape;
  requireMultiple(height, width, stride);
  const relu = activation === 'relu';
  const parameters: ParameterSpec[] = [
    { name: 'filter', shape: what.filter, deviation: gain * Math.sqrt((relu ? 2 : 1) / what.fanIn) },
    { name: 'bias', shape: [what.channels], deviation: 0 },
  ];
  const settings = { stride, relu, data: from.kind === INPUT };
  return {
    kind: what.kind,
    inputs: [from],
    shape: { height: height / stride, width: width / stride, channels: what.channels },
    parameters,
    forward: ([x], [filter, bias]) => what.apply(x as Tensor4D, filter as Tensor4D, bias as Tensor1D, settings),
    write(graph, name, inputs, given) {
      graph.node(name, what.op, [...inputs, ...given], attributes(size, stride, relu));
    },
  };
}

function attributes(size: number, stride: number, relu: boolean): GraphNode['attr'] {
  const margin = paddingOf(size);
  return {
    strides: attribute.integers([1, stride, stride, 1]),
    dilations: attribute.integers([1, 1, 1, 1]),
    data_format: attribute.text('NHWC'),
    padding: attribute.text('EXPLICIT'),
    explicit_paddings: attribute.integers([0, 0, margin, margin, margin, margin, 0, 0]),
    fused_ops: attribute.texts(relu ? ['BiasAdd', 'Relu'] : ['BiasAdd']),
    num_args: attribute.integer(1),
    epsilon: { f: 0 },
  };
}

function requireMultiple(height: number, width: number, stride: number): void {
  if (height % stride === 0 && width % stride === 0) return;
  throw new PoseError(
    { reason: 'invalid-argument', argument: 'stride', found: String(stride), wanted: 'a divisor of height and width' },
    `Maps of ${width}×${height} cells cannot be halved evenly with the stride ${stride}.`,
    'Give an input whose height and width are multiples of all strides together.',
  );
}
