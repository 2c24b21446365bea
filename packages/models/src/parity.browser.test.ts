import { type CompiledModel, Tensor as LiteTensor, loadAndCompile, loadLiteRt } from '@litertjs/core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-backend-webgl';
import { type GraphModel, loadGraphModel } from '@tensorflow/tfjs-converter';
import { memory, setBackend, type Tensor, tensor4d } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';

// The converted graphs against the original files, run by an independent run time (LiteRT, WebAssembly).

/**
 * The largest difference that is accepted: at most twice what was measured. Heatmaps and scores are logits, landmarks
 * and boxes px of the input, world landmarks metres; presence is compared as a logit.
 */
const TOLERANCE = {
  wasm: { heatmaps: 1e-3, landmarks: 5e-3, world: 3e-5, presence: 1e-2, boxes: 2e-3, scores: 1.5e-3 },
  webgl: { heatmaps: 1e-3, landmarks: 2e-3, world: 3e-5, presence: 1e-2 },
} as const;

type Output = keyof (typeof TOLERANCE)['wasm'];

interface Network {
  readonly name: string;
  /** Added to the tolerance of heatmap logits below this, where the sigmoid is 5e-5 or less. */
  readonly far?: { readonly below: number; readonly extra: number };
  readonly file: string;
  readonly side: number;
  readonly range: readonly [number, number];
  /** In the order of the file's own outputs; null where the graph leaves one out. */
  readonly outputs: readonly (Output | null)[];
}

const LANDMARKS = ['landmarks', 'presence', null, 'heatmaps', 'world'] as const;
const landmarkModel = (size: string): Network => ({
  name: `blazepose-${size}`,
  file: `pose_landmark_${size}.tflite`,
  side: 256,
  range: [0, 1],
  outputs: LANDMARKS,
});
const LITE = landmarkModel('lite');
const FULL = landmarkModel('full');
/** Its background reaches logits of −55, where single precision is coarser. */
const HEAVY: Network = { ...landmarkModel('heavy'), far: { below: -10, extra: 1e-3 } };
const DETECTOR: Network = {
  name: 'blazepose-detector',
  file: 'pose_solution_packed_assets.data',
  side: 224,
  range: [-1, 1],
  outputs: ['boxes', 'scores'],
};

/** Numerical Recipes' linear congruential generator: the same noise in every run. */
function noise(length: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  });
}

/** Something with the rough colours and layout of a person before a wall, values in 0..1. */
function figure(side: number): Float32Array {
  const canvas = new OffscreenCanvas(side, side);
  const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
  context.scale(side / 256, side / 256);
  context.fillStyle = '#c8d0d8';
  context.fillRect(0, 0, 256, 256);
  context.filter = 'blur(1.5px)';
  const limb = (colour: string, width: number, ...points: number[]): void => {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.lineCap = 'round';
    context.lineJoin = 'round';
    context.beginPath();
    for (let k = 0; k < points.length; k += 2) context.lineTo(points[k] as number, points[k + 1] as number);
    context.stroke();
  };
  const [skin, shirt, trousers, hair] = ['#c09078', '#304878', '#383c48', '#40302a'] as const;
  limb(hair, 25, 128, 46, 128, 52);
  limb(skin, 20, 128, 50, 128, 58);
  limb(shirt, 36, 120, 90, 136, 90, 134, 130, 122, 130, 120, 90);
  limb(shirt, 14, 108, 84, 96, 108);
  limb(skin, 11, 96, 110, 88, 142);
  limb(shirt, 14, 148, 84, 160, 108);
  limb(skin, 11, 160, 110, 168, 142);
  limb(trousers, 20, 119, 144, 115, 186, 115, 222);
  limb(trousers, 20, 137, 144, 141, 186, 141, 222);
  const { data } = context.getImageData(0, 0, side, side);
  return Float32Array.from({ length: side * side * 3 }, (_, k) => (data[Math.floor(k / 3) * 4 + (k % 3)] ?? 0) / 255);
}

/** Fixed inputs of a network, in its range. */
function inputs({ side, range: [low, high] }: Network): Float32Array[] {
  return [figure(side), noise(side * side * 3, 1)].map((picture) => picture.map((v) => low + v * (high - low)));
}

