import '@tensorflow/tfjs-backend-cpu';
import { loadGraphModelSync } from '@tensorflow/tfjs-converter';
import { env, type io, memory, setBackend, type Tensor, tensor4d } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ElementType, TfliteModel, TfliteTensor } from '../tflite/model.ts';
import type { Operator } from '../tflite/operator.ts';
import { type ConvertedGraph, convertTflite } from './convert.ts';
import { modelJson } from './model-json.ts';
import { shardWeights } from './shards.ts';
import { parseTap } from './tap.ts';

beforeAll(async () => {
  env().set('IS_TEST', true);
  await setBackend('cpu');
});

type Elements = Float32Array | Int32Array | Uint16Array;
const TYPES: readonly [abstract new (...args: never[]) => Elements, ElementType][] = [
  [Float32Array, 'float32'],
  [Int32Array, 'int32'],
  [Uint16Array, 'float16'],
];

/** A model written down as tensors [shape, elements?] and operators. Tensor 0 is the input. */
function model(
  tensors: readonly (readonly [shape: readonly number[], elements?: Elements])[],
  operators: readonly Operator[],
): TfliteModel {
  return {
    version: 3,
    description: '',
    inputs: [0],
    outputs: [],
    operators,
    tensors: tensors.map(
      ([shape, elements], id): TfliteTensor => ({
        id,
        name: `tensor ${id}`,
        shape,
        type: TYPES.find(([kind]) => elements instanceof kind)?.[1] ?? 'float32',
        data: elements ? new Uint8Array(elements.buffer) : new Uint8Array(),
        sparsity: undefined,
      }),
    ),
  };
}

function load({ modelTopology, weightSpecs, weightData }: ConvertedGraph) {
  return loadGraphModelSync({
    modelTopology,
    weightSpecs: weightSpecs as unknown as io.WeightsManifestEntry[],
    weightData: weightData.slice().buffer,
  });
}

/** Runs a graph on pictures 0, 1, 2 … and returns each output. */
function run(graph: ConvertedGraph, shape: [number, number, number, number], values?: number[]): number[][] {
  const before = memory().numTensors;
  const loaded = load(graph);
  const length = shape.reduce((a, b) => a * b);
  const image = tensor4d(values ?? Array.from({ length }, (_, k) => k), shape);
  const outputs = loaded.execute({ image }, Object.keys(graph.signature.outputs)) as Tensor | Tensor[];
  const found = [outputs].flat().map((output) => [...output.dataSync()]);
  for (const tensor of [image, ...[outputs].flat()]) tensor.dispose();
  loaded.dispose();
  expect(memory().numTensors).toBe(before);
  return found;
}

const convert = (tflite: TfliteModel, outputs: Record<string, number>): ConvertedGraph =>
  convertTflite(tflite, { input: 'image', outputs });
const ops = (graph: ConvertedGraph): string[] => graph.modelTopology.node.map(({ op }) => op);

const CONVOLUTION = {
  type: 'CONV_2D',
  padding: 'VALID',
  stride: [1, 1],
  dilation: [1, 1],
  activation: 'none',
} as const;

