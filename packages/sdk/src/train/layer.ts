import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { GraphNodes } from './graph-nodes.ts';

/** Size of the maps [pictures, height, width, channels] that a layer answers. */
export interface MapShape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** An array of numbers that training changes. */
export interface ParameterSpec {
  /** A word, unique in its layer, for example `filter`. */
  readonly name: string;
  readonly shape: readonly number[];
  /** Standard deviation of the normal distribution it starts from; 0 for zeros. */
  readonly deviation: number;
}

/**
 * One step of a network: a value without state, that names the layers it takes its inputs from. A network is the graph
 * of the layers behind its last one. A layer says the same thing twice: how it is computed, with a gradient, in training
 * (`forward`), and which nodes of a tfjs GraphModel compute it afterwards (`write`).
 */
export interface Layer {
  /** A word for names and messages, for example `convolution`. */
  readonly kind: string;
  readonly inputs: readonly Layer[];
  readonly shape: MapShape;
  readonly parameters: readonly ParameterSpec[];
  /**
   * @param inputs what the layers of `inputs` answered, in their order
   * @param parameters in the order of `parameters`
   */
  forward(inputs: readonly Tensor4D[], parameters: readonly Tensor[]): Tensor4D;
  /**
   * Writes the nodes that compute this layer.
   * @param name what its last node is to be called, and what the names of others begin with
   * @param inputs names of the nodes that stand for `inputs`
   * @param parameters names of the nodes that stand for `parameters`
   */
  write(graph: GraphNodes, name: string, inputs: readonly string[], parameters: readonly string[]): void;
}

/** `kind` of the layer that stands for the network's input. */
export const INPUT = 'input';
