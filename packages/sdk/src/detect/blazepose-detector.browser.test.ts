import { memory, type Tensor4D, zeros } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { createFrame } from '../source/create-frame.ts';
import { wasm } from '../wasm.ts';
import { blazePoseDetector } from './blazepose-detector.ts';

/** A detector of one anchor that always answers this score (a logit), served from memory. */
async function answering(score: number): Promise<typeof fetch> {
  const type = { type: 'DT_FLOAT' };
  const graph = {
    format: 'graph-model',
    modelTopology: {
      node: [
        { name: 'image', op: 'Placeholder', attr: { dtype: type } },
        { name: 'boxes', op: 'Const', attr: { dtype: type } },
        { name: 'scores', op: 'Const', attr: { dtype: type } },
      ],
      library: {},
      versions: { producer: 987 },
    },
    weightsManifest: [
      {
        paths: ['w'],
        weights: [
          { name: 'boxes', shape: [1, 1, 8], dtype: 'float32' },
          { name: 'scores', shape: [1, 1, 1], dtype: 'float32' },
        ],
      },
    ],
  };
  // Box and alignment points, relative to the anchor: the body's centre, and a point 3 px above it.
  const weights = new Uint8Array(Float32Array.of(0, 0, 4, 4, 0, 0, 0, -3, score).buffer);
  const files = new Map([
    ['model.json', new TextEncoder().encode(JSON.stringify(graph))],
    ['weights.bin', weights],
  ]);
  const [first, ...rest] = await Promise.all(
    [...files].map(async ([path, data]) => {
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', data));
      const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
      return { path, sha256, bytes: data.byteLength };
    }),
  );
  const manifest = {
    schema: 'integral-pose/model',
    version: 1,
    name: 'one anchor',
    format: 'tfjs-graph',
    graph: first,
    weights: rest,
    input: { name: 'image', width: 8, height: 8, range: [0, 1] },
    licence: 'Apache-2.0',
    origin: 'this test',
    kind: 'ssd',
    ssd: {
      boxes: 'boxes',
      scores: 'scores',
      strides: [8],
      anchorsPerCell: 1,
      keypoints: 2,
      alignment: { centre: 0, rim: 1 },
      minScore: 0.5,
      maxOverlap: 0.3,
    },
  };
  files.set('manifest.json', new TextEncoder().encode(JSON.stringify(manifest)));
  return async (request) => new Response(files.get(new URL(String(request)).pathname.split('/').pop() ?? ''));
}

async function detect(score: number) {
  const backend = wasm({ path: '/tfjs-wasm/' });
  await backend.start();
  const recipe = blazePoseDetector({
    model: '/small/manifest.json',
    load: { fetch: await answering(score), cache: false },
  });
  const detector = await recipe.load({ backend, signal: undefined, onBytes: () => undefined, logger: undefined });
  const frame = createFrame(await createImageBitmap(new ImageData(8, 8)));
  const before = memory().numTensors;
  try {
    return await detector.detect({ frame, sample: () => zeros([1, 8, 8, 3]) as Tensor4D }, 1);
  } finally {
    expect(memory().numTensors).toBe(before);
    frame.close();
    detector.dispose();
  }
}

test('an anchor becomes a region by its alignment points', async () => {
  const [person, whole] = await detect(3);
  expect(person?.score).toBeCloseTo(1 / (1 + Math.exp(-3)), 6);
  expect(person?.region).toEqual({ centre: { x: 4, y: 4 }, side: 7.5, angle: 0 });
  expect(whole?.score).toBe(0);
});

test('R7 NaN is a typed error, not an empty picture', async () => {
  await expect(detect(Number.NaN)).rejects.toMatchObject({
    detail: { reason: 'non-finite-output', backend: 'wasm', where: 'detections' },
  });
});
