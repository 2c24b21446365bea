import { add, concat, relu, type Tensor4D } from '@tensorflow/tfjs-core';
import { PoseError } from '../types/pose-error.ts';
import { doubleSize } from './double-size.ts';
import { attribute } from './graph-nodes.ts';
import type { Layer, MapShape } from './layer.ts';

/** max(0, ·) of what another layer answers. Convolutions have theirs built in (`activation`). */
export function reluLayer(from: Layer): Layer {
  return {
    kind: 'relu',
    inputs: [from],
    shape: from.shape,
    parameters: [],
    forward: ([x]) => relu(x as Tensor4D),
    write: (graph, name, inputs) => graph.node(name, 'Relu', inputs),
  };
}

/** Twice the height and width, bilinear; cell i covers [i, i + 1) before and after. */
export function upsampleLayer(from: Layer): Layer {
  const { height, width, channels } = from.shape;
  const shape: MapShape = { height: 2 * height, width: 2 * width, channels };
  return {
    kind: 'upsample',
    inputs: [from],
    shape,
    parameters: [],
    forward: ([x]) => doubleSize(x as Tensor4D),
    write(graph, name, inputs) {
      graph.integers(`${name}/size`, [shape.height, shape.width]);
      graph.node(name, 'ResizeBilinear', [...inputs, `${name}/size`], {
        align_corners: { b: false },
        half_pixel_centers: { b: true },
      });
    },
  };
}

/**
 * The sum of two layers' answers, as a residual block needs it.
 * @throws PoseError `invalid-argument` when their shapes differ
 */
export function sumLayer(one: Layer, other: Layer): Layer {
  requireSame([one, other], ['height', 'width', 'channels']);
  return {
    kind: 'sum',
    inputs: [one, other],
    shape: one.shape,
    parameters: [],
    forward: ([a, b]) => add(a as Tensor4D, b as Tensor4D),
    write: (graph, name, inputs) => graph.node(name, 'AddV2', inputs),
  };
}

/**
 * The channels of several layers, one after the other, as a short cut past deeper layers needs it.
 * @param layers at least two, of one height and width
 * @throws PoseError `invalid-argument`
 */
export function concatLayer(...layers: readonly [Layer, Layer, ...Layer[]]): Layer {
  requireSame(layers, ['height', 'width']);
  const { height, width } = layers[0].shape;
  const channels = layers.reduce((sum, { shape }) => sum + shape.channels, 0);
  return {
    kind: 'concat',
    inputs: layers,
    shape: { height, width, channels },
    parameters: [],
    forward: (inputs) => concat([...inputs], 3),
    write(graph, name, inputs) {
      graph.integers(`${name}/axis`, [3]);
      graph.node(name, 'ConcatV2', [...inputs, `${name}/axis`], {
        N: attribute.integer(inputs.length),
        Tidx: attribute.int32,
      });
    },
  };
}

function requireSame(layers: readonly Layer[], sides: readonly (keyof MapShape)[]): void {
  const first = layers[0] as Layer;
  if (layers.every(({ shape }) => sides.every((side) => shape[side] === first.shape[side]))) return;
  const found = layers.map(({ shape }) => `${shape.height}×${shape.width}×${shape.channels}`).join(', ');
  throw new PoseError(
    { reason: 'invalid-argument', argument: 'layers', found, wanted: `the same ${sides.join(', ')}` },
    `Layers of the shapes ${found} (height × width × channels) cannot be put together.`,
    'Bring them to the same size first, with upsampleLayer or a stride.',
  );
}
