import type { Tensor4D } from '@tensorflow/tfjs-core';
import { requireWhole } from '../decode/options.ts';
import { INPUT, type Layer, type MapShape } from './layer.ts';

/**
 * What a network is given: pictures [pictures, height, width, channels], in a range of your choice.
 * @param shape each side 1..4096, cells
 * @throws PoseError `invalid-argument`
 */
export function inputLayer(shape: MapShape): Layer {
  const { height, width, channels } = shape;
  for (const [name, side] of Object.entries({ height, width, channels })) requireWhole(name, side, 1, 4096);
  return {
    kind: INPUT,
    inputs: [],
    shape: { height, width, channels },
    parameters: [],
    forward: ([pictures]) => pictures as Tensor4D,
    write: () => undefined,
  };
}