async function original(
  model: CompiledModel,
  network: Network,
  input: Float32Array,
): Promise<Map<Output, Float32Array>> {
  const tensor = new LiteTensor(input, [1, network.side, network.side, 3]);
  const results = await model.run(tensor);
  const answers = new Map<Output, Float32Array>();
  for (const [k, result] of results.entries()) {
    const output = network.outputs[k];
    if (output) answers.set(output, (await result.data()).slice() as Float32Array);
    result.delete();
  }
  tensor.delete();
  return answers;
}

function difference(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((worst, value, k) => Math.max(worst, Math.abs(value - (b[k] as number))), 0);
}

const logit = (probability: number): number => Math.log(probability / (1 - probability));

/** Compares an output, and returns by how much the worst element exceeds what is accepted (≤ 0: fine). */
function excess(network: Network, name: Output, tolerance: number, found: Float32Array, wanted: Float32Array): number {
  if (name === 'presence') return difference(found.map(logit), wanted.map(logit)) - tolerance;
  const { below, extra } = network.far ?? { below: Number.NEGATIVE_INFINITY, extra: 0 };
  const isFar = (value: number): boolean => name === 'heatmaps' && value < below;
  const near = difference(
    found.filter((_, k) => !isFar(wanted[k] as number)),
    wanted.filter((value) => !isFar(value)),
  );
  return Math.max(near - tolerance, difference(found, wanted) - tolerance - extra);
}

async function compare(network: Network, backend: 'wasm' | 'webgl', pictures = inputs(network)): Promise<void> {
  await setBackend(backend);
  const reference = await loadAndCompile(`/mediapipe-pose/${network.file}`, { accelerator: 'wasm' });
  const graph: GraphModel = await loadGraphModel(`/models/${network.name}/model.json`);
  const names = network.outputs.filter((name) => name !== null);
  const tolerances: Partial<Record<Output, number>> = TOLERANCE[backend];
  for (const picture of pictures) {
    const wanted = await original(reference, network, picture);
    const input = tensor4d(picture, [1, network.side, network.side, 3]);
    const found = graph.execute({ image: input }, names) as Tensor[];
    for (const [k, name] of names.entries()) {
      const answer = (await found[k]?.data()) as Float32Array;
      const expected = wanted.get(name) as Float32Array;
      const tolerance = tolerances[name] ?? 0;
      expect.soft(excess(network, name, tolerance, answer, expected), `${network.name} ${name}`).toBeLessThanOrEqual(0);
    }
    input.dispose();
    for (const tensor of found) tensor.dispose();
  }
  graph.dispose();
  reference.delete();
}

beforeAll(async () => {
  setWasmPaths('/tfjs-wasm/');
  await loadLiteRt('/litert/', { threads: false });
});

test.each([LITE, FULL, HEAVY, DETECTOR])('$name answers as the original file does, on wasm', async (network) => {
  await compare(network, 'wasm');
});

test('blazepose-lite answers as the original file does, on WebGL', async () => {
  await compare(LITE, 'webgl', inputs(LITE).slice(0, 1));
});

test('several pictures at once give what each gives alone', async () => {
  await setBackend('wasm');
  const before = memory().numTensors;
  const graph = await loadGraphModel('/models/blazepose-lite/model.json');
  const [first, second] = inputs(LITE) as [Float32Array, Float32Array];
  const joined = new Float32Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  const both = tensor4d(joined, [2, 256, 256, 3]);
  const names = ['heatmaps', 'landmarks', 'world', 'presence'];
  const together = graph.execute({ image: both }, names) as Tensor[];
  for (const [k, picture] of [first, second].entries()) {
    const one = tensor4d(picture, [1, 256, 256, 3]);
    const alone = graph.execute({ image: one }, names) as Tensor[];
    for (const [n, answer] of alone.entries()) {
      const all = (await together[n]?.data()) as Float32Array;
      const mine = all.slice((k * all.length) / 2, ((k + 1) * all.length) / 2);
      expect(difference(mine, (await answer.data()) as Float32Array)).toBeLessThan(1e-4);
      answer.dispose();
    }
    one.dispose();
  }
  both.dispose();
  for (const tensor of together) tensor.dispose();
  graph.dispose();
  expect(memory().numTensors).toBe(before);
});
