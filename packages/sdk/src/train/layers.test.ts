import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { seededRandom } from '@integral-pose/test-kit';
import {
  memory,
  mul,
  ready,
  type Scalar,
  setBackend,
  sum,
  type Tensor4D,
  tensor,
  tensor4d,
  tidy,
  variableGrads,
} from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { convolutionLayer, depthwiseLayer } from './convolution-layer.ts';
import { createNetwork } from './create-network.ts';
import { inputLayer } from './input-layer.ts';
import type { Layer } from './layer.ts';
import { concatLayer, reluLayer, sumLayer, upsampleLayer } from './merge-layers.ts';

beforeAll(async () => {
  await setBackend('cpu');
  await ready();
});

const picture = (height = 6, width = 4) => inputLayer({ height, width, channels: 2 });
/** A first layer without ReLU, so that what comes after it has a gradient to hand back that can be measured smoothly. */
const smooth = (height?: number, width?: number) =>
  convolutionLayer(picture(height, width), { channels: 3, size: 1, activation: 'none' });

const cases: readonly (readonly [string, () => Layer])[] = [
  ['a convolution', () => convolutionLayer(smooth(), { channels: 2, activation: 'none' })],
  ['a 5×5 convolution', () => convolutionLayer(smooth(), { channels: 2, size: 5, activation: 'none' })],
  ['a convolution with stride 2', () => convolutionLayer(smooth(), { channels: 2, stride: 2, activation: 'none' })],
  ['a depthwise convolution', () => depthwiseLayer(smooth(), { activation: 'none' })],
  ['a depthwise convolution with stride 2', () => depthwiseLayer(smooth(), { stride: 2, activation: 'none' })],
  ['upsampling', () => upsampleLayer(smooth(3, 2))],
  ['a sum', () => sumLayer(smooth(), convolutionLayer(smooth(), { channels: 3, activation: 'none' }))],
  ['channels side by side', () => concatLayer(...twoPaths())],
];

function twoPaths(): readonly [Layer, Layer] {
  const from = smooth();
  return [from, convolutionLayer(from, { channels: 1, activation: 'none' })];
}

/** A sum goes back to one input: both paths of the test begin there. */
const shared = (make: () => Layer): Layer => {
  const made = make();
  const inputs = new Map<string, Layer>();
  const one = (layer: Layer): Layer => {
    if (layer.kind === 'input') {
      const known = inputs.get('input') ?? layer;
      inputs.set('input', known);
      return known;
    }
    return { ...layer, inputs: layer.inputs.map(one) };
  };
  return one(made);
};

test.each(cases)('%s: the gradient of every parameter agrees with central differences', async (_, make) => {
  const before = memory().numTensors;
  const output = shared(make);
  const network = createNetwork(output, { seed: 3 });
  const { normal } = seededRandom(11);
  const { height, width, channels } = network.input;
  const input = tensor4d(Array.from({ length: 2 * height * width * channels }, normal), [2, height, width, channels]);
  const { height: h, width: w, channels: c } = network.output;
  const factors = tensor4d(Array.from({ length: 2 * h * w * c }, normal), [2, h, w, c]);
  const objective = () => sum(mul(network.predict(input), factors));
  const { value, grads } = variableGrads(
    () => objective() as Scalar,
    network.parameters.map(({ variable }) => variable),
  );
  value.dispose();
  for (const { name, variable } of network.parameters) {
    const numbers = variable.dataSync().slice();
    const slopes = (grads[variable.name] as Tensor4D).dataSync();
    for (const at of [0, Math.floor(numbers.length / 2), numbers.length - 1]) {
      const moved = (by: number): number => {
        const there = numbers.slice();
        there[at] = (there[at] as number) + by;
        tidy(() => variable.assign(tensor(there, variable.shape)));
        return tidy(() => objective().dataSync()[0] as number);
      };
      const numeric = (moved(0.05) - moved(-0.05)) / 0.1;
      // The objective is linear in each parameter: what differs is single precision.
      expect(Math.abs((slopes[at] as number) - numeric), `${name}[${at}]`).toBeLessThan(2e-3 * (1 + Math.abs(numeric)));
    }
    tidy(() => variable.assign(tensor(numbers, variable.shape)));
  }
  for (const gradient of Object.values(grads)) gradient.dispose();
  for (const tensors of [input, factors]) tensors.dispose();
  network.dispose();
  expect(memory().numTensors).toBe(before);
});

test('a ReLU passes nothing where the answer is 0, built in or as a layer', () => {
  const layers = [
    convolutionLayer(picture(), { channels: 2, size: 1 }),
    reluLayer(convolutionLayer(picture(), { channels: 2, size: 1, activation: 'none' })),
  ];
  const input = tensor4d(Array.from({ length: 48 }, seededRandom(2).normal), [1, 6, 4, 2]);
  const answers = layers.map((layer) => {
    const network = createNetwork(layer, { seed: 9 });
    const { value, grads } = variableGrads(
      () => sum(network.predict(input)) as Scalar,
      network.parameters.map(({ variable }) => variable),
    );
    const read = [
      value.dataSync()[0],
      ...network.parameters.flatMap(({ variable }) => [...(grads[variable.name] as Tensor4D).dataSync()]),
    ];
    network.dispose();
    return read;
  });
  // The filters start from other deviations (He's before a built-in ReLU), so compare the share of active cells.
  expect(answers[0]?.[0]).toBeGreaterThan(0);
  expect(answers[1]?.[0]).toBeGreaterThan(0);
  const biasGradients = answers.map((read) => (read as number[]).slice(-2));
  // The bias' gradient counts the cells that are above 0; its start is 0 and scale does not matter.
  expect(biasGradients[0]).toEqual(biasGradients[1]);
  expect(Math.max(...(biasGradients[0] as number[]))).toBeLessThan(24);
  input.dispose();
});

test('layers that do not fit are refused with what would', () => {
  const other = convolutionLayer(smooth(), { channels: 2, stride: 2 });
  expect(() => sumLayer(smooth(), other)).toThrow(/cannot be put together/);
  expect(() => convolutionLayer(picture(5, 4), { channels: 2, stride: 2 })).toThrow(/halved evenly/);
  expect(() => createNetwork(sumLayer(smooth(), smooth()))).toThrow(/2 input layers/);
});