describe('convolution', () => {
  // Two filters 2×2 over one channel, as OHWI; one before, two after each edge are padded.
  const padded = model(
    [
      [[1, 2, 2, 1]],
      [[4, 2], Int32Array.of(0, 0, 1, 0, 0, 2, 0, 0)],
      [[1, 3, 4, 1]],
      [[2, 2, 2, 1], Float32Array.of(1, 2, 3, 4, 0, 0, 0, -1)],
      [[2], Float32Array.of(10, 0.5)],
      [[1, 2, 3, 2]],
    ],
    [
      { type: 'PAD', inputs: [0, 1], outputs: [2] },
      { ...CONVOLUTION, activation: 'relu', inputs: [2, 3, 4], outputs: [5] },
    ],
  );
  // By hand, from the rows 0 0 0 0 / 0 1 0 0 / 2 3 0 0.
  const expected = [14, 0, 13, 0.5, 10, 0.5, 30, 0, 20, 0.5, 10, 0.5];

  test('a padding in front of it becomes explicit padding, and gives what padding first gives', () => {
    const folded = convert(padded, { y: 5 });
    expect(ops(folded)).not.toContain('Pad');
    const kept = convert(padded, { padded: 2, y: 5 });
    expect(ops(kept)).toContain('Pad');
    const [alone] = run(folded, [1, 2, 2, 1]);
    const [pad, y] = run(kept, [1, 2, 2, 1]);
    expect(pad).toEqual([0, 0, 0, 0, 0, 1, 0, 0, 2, 3, 0, 0]);
    expect(alone).toEqual(expected);
    expect(y).toEqual(expected);
  });

  test('stride, dilation, relu6 and SAME', () => {
    const strided = model(
      [[[1, 4, 4, 1]], [[1, 2, 2, 1], Float32Array.of(1, 0, 0, 1)], [[1], Float32Array.of(-9)], [[1, 2, 2, 1]]],
      [{ ...CONVOLUTION, padding: 'SAME', stride: [2, 2], activation: 'relu6', inputs: [0, 1, 2], outputs: [3] }],
    );
    // x + its lower right neighbour − 9, cut to 0..6: 0+5, 2+7, 8+13, 10+15.
    expect(run(convert(strided, { y: 3 }), [1, 4, 4, 1])).toEqual([[0, 0, 6, 6]]);
    const dilated = model(
      [[[1, 3, 3, 1]], [[1, 2, 2, 1], Float32Array.of(1, 0, 0, 1)], [[1], Float32Array.of(0)], [[1, 1, 1, 1]]],
      [{ ...CONVOLUTION, dilation: [2, 2], inputs: [0, 1, 2], outputs: [3] }],
    );
    expect(run(convert(dilated, { y: 3 }), [1, 3, 3, 1])).toEqual([[8]]);
  });

  test('depthwise: each channel its own filter, half-precision weights stay half-precision', () => {
    const half = { 1: 0x3c00, 2: 0x4000, 3: 0x4200, 4: 0x4400 } as const;
    const depthwise = model(
      [
        [[1, 2, 1, 2]],
        // 1×2×1×2, as 1HWC: upper row 1, 2; lower row 3, 4.
        [[1, 2, 1, 2], Uint16Array.of(half[1], half[2], half[3], half[4])],
        [[1, 2, 1, 2]],
        [[2], Float32Array.of(0, 100)],
        [[1, 1, 1, 2]],
      ],
      [
        { type: 'DEQUANTIZE', inputs: [1], outputs: [2] },
        {
          type: 'DEPTHWISE_CONV_2D',
          padding: 'VALID',
          stride: [1, 1],
          dilation: [1, 1],
          activation: 'none',
          inputs: [0, 2, 3],
          outputs: [4],
        },
      ],
    );
    const graph = convert(depthwise, { y: 4 });
    const weight = graph.weightSpecs.find(({ shape }) => shape.length === 4);
    expect(weight).toMatchObject({ shape: [2, 1, 2, 1], quantization: { dtype: 'float16' } });
    // Channel 0: 1·0 + 3·2; channel 1: 2·1 + 4·3 + 100.
    expect(run(graph, [1, 2, 1, 2])).toEqual([[6, 114]]);
  });
});

test('element-wise operators, with and without an activation, and a constant operand', () => {
  const tflite = model(
    [[[1, 1, 2, 1]], [[1], Float32Array.of(-0.5)], [[1, 1, 2, 1]], [[1, 1, 2, 1]], [[1, 1, 2, 1]]],
    [
      { type: 'ADD', activation: 'relu', inputs: [0, 1], outputs: [2] },
      { type: 'MUL', activation: 'none', inputs: [2, 2], outputs: [3] },
      { type: 'LOGISTIC', inputs: [3], outputs: [4] },
    ],
  );
  const [sum, square, logistic] = run(convert(tflite, { sum: 2, square: 3, logistic: 4 }), [1, 1, 2, 1]);
  expect(sum).toEqual([0, 0.5]);
  expect(square).toEqual([0, 0.25]);
  expect(logistic?.[0]).toBeCloseTo(0.5, 6);
  expect(logistic?.[1]).toBeCloseTo(1 / (1 + Math.exp(-0.25)), 6);
});

