import { createHash } from 'node:crypto';
import '@tensorflow/tfjs-backend-cpu';
import { memory, setBackend, type Tensor, tensor4d } from '@tensorflow/tfjs-core';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { PoseError } from '../types/pose-error.ts';
import type { Backend } from './backend.ts';
import { type LoadModelOptions, loadModel } from './load-model.ts';
import type { ModelCache } from './model-cache.ts';
import type { LoadContext } from './recipe.ts';

const BASE = 'https://models.example/small/';
const DETECTOR = {
  boxes: 'boxes',
  scores: 'scores',
  strides: [8],
  anchorsPerCell: 1,
  keypoints: 0,
  alignment: { centre: 0, rim: 1 },
  minScore: 0.5,
  maxOverlap: 0.3,
};

/** `boxes = image × factor`, `scores = sigmoid(boxes)`, the factors split over two shards. */
const FACTORS = Float32Array.of(1, -2, 3, 0.5);
const NODES = [
  { name: 'image', op: 'Placeholder', attr: { dtype: { type: 'DT_FLOAT' } } },
  { name: 'factor', op: 'Const', attr: { dtype: { type: 'DT_FLOAT' } } },
  { name: 'boxes', op: 'Mul', input: ['image', 'factor'], attr: { T: { type: 'DT_FLOAT' } } },
  { name: 'scores', op: 'Sigmoid', input: ['boxes'], attr: { T: { type: 'DT_FLOAT' } } },
];
const GRAPH = {
  format: 'graph-model',
  modelTopology: { node: NODES, library: {}, versions: { producer: 987 } },
  weightsManifest: [{ paths: [], weights: [{ name: 'factor', shape: [4], dtype: 'float32' }] }],
};

type Files = Map<string, Uint8Array>;

function smallModel(): Files {
  const weights = new Uint8Array(FACTORS.buffer);
  const files: Files = new Map([
    ['model.json', new TextEncoder().encode(JSON.stringify(GRAPH))],
    ['a.bin', weights.slice(0, 8)],
    ['b.bin', weights.slice(8)],
  ]);
  const [graph, ...shards] = [...files].map(([path, data]) => ({
    path,
    sha256: createHash('sha256').update(data).digest('hex'),
    bytes: data.length,
  }));
  const manifest = {
    schema: 'integral-pose/model',
    version: 1,
    name: 'small',
    format: 'tfjs-graph',
    graph,
    weights: shards,
    input: { name: 'image', width: 1, height: 1, range: [0, 1] },
    licence: 'Apache-2.0',
    origin: 'this test',
    kind: 'ssd',
    ssd: DETECTOR,
  };
  return files.set('manifest.json', new TextEncoder().encode(JSON.stringify(manifest)));
}

/** A server of some files, that notes what it is asked for. */
function host(files: Files): { fetch: typeof fetch; asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    fetch: (request, init) => {
      init?.signal?.throwIfAborted();
      const path = String(request).slice(BASE.length);
      asked.push(path);
      const data = files.get(path);
      return Promise.resolve(data ? new Response(new Uint8Array(data)) : new Response('', { status: 404 }));
    },
  };
}

function memoryCache(): ModelCache & { readonly kept: Map<string, ArrayBuffer> } {
  const kept = new Map<string, ArrayBuffer>();
  return {
    kept,
    get: (sha256) => Promise.resolve(kept.get(sha256)),
    put: (sha256, bytes) => Promise.resolve(void kept.set(sha256, bytes)),
    delete: (sha256) => Promise.resolve(void kept.delete(sha256)),
  };
}

const CPU: Backend = { name: 'cpu', onGpu: false, start: () => Promise.resolve() };
const context = (overrides: Partial<LoadContext> = {}): LoadContext => ({
  backend: CPU,
  signal: undefined,
  logger: undefined,
  onBytes: () => undefined,
  ...overrides,
});

const load = (options: LoadModelOptions, given: LoadContext = context()) =>
  loadModel(`${BASE}manifest.json`, 'ssd', given, { retryDelay: 1, ...options });

async function failure(work: Promise<unknown>): Promise<PoseError> {
  return work.then(
    () => Promise.reject(new Error('It did not fail.')),
    (error: unknown) => error as PoseError,
  );
}

