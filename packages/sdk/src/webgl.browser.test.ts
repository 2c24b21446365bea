import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import { backend as currentBackend, memory, tensor4d } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import type { Backend } from './tensor/backend.ts';
import { chooseBackend } from './tensor/choose-backend.ts';
import { type LoadedModel, loadModel } from './tensor/load-model.ts';
import type { SsdManifest } from './types/manifest.ts';
import { webgl } from './webgl.ts';

const picture = (): Float32Array => Float32Array.from({ length: 64 }, (_, k) => Math.sin(k) * 3);

/** A graph of one convolution with weights 0, 1, 2 … and its sigmoid, served from memory. */
async function smallModel(backend: Backend, asked: string[]): Promise<LoadedModel<SsdManifest>> {
  const type = { type: 'DT_FLOAT' };
  const list = (...values: number[]) => ({ list: { i: values.map(String) } });
  const weights = Float32Array.from({ length: 9 }, (_, k) => k / 9);
  const graph = {
    format: 'graph-model',
    modelTopology: {
      node: [
        { name: 'image', op: 'Placeholder', attr: { dtype: type } },
        { name: 'filter', op: 'Const', attr: { dtype: type } },
        {
          name: 'boxes',
          op: 'Conv2D',
          input: ['image', 'filter'],
          attr: { T: type, strides: list(1, 1, 1, 1), padding: { s: btoa('SAME') }, dilations: list(1, 1, 1, 1) },
        },
        { name: 'scores', op: 'Sigmoid', input: ['boxes'], attr: { T: type } },
      ],
      library: {},
      versions: { producer: 987 },
    },
    weightsManifest: [{ paths: ['w'], weights: [{ name: 'filter', shape: [3, 3, 1, 1], dtype: 'float32' }] }],
  };
  const files = new Map<string, Uint8Array<ArrayBuffer>>([
    ['model.json', new TextEncoder().encode(JSON.stringify(graph))],
    ['weights.bin', new Uint8Array(weights.buffer)],
  ]);
  const described = await Promise.all(
    [...files].map(async ([path, data]) => {
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', data));
      const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
      return { path, sha256, bytes: data.byteLength };
    }),
  );
  const manifest = {
    schema: 'integral-pose/model',
    version: 1,
    name: 'small',
    format: 'tfjs-graph',
    graph: described[0],
    weights: described.slice(1),
    input: { name: 'image', width: 8, height: 8, range: [0, 1] },
    licence: 'Apache-2.0',
    origin: 'this test',
    kind: 'ssd',
    ssd: {
      boxes: 'boxes',
      scores: 'scores',
      strides: [8],
      anchorsPerCell: 1,
      keypoints: 0,
      alignment: { centre: 0, rim: 1 },
      minScore: 0.5,
      maxOverlap: 0.3,
    },
  };
  files.set('manifest.json', new TextEncoder().encode(JSON.stringify(manifest)));
  const fetch = (request: RequestInfo | URL): Promise<Response> => {
    const path = new URL(String(request)).pathname.split('/').pop() as string;
    asked.push(path);
    return Promise.resolve(new Response(files.get(path)));
  };
  const context = { backend, signal: undefined, logger: undefined, onBytes: () => undefined };
  return loadModel('/small/manifest.json', 'ssd', context, { fetch, cache: false });
}

async function run(model: LoadedModel<SsdManifest>): Promise<number[]> {
  const input = tensor4d(picture(), [1, 8, 8, 1]);
  const outputs = model.run(input, ['scores']);
  const [scores] = await Promise.all(outputs.map((output) => output.data()));
  for (const tensor of [input, ...outputs]) tensor.dispose();
  return [...(scores as Float32Array)];
}

test('R5 a lost context is reported; after restart and reload the same numbers come again, without a request', async () => {
  const asked: string[] = [];
  const backend = await chooseBackend([webgl()]);
  expect(backend).toMatchObject({ name: 'webgl', onGpu: true });
  const before = memory().numTensors;
  const model = await smallModel(backend, asked);
  const right = await run(model);
  expect(right.every(Number.isFinite)).toBe(true);
  expect(new Set(right).size).toBeGreaterThan(10);
  asked.length = 0;

  // Twice: the second loss is of a context that restart() made.
  for (let round = 0; round < 2; round++) {
    let losses = 0;
    const stop = backend.onLost?.(() => losses++);
    const { gl } = (currentBackend() as MathBackendWebGL).getGPGPUContext();
    gl.getExtension('WEBGL_lose_context')?.loseContext();
    await expect.poll(() => losses, { timeout: 30_000 }).toBe(1);
    stop?.();
    await backend.restart?.();
    await model.reload();
    expect(await run(model)).toEqual(right);
    expect((currentBackend() as MathBackendWebGL).getGPGPUContext().gl).not.toBe(gl);
  }
  expect(asked).toEqual([]);
  model.dispose();
  expect(memory().numTensors).toBe(before);
});

test('a listener that was stopped is not called', async () => {
  const backend = await chooseBackend([webgl()]);
  let losses = 0;
  let heard = 0;
  backend.onLost?.(() => losses++)();
  const stop = backend.onLost?.(() => heard++);
  const { gl } = (currentBackend() as MathBackendWebGL).getGPGPUContext();
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  await expect.poll(() => heard, { timeout: 30_000 }).toBe(1);
  stop?.();
  expect(losses).toBe(0);
  await backend.restart?.();
});
