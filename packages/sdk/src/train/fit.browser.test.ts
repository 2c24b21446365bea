import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { seededRandom } from '@integral-pose/test-kit';
import { memory, setBackend, type Tensor, tensor3d, tensor4d, variableGrads } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { debiasedIntegral } from '../decode/debiased-integral.ts';
import { heatmapModel } from '../infer/heatmap-model.ts';
import { chooseBackend } from '../tensor/choose-backend.ts';
import { DECODED } from '../tensor/decoder.ts';
import { wasm } from '../wasm.ts';
import { webgl } from '../webgl.ts';
import { addLosses } from './add-losses.ts';
import { convolutionLayer } from './convolution-layer.ts';
import { createNetwork, type TrainableNetwork } from './create-network.ts';
import { exportModel, type ModelFiles } from './export-model.ts';
import { fit, type TrainingBatch } from './fit.ts';
import { gaussianLoss } from './gaussian-loss.ts';
import { inputLayer } from './input-layer.ts';
import { integralLoss } from './integral-loss.ts';
import { concatLayer, upsampleLayer } from './merge-layers.ts';

const SIDE = 16;
const BATCH = 8;

/** Down, up again, past a short cut: every kind of layer that a heatmap network needs. */
function smallNetwork(): TrainableNetwork {
  const wide = convolutionLayer(inputLayer({ height: SIDE, width: SIDE, channels: 3 }), { channels: 8 });
  const deep = convolutionLayer(convolutionLayer(wide, { channels: 16, stride: 2 }), { channels: 16 });
  const both = concatLayer(wide, upsampleLayer(deep));
  return createNetwork(convolutionLayer(both, { channels: 1, activation: 'none', gain: 0.1 }), { seed: 4 });
}

/** Red discs on a noisy ground; the joint is a disc's centre, anywhere between the cells. */
function discs(random: ReturnType<typeof seededRandom>, count: number): TrainingBatch {
  const pixels = new Float32Array(count * SIDE * SIDE * 3);
  const truth: number[] = [];
  for (let picture = 0; picture < count; picture++) {
    const [x, y] = [random.between(3, SIDE - 3), random.between(3, SIDE - 3)];
    truth.push(x, y);
    for (let at = 0; at < SIDE * SIDE; at++) {
      const away = Math.hypot((at % SIDE) + 0.5 - x, Math.floor(at / SIDE) + 0.5 - y);
      const start = (picture * SIDE * SIDE + at) * 3;
      const ground = random.between(0, 0.3);
      const share = Math.min(1, Math.max(0, 2.5 - away));
      pixels.set([ground + share * (0.9 - ground), ground * (1 - share), ground * (1 - share)], start);
    }
  }
  return { input: tensor4d(pixels, [count, SIDE, SIDE, 3]), truth: tensor3d(truth, [count, 1, 2]) };
}

function* batches(seed: number): Generator<TrainingBatch> {
  const random = seededRandom(seed);
  for (;;) yield discs(random, BATCH);
}

const loss = addLosses([1, integralLoss({ beta: 10 })], [SIDE * SIDE, gaussianLoss({ sigma: 1.5 })]);

/** Gradients of all parameters at the start, on the current back-end. */
async function gradients(): Promise<number[][]> {
  const network = smallNetwork();
  const { input, truth } = discs(seededRandom(1), BATCH);
  const { value, grads } = variableGrads(
    () => loss(network.predict(input), truth),
    network.parameters.map(({ variable }) => variable),
  );
  const read = await Promise.all(
    network.parameters.map(async ({ variable }) => [...(await (grads[variable.name] as Tensor).data<'float32'>())]),
  );
  for (const tensor of [value, input, truth, ...Object.values(grads)]) tensor.dispose();
  network.dispose();
  return read;
}

function served(files: ModelFiles): typeof fetch {
  return async (address) => {
    const name = new URL(String(address)).pathname.slice(1) as keyof ModelFiles;
    return files[name] ? new Response(files[name]) : new Response(null, { status: 404 });
  };
}