async function answers(model: { run(input: ReturnType<typeof tensor4d>, outputs: string[]): Tensor[] }) {
  const input = tensor4d([1, 1, 1, 2], [1, 1, 1, 4]);
  const outputs = model.run(input, ['scores', 'boxes']);
  const values = await Promise.all(outputs.map(async (output) => [...(await output.data())]));
  for (const tensor of [input, ...outputs]) tensor.dispose();
  return values;
}

let before = 0;
beforeAll(async () => void (await setBackend('cpu')));
beforeEach(() => {
  before = memory().numTensors;
});

test('a loaded model runs, answers in the order asked for, and leaves nothing behind', async () => {
  const model = await load({ fetch: host(smallModel()).fetch });
  expect(model.manifest.name).toBe('small');
  const [scores, boxes] = await answers(model);
  expect(boxes).toEqual([1, -2, 3, 1]);
  for (const [k, x] of [1, -2, 3, 1].entries()) expect(scores?.[k]).toBeCloseTo(1 / (1 + Math.exp(-x)), 6);
  model.dispose();
  model.dispose();
  expect(memory().numTensors).toBe(before);
  expect(() => model.run(tensor4d([0, 0, 0, 0], [1, 1, 1, 4]), ['boxes'])).toThrowError(
    expect.objectContaining({ detail: { reason: 'disposed', what: 'small' } }),
  );
});

test('a model whose files a bundler renamed and partly inlined runs as well', async () => {
  const original = smallModel();
  const manifest = Buffer.from(original.get('manifest.json') as Uint8Array).toString('base64');
  const renamed: Files = new Map(
    ['model.json', 'a.bin', 'b.bin'].map((path) => [`x-${path}`, original.get(path) as Uint8Array]),
  );
  const { fetch, asked } = host(renamed);
  const files = { 'model.json': `${BASE}x-model.json`, 'a.bin': `${BASE}x-a.bin`, 'b.bin': `${BASE}x-b.bin` };
  const address = { manifest: `data:application/json;base64,${manifest}`, files };
  const model = await loadModel(address, 'ssd', context(), { fetch });
  expect(asked).toEqual(['x-model.json', 'x-a.bin', 'x-b.bin']);
  expect((await answers(model))[1]).toEqual([1, -2, 3, 1]);
  model.dispose();
});

test('R16 a renamed file that is missing is named by its own address', async () => {
  const files = smallModel();
  const address = { manifest: `${BASE}manifest.json`, files: { 'a.bin': `${BASE}a-3f2a.bin` } };
  const error = await failure(loadModel(address, 'ssd', context(), { fetch: host(files).fetch }));
  expect(error.detail).toEqual({ reason: 'model-unreachable', address: `${BASE}a-3f2a.bin`, status: 404 });
});

test('R16 progress is announced with the total, never falls, and ends complete', async () => {
  const files = smallModel();
  const total = ['model.json', 'a.bin', 'b.bin'].reduce((sum, path) => sum + (files.get(path)?.length ?? 0), 0);
  const reports: [number, number, string][] = [];
  const model = await load({ fetch: host(files).fetch }, context({ onBytes: (...report) => reports.push(report) }));
  model.dispose();
  expect(reports[0]).toEqual([0, total, 'small']);
  expect(reports.at(-1)).toEqual([total, total, 'small']);
  const loaded = reports.map(([bytes]) => bytes);
  expect(loaded).toEqual([...loaded].sort((a, b) => a - b));
});

test.each(['manifest.json', 'model.json', 'a.bin', 'b.bin'])(
  'R16 a missing %s is named by its address',
  async (path) => {
    const files = smallModel();
    files.delete(path);
    const error = await failure(load({ fetch: host(files).fetch }));
    expect(error.detail).toEqual({ reason: 'model-unreachable', address: BASE + path, status: 404 });
    expect(memory().numTensors).toBe(before);
  },
);

test('R16 a truncated shard is named, with both lengths', async () => {
  const files = smallModel();
  files.set('b.bin', new Uint8Array(5));
  const error = await failure(load({ fetch: host(files).fetch }));
  expect(error.detail).toEqual({ reason: 'model-truncated', address: `${BASE}b.bin`, expected: 8, received: 5 });
});

test('R16 a shard with another content is corrupt', async () => {
  const files = smallModel();
  files.set('a.bin', new Uint8Array(8));
  const error = await failure(load({ fetch: host(files).fetch }));
  expect(error.detail).toMatchObject({ reason: 'model-corrupt', address: `${BASE}a.bin` });
  expect(memory().numTensors).toBe(before);
});

