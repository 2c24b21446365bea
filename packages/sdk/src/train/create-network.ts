import { randomNormal, type Tensor, type Tensor4D, tidy, type Variable, variable, zeros } from '@tensorflow/tfjs-core';
import { requireWhole } from '../decode/options.ts';
import { PoseError } from '../types/pose-error.ts';
import { requireShape } from './check-shapes.ts';
import { INPUT, type Layer, type MapShape } from './layer.ts';

/** Numbers that training changes, and where they stand. */
export interface Parameter {
  /** The layer's name and its own, for example `convolution-3/filter`; unique in the network. */
  readonly name: string;
  /** Owned by the network. */
  readonly variable: Variable;
}

/** A layer in its place in a network. */
export interface PlacedLayer {
  readonly layer: Layer;
  /** Its kind and its number in the order of computation, for example `convolution-3`. */
  readonly name: string;
  /** Where its inputs stand in {@link TrainableNetwork.layers}. */
  readonly inputs: readonly number[];
  readonly parameters: readonly Parameter[];
}

/** A small network that can be trained with `fit`. It holds its parameters, and nothing else; dispose it. */
export interface TrainableNetwork {
  readonly input: MapShape;
  readonly output: MapShape;
  /** In the order of computation; the input first, the output last. */
  readonly layers: readonly PlacedLayer[];
  readonly parameters: readonly Parameter[];
  /** How many numbers the parameters are. */
  readonly size: number;
  /**
   * The network's answer, with a gradient in its parameters (not in the input).
   * @param pictures [pictures, height, width, channels]; stays the caller's
   * @returns maps [pictures, height, width, channels]; the caller disposes them
   * @throws PoseError `invalid-argument` for another shape, `disposed`
   */
  predict(pictures: Tensor4D): Tensor4D;
  /** Releases the parameters. May be called twice. */
  dispose(): void;
}

/** Options of {@link createNetwork}. */
export interface NetworkOptions {
  /** The same seed gives the same network, on every back-end. A whole number, 0..2³¹ − 1. Default 1. */
  readonly seed?: number;
}

/**
 * A network with fresh parameters, on the current back-end: filters normally distributed, biases 0.
 * @param output the last layer; those it is computed from come with it. Exactly one of them is an `inputLayer`
 * @throws PoseError `invalid-argument`
 */
export function createNetwork(output: Layer, options: NetworkOptions = {}): TrainableNetwork {
  const { seed = 1 } = options;
  requireWhole('seed', seed, 0, 2 ** 31 - 1);
  const order = inOrder(output);
  const layers = order.map((layer, at): PlacedLayer => {
    const name = `${layer.kind}-${at}`;
    return {
      layer,
      name,
      inputs: layer.inputs.map((input) => order.indexOf(input)),
      parameters: layer.parameters.map(({ name: own, shape, deviation }, k) => ({
        name: `${name}/${own}`,
        variable: tidy(() => variable(startingFrom([...shape], deviation, 1 + k + 16 * (at + 4096 * seed)))),
      })),
    };
  });
  const parameters = layers.flatMap((layer) => layer.parameters);
  const { shape: input } = (layers[0] as PlacedLayer).layer;
  let disposed = false;
  return {
    input,
    output: output.shape,
    layers,
    parameters,
    size: parameters.reduce((sum, parameter) => sum + parameter.variable.size, 0),
    predict(pictures) {
      if (disposed) throw released();
      const { height, width, channels } = input;
      requireShape(
        'pictures',
        pictures,
        [pictures.shape[0], height, width, channels],
        '[pictures, height, width, channels]',
      );
      return tidy(() => {
        const answers: Tensor4D[] = [pictures];
        for (const { layer, inputs, parameters } of layers.slice(1)) {
          const given = inputs.map((at) => answers[at] as Tensor4D);
          answers.push(
            layer.forward(
              given,
              parameters.map(({ variable }) => variable),
            ),
          );
        }
        const last = answers[answers.length - 1] as Tensor4D;
        return last === pictures ? pictures.clone() : last;
      });
    },
    dispose() {
      disposed = true;
      for (const { variable } of parameters) variable.dispose();
    },
  };
}

/** The layers behind the last one, each after those it needs, the input first. */
function inOrder(output: Layer): Layer[] {
  const order = new Set<Layer>();
  const visit = (layer: Layer): void => {
    if (order.has(layer)) return;
    for (const input of layer.inputs) visit(input);
    order.add(layer);
  };
  visit(output);
  const sources = [...order].filter(({ kind }) => kind === INPUT);
  if (sources.length !== 1) {
    throw new PoseError(
      { reason: 'invalid-argument', argument: 'output', found: `${sources.length} input layers`, wanted: 'one' },
      `The network has ${sources.length} input layers.`,
      'Make one inputLayer and let every path begin there.',
    );
  }
  return [...order];
}

/** @param seed a whole number > 0: for 0 tfjs would take another one each time */
function startingFrom(shape: number[], deviation: number, seed: number): Tensor {
  return deviation === 0 ? zeros(shape) : randomNormal(shape, 0, deviation, 'float32', seed);
}

function released(): PoseError {
  return new PoseError(
    { reason: 'disposed', what: 'network' },
    'The network has been disposed.',
    'Create it again, and restore its parameters from a saved state.',
  );
}