test.each([
  ['wasm', () => wasm({ path: '/tfjs-wasm/' }), 150, 0.05],
  ['webgl', () => webgl(), 12, 0.2],
] as const)(
  '%s: gradients as on cpu; a network learns, is exported, and loaded like any other',
  async (_, make, steps, factor) => {
    await setBackend('cpu');
    const expected = await gradients();
    const backend = make();
    await chooseBackend([backend]);
    const found = await gradients();
    found.forEach((numbers, at) => {
      const largest = Math.max(...(expected[at] as number[]).map(Math.abs));
      numbers.forEach((slope, i) => {
        expect(Math.abs(slope - (expected[at]?.[i] as number)), `parameter ${at}[${i}]`).toBeLessThan(2e-3 * largest);
      });
    });

    const before = memory().numTensors;
    const network = smallNetwork();
    const losses: number[] = [];
    await fit({
      network,
      loss,
      batches: batches(2),
      steps,
      rate: 0.01,
      every: 2,
      onProgress: (progress) => losses.push(progress.loss),
    });
    expect(losses).toHaveLength(steps / 2);
    expect(losses.at(-1)).toBeLessThan((losses[0] as number) * factor);

    const files = await exportModel(network, {
      name: 'discs',
      licence: 'Apache-2.0',
      origin: 'made by a test',
      skeleton: { name: 'disc', keypoints: ['disc'], bones: [], pairs: [] },
      values: 'probability',
    });
    const model = await heatmapModel('https://models.invalid/manifest.json', {
      fetch: served(files),
      cache: false,
      retries: 0,
    }).load({ backend, signal: undefined, onBytes: () => undefined, logger: undefined });
    const { input, truth } = discs(seededRandom(99), 16);
    const trained = network.predict(input);
    const { maps, dispose } = model.infer(input);
    const [own, loaded] = await Promise.all([trained.data<'float32'>(), maps.planes.data<'float32'>()]);
    // One joint: its maps lie in the same order in both.
    own.forEach((value, i) => {
      expect(Math.abs(value - (loaded[i] as number))).toBeLessThan(1e-4);
    });
    const decoded = debiasedIntegral({ beta: 10 }).decode(maps);
    const answers = await decoded.data<'float32'>();
    const places = await truth.data<'float32'>();
    const errors = Array.from({ length: 16 }, (_, i) => {
      const start = i * DECODED.columns;
      const [dx, dy] = [DECODED.x, DECODED.y].map(
        (column, axis) => (answers[start + column] as number) - (places[2 * i + axis] as number),
      );
      return Math.hypot(dx as number, dy as number);
    });
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    // A disc of five cells across on pictures never seen: a fraction of a cell on wasm; the few steps on WebGL only begin.
    if (steps > 100) expect(mean).toBeLessThan(0.6);
    else expect(Number.isFinite(mean)).toBe(true);
    for (const tensor of [input, truth, trained, decoded] as Tensor[]) tensor.dispose();
    dispose();
    model.dispose();
    network.dispose();
    expect(memory().numTensors).toBe(before);
  },
);

test('a file that was changed is noticed by its hash', async () => {
  await setBackend('cpu');
  const network = smallNetwork();
  const files = await exportModel(network, {
    name: 'discs',
    licence: 'Apache-2.0',
    origin: 'made by a test',
    skeleton: { name: 'disc', keypoints: ['disc'], bones: [], pairs: [] },
    values: 'probability',
  });
  network.dispose();
  const weights = files['weights.bin'].slice();
  weights[40] = (weights[40] as number) ^ 1;
  const loading = heatmapModel('https://models.invalid/manifest.json', {
    fetch: served({ ...files, 'weights.bin': weights }),
    cache: false,
    retries: 0,
  }).load({ backend: wasm({ path: '/tfjs-wasm/' }), signal: undefined, onBytes: () => undefined, logger: undefined });
  await expect(loading).rejects.toMatchObject({ reason: 'model-corrupt' });
});