test('R16 aborting while the files come leaves nothing behind', async () => {
  const controller = new AbortController();
  const onBytes = (loaded: number): void => {
    if (loaded > 0) controller.abort();
  };
  const error = await failure(
    load({ fetch: host(smallModel()).fetch }, context({ signal: controller.signal, onBytes })),
  );
  expect(error.reason).toBe('aborted');
  expect(memory().numTensors).toBe(before);
});

test('R16 the second load takes the files from the cache', async () => {
  const cache = memoryCache();
  const { fetch, asked } = host(smallModel());
  (await load({ fetch, cache })).dispose();
  expect(asked).toEqual(['manifest.json', 'model.json', 'a.bin', 'b.bin']);
  asked.length = 0;
  const reports: number[] = [];
  const model = await load({ fetch, cache }, context({ onBytes: (loaded, total) => reports.push(loaded / total) }));
  expect(asked).toEqual(['manifest.json']);
  expect(reports.at(-1)).toBe(1);
  expect((await answers(model))[1]).toEqual([1, -2, 3, 1]);
  model.dispose();
});

test('R16 a damaged cache entry is discarded and fetched again', async () => {
  const cache = memoryCache();
  const { fetch, asked } = host(smallModel());
  (await load({ fetch, cache })).dispose();
  const [, shard] = [...cache.kept.keys()];
  cache.kept.set(shard as string, new ArrayBuffer(8));
  asked.length = 0;
  const warnings: string[] = [];
  const logger = { debug: () => undefined, warn: (text: string) => void warnings.push(text) };
  const model = await load({ fetch, cache }, context({ logger }));
  expect(asked).toEqual(['manifest.json', 'a.bin']);
  expect(warnings).toHaveLength(1);
  expect((await answers(model))[1]).toEqual([1, -2, 3, 1]);
  expect(new Uint8Array(cache.kept.get(shard as string) as ArrayBuffer)).toEqual(smallModel().get('a.bin'));
  model.dispose();
});

test('R16 a cache that fails does not matter', async () => {
  const broken = (): Promise<never> => Promise.reject(new Error('no room'));
  const model = await load({ fetch: host(smallModel()).fetch, cache: { get: broken, put: broken, delete: broken } });
  expect((await answers(model))[1]).toEqual([1, -2, 3, 1]);
  model.dispose();
});

test('nothing that was refused gets into the cache', async () => {
  const files = smallModel();
  files.set('a.bin', new Uint8Array(8));
  const cache = memoryCache();
  await failure(load({ fetch: host(files).fetch, cache }));
  const digest = createHash('sha256').update(new Uint8Array(8)).digest('hex');
  expect(cache.kept.has(digest)).toBe(false);
});

test.each([
  ['a back-end that can be lost: from memory', { ...CPU, restart: () => Promise.resolve() }, 0],
  ['another: from the files', CPU, 3],
])('reload makes the graph again, on %s', async (_, backend, requests) => {
  const { fetch, asked } = host(smallModel());
  const model = await load({ fetch, cache: false }, context({ backend }));
  asked.length = 0;
  await model.reload();
  expect(asked).toHaveLength(requests);
  expect((await answers(model))[1]).toEqual([1, -2, 3, 1]);
  model.dispose();
  expect(memory().numTensors).toBe(before);
  await expect(model.reload()).rejects.toMatchObject({ detail: { reason: 'disposed' } });
});

test('disposing while reloading leaves nothing behind', async () => {
  const model = await load({ fetch: host(smallModel()).fetch });
  const reloading = model.reload();
  model.dispose();
  await reloading;
  expect(memory().numTensors).toBe(before);
});

test('a graph that is none is a typed error', async () => {
  const files = smallModel();
  const text = JSON.stringify({ ...GRAPH, modelTopology: { node: 3 } });
  const data = new TextEncoder().encode(text);
  const manifest = JSON.parse(new TextDecoder().decode(files.get('manifest.json')));
  manifest.graph = { path: 'model.json', sha256: createHash('sha256').update(data).digest('hex'), bytes: data.length };
  files.set('model.json', data).set('manifest.json', new TextEncoder().encode(JSON.stringify(manifest)));
  const error = await failure(load({ fetch: host(files).fetch }));
  expect(error.detail).toEqual({ reason: 'manifest-invalid', address: `${BASE}manifest.json`, path: 'graph' });
  expect(memory().numTensors).toBe(before);
});
