import { memory, tensor4d, zeros } from '@tensorflow/tfjs-core';
import { expect, test, vi } from 'vitest';
import { wasm } from '../wasm.ts';
import { chooseBackend } from './choose-backend.ts';
import { loadModel } from './load-model.ts';

// A page of its own: nothing here may have started WebGL before.

test('R6 choosing wasm and running a network never makes a graphics context', async () => {
  const contexts = [
    vi.spyOn(HTMLCanvasElement.prototype, 'getContext'),
    vi.spyOn(OffscreenCanvas.prototype, 'getContext'),
  ];
  const silent = (['log', 'info', 'warn', 'error'] as const).map((method) => vi.spyOn(console, method));
  // Registered, and still not to be started.
  await import('../webgl.ts');
  const backend = await chooseBackend([wasm({ path: '/tfjs-wasm/' })]);
  expect(backend).toMatchObject({ name: 'wasm', onGpu: false });
  const onBytes = (): void => undefined;
  const load = { backend, signal: undefined, logger: undefined, onBytes };
  const model = await loadModel('/models/blazepose-lite/manifest.json', 'heatmap', load);
  const crop = zeros<import('@tensorflow/tfjs-core').Rank.R4>([1, 256, 256, 3]);
  const outputs = model.run(crop, ['heatmaps', 'presence']);
  expect(outputs.map(({ shape }) => shape)).toEqual([
    [1, 64, 64, 39],
    [1, 1],
  ]);
  await outputs[0]?.data();
  for (const tensor of [crop, ...outputs]) tensor.dispose();
  model.dispose();
  for (const spy of contexts) expect(spy).not.toHaveBeenCalled();
  for (const spy of silent) expect(spy).not.toHaveBeenCalled();
});

test('R4 loading, running and disposing lite ten times leaves no tensor', async () => {
  const backend = await chooseBackend([wasm({ path: '/tfjs-wasm/' })]);
  const load = { backend, signal: undefined, logger: undefined, onBytes: () => undefined };
  const before = memory();
  for (let round = 0; round < 10; round++) {
    const model = await loadModel('/models/blazepose-lite/manifest.json', 'heatmap', load);
    expect(memory().numTensors).toBeGreaterThan(before.numTensors + 100);
    const crop = tensor4d(new Float32Array(256 * 256 * 3).fill(0.5), [1, 256, 256, 3]);
    for (const tensor of [crop, ...model.run(crop, ['heatmaps', 'landmarks', 'world', 'presence'])]) tensor.dispose();
    model.dispose();
    expect(memory().numTensors).toBe(before.numTensors);
    expect(memory().numBytes).toBe(before.numBytes);
  }
});

test('R16 the browser keeps the files: a second load asks only for the manifest', async () => {
  const name = 'integral-pose-models';
  await caches.delete(name);
  const backend = await chooseBackend([wasm({ path: '/tfjs-wasm/' })]);
  const load = { backend, signal: undefined, logger: undefined, onBytes: () => undefined };
  const asked: string[] = [];
  const counting = (request: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    asked.push(new URL(String(request)).pathname);
    return fetch(request, init);
  };
  const address = '/models/blazepose-lite/manifest.json';
  (await loadModel(address, 'heatmap', load, { fetch: counting })).dispose();
  expect(asked.sort()).toEqual(
    ['manifest.json', 'model.json', 'weights.bin'].map((path) => `/models/blazepose-lite/${path}`),
  );
  asked.length = 0;
  (await loadModel(address, 'heatmap', load, { fetch: counting })).dispose();
  expect(asked).toEqual([address]);
  expect(await (await caches.open(name)).keys()).toHaveLength(2);
  await caches.delete(name);
});