test('pooling, resizing, rearranging, joining', () => {
  const tflite = model(
    [
      [[1, 2, 2, 4]],
      [[1, 1, 1, 4]],
      [[1, 4, 4, 1]],
      [[2], Int32Array.of(4, 4)],
      [[1, 4, 4, 4]],
      [[2], Int32Array.of(1, -1)],
      [[1, 4]],
      [[1, 8]],
    ],
    [
      { type: 'MAX_POOL_2D', padding: 'VALID', stride: [2, 2], filter: [2, 2], inputs: [0], outputs: [1] },
      { type: 'DEPTH_TO_SPACE', blockSize: 2, inputs: [0], outputs: [2] },
      { type: 'RESIZE_BILINEAR', alignCorners: false, halfPixelCentres: true, inputs: [0, 3], outputs: [4] },
      { type: 'RESHAPE', inputs: [1, 5], outputs: [6] },
      { type: 'CONCATENATION', axis: 1, inputs: [6, 6], outputs: [7] },
    ],
  );
  const graph = convert(tflite, { pooled: 1, spread: 2, resized: 4, joined: 7 });
  const [pooled, spread, resized, joined] = run(graph, [1, 2, 2, 4]);
  expect(pooled).toEqual([12, 13, 14, 15]);
  expect(spread).toEqual([0, 1, 4, 5, 2, 3, 6, 7, 8, 9, 12, 13, 10, 11, 14, 15]);
  // Half-pixel centres: the first column stays, the second is a quarter of the way to the next (0 → 4).
  expect([0, 4, 8, 12].map((k) => resized?.[k])).toEqual([0, 1, 3, 4]);
  expect(joined).toEqual([12, 13, 14, 15, 12, 13, 14, 15]);
});

test('two pictures at once give what each gives alone', () => {
  const tflite = model(
    [[[1, 1, 1, 2]], [[2], Int32Array.of(1, 2)], [[1, 2]]],
    [{ type: 'RESHAPE', inputs: [0, 1], outputs: [2] }],
  );
  const graph = convert(tflite, { y: 2 });
  expect(run(graph, [1, 1, 1, 2])).toEqual([[0, 1]]);
  expect(run(graph, [2, 1, 1, 2])).toEqual([[0, 1, 2, 3]]);
  expect(graph.signature.outputs.y?.tensorShape.dim).toEqual([{ size: '-1' }, { size: '2' }]);
});

describe('outputs', () => {
  const branches = model(
    [[[1, 1, 1, 2]], [[1], Float32Array.of(3)], [[1, 1, 1, 2]], [[1], Float32Array.of(5)], [[1, 1, 1, 2]]],
    [
      { type: 'MUL', activation: 'none', inputs: [0, 1], outputs: [2] },
      { type: 'MUL', activation: 'none', inputs: [2, 3], outputs: [4] },
    ],
  );

  test('what no output needs is left out, with its weights', () => {
    const graph = convert(branches, { y: 2 });
    expect(ops(graph)).toEqual(['Placeholder', 'Const', 'Mul', 'Identity']);
    expect([...new Float32Array(graph.weightData.slice().buffer)]).toEqual([3]);
  });

  test('any activation can be exposed, also twice, and changes nothing else', () => {
    const plain = convert(branches, { y: 4 });
    const tapped = convert(branches, { y: 4, features: 2, again: 2 });
    expect(run(plain, [1, 1, 1, 2])).toEqual([[0, 15]]);
    expect(run(tapped, [1, 1, 1, 2])).toEqual([
      [0, 15],
      [0, 3],
      [0, 3],
    ]);
    expect(tapped.weightData).toEqual(plain.weightData);
  });

  test('constants and tensors that are not there cannot be exposed', () => {
    expect(() => convert(branches, { y: 1 })).toThrow(/constant/);
    expect(() => convert(branches, { y: 99 })).toThrow(/no tensor 99/);
  });
});

test('shards are cut at the limit and named in order', () => {
  const data = Uint8Array.from({ length: 10 }, (_, k) => k);
  expect(shardWeights(data).map(({ path }) => path)).toEqual(['weights.bin']);
  expect(shardWeights(data, 4).map(({ path, data: part }) => [path, [...part]])).toEqual([
    ['weights-1-of-3.bin', [0, 1, 2, 3]],
    ['weights-2-of-3.bin', [4, 5, 6, 7]],
    ['weights-3-of-3.bin', [8, 9]],
  ]);
});

test('model.json names its shards', () => {
  const graph = convert(
    model(
      [[[1, 1, 1, 1]], [[1], Float32Array.of(1)], [[1, 1, 1, 1]]],
      [{ type: 'ADD', activation: 'none', inputs: [0, 1], outputs: [2] }],
    ),
    { y: 2 },
  );
  const json = JSON.parse(modelJson(graph, shardWeights(graph.weightData)));
  expect(json).toMatchObject({ format: 'graph-model', weightsManifest: [{ paths: ['weights.bin'] }] });
});

test('a tap is read, and a wrong one explained', () => {
  expect(parseTap('lite:264=features')).toEqual({ model: 'lite', tensor: 264, output: 'features' });
  for (const wrong of ['lite=264', 'lite:x=y', 'lite:2=', ':2=y', 'lite:264=1st']) {
    expect(() => parseTap(wrong)).toThrow(/MODEL:TENSOR=NAME/);
  }
});
