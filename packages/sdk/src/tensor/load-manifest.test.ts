import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { HeatmapManifest, SsdManifest } from '../types/manifest.ts';
import type { PoseError } from '../types/pose-error.ts';
import { blazePose33 } from '../types/skeletons.ts';
import { checkManifest, loadManifest } from './load-manifest.ts';

const ADDRESS = 'https://example.com/models/x/manifest.json';
const FILE = { path: 'model.json', sha256: 'a'.repeat(64), bytes: 10 };

const HEATMAP: HeatmapManifest = {
  schema: 'integral-pose/model',
  version: 1,
  name: 'x',
  format: 'tfjs-graph',
  graph: FILE,
  weights: [{ ...FILE, path: 'shards/weights.bin' }],
  input: { name: 'image', width: 256, height: 256, range: [0, 1] },
  licence: 'Apache-2.0',
  origin: 'made up',
  kind: 'heatmap',
  heatmaps: {
    output: 'heatmaps',
    layout: 'hwk',
    width: 64,
    height: 64,
    depth: 1,
    channels: 39,
    values: 'logit',
    background: -11,
    offset: { x: -0.5, y: -0.5 },
    calibration: { default: { kappa: 1, floor: 0.5 }, dark: { kappa: 2, floor: 0 } },
  },
  skeleton: blazePose33,
  landmarks: {
    output: 'landmarks',
    points: 39,
    stride: 5,
    columns: { x: 0, y: 1 },
    alignment: { centre: 33, rim: 34 },
  },
  world: { output: 'world', points: 39 },
  presence: { output: 'presence', values: 'probability' },
  crop: { scale: 1.25 },
};

/** A copy with the value at a path replaced. */
function changed(path: string, value: unknown): unknown {
  const copy = structuredClone(HEATMAP) as unknown as Record<string, unknown>;
  const keys = path.split('.');
  const last = keys.pop() as string;
  let at = copy;
  for (const key of keys) at = at[key] as Record<string, unknown>;
  if (value === undefined) delete at[last];
  else at[last] = value;
  return copy;
}

function failure(work: () => unknown): PoseError {
  try {
    work();
  } catch (error) {
    return error as PoseError;
  }
  throw new Error('It did not fail.');
}

test('a manifest comes back as it was, without fields the schema does not know', () => {
  expect(checkManifest({ ...HEATMAP, extra: 1 }, 'heatmap', ADDRESS)).toEqual(HEATMAP);
});

test('what is optional may be there', () => {
  const joints = HEATMAP.skeleton.keypoints.map(() => 1.5);
  const calibration = { kappa: 1, floor: 0, joints };
  const depthAxis = { root: 16, pixelsPerCell: 8, calibration, tilt: { turn: 1.2, lean: 1.3, usualLean: 0.2 } };
  const full = { ...HEATMAP, heatmaps: { ...HEATMAP.heatmaps, depthAxis, calibration: { default: calibration } } };
  expect(checkManifest(full, 'heatmap', ADDRESS)).toEqual(full);
});

test('what is optional may be missing', () => {
  const { landmarks: _l, world: _w, presence: _p, ...plain } = HEATMAP;
  expect(checkManifest(plain, 'heatmap', ADDRESS)).toEqual(plain);
});

test.each([
  ['schema', 'something-else'],
  ['schema', undefined],
  ['name', ''],
  ['graph.sha256', 'A'.repeat(64)],
  ['graph.bytes', 0],
  ['graph.bytes', '10'],
  ['weights', []],
  ['weights.0.path', 'https://elsewhere.example/weights.bin'],
  ['weights.0.path', '//elsewhere.example/weights.bin'],
  ['weights.0.path', '/weights.bin'],
  ['weights.0.path', '../weights.bin'],
  ['weights.0.path', 'a/../../weights.bin'],
  ['input.range', [0]],
  ['input.width', 25.6],
  ['heatmaps.layout', 'khw'],
  ['heatmaps.values', 'log'],
  ['heatmaps.background', null],
  ['heatmaps.offset.y', undefined],
  ['heatmaps.calibration.default', undefined],
  ['heatmaps.calibration.dark', { kappa: 0, floor: 1 }],
  ['heatmaps.calibration', { default: { kappa: 1, floor: 0, joints: [1, 1] } }],
  ['heatmaps.calibration.default', { kappa: 1, floor: 0, joints: Array.from({ length: 33 }, () => 0) }],
  ['heatmaps.depthAxis', { root: 16, pixelsPerCell: 8, tilt: { turn: 0, lean: 1, usualLean: 0 } }],
  ['skeleton.bones', [[0, 33]]],
  ['skeleton.pairs', [[0]]],
  ['landmarks.columns.z', -1],
  ['crop.scale', 0],
])('%s = %j is refused, and the path named', (path, value) => {
  const { detail } = failure(() => checkManifest(changed(path, value), 'heatmap', ADDRESS));
  expect(detail).toMatchObject({ reason: 'manifest-invalid', address: ADDRESS });
  expect((detail as { path: string }).path.startsWith(path)).toBe(true);
});

test('more keypoints than channels are refused', () => {
  const { detail } = failure(() => checkManifest(changed('heatmaps.channels', 32), 'heatmap', ADDRESS));
  expect(detail).toEqual({ reason: 'manifest-invalid', address: ADDRESS, path: 'skeleton.keypoints' });
});

test('another version and another kind are unsupported, not invalid', () => {
  expect(failure(() => checkManifest(changed('version', 2), 'heatmap', ADDRESS)).detail).toEqual({
    reason: 'manifest-unsupported',
    address: ADDRESS,
    found: 'version 2',
    wanted: 'version 1',
  });
  expect(failure(() => checkManifest(HEATMAP, 'ssd', ADDRESS)).detail).toMatchObject({
    reason: 'manifest-unsupported',
    found: 'the kind "heatmap"',
    wanted: 'the kind "ssd"',
  });
});

test.each([null, 3, 'text', []])('%j is no manifest', (value) => {
  expect(failure(() => checkManifest(value, 'heatmap', ADDRESS)).reason).toBe('manifest-invalid');
});

test('a page in place of a manifest is invalid', async () => {
  const fetch = (): Promise<Response> => Promise.resolve(new Response('<!doctype html>'));
  const loading = loadManifest(ADDRESS, 'heatmap', { signal: undefined }, { fetch });
  await expect(loading).rejects.toMatchObject({ detail: { reason: 'manifest-invalid', address: ADDRESS, path: '' } });
});

test('a relative address without a page is a typed error', async () => {
  await expect(loadManifest('models/x.json', 'heatmap', { signal: undefined })).rejects.toMatchObject({
    detail: { reason: 'invalid-argument' },
  });
});

const built = new URL('../../../models/built/', import.meta.url);

test.each([
  ['blazepose-lite', 'heatmap'],
  ['blazepose-full', 'heatmap'],
  ['blazepose-heavy', 'heatmap'],
  ['blazepose-detector', 'ssd'],
] as const)('the manifest of %s passes', (name, kind) => {
  const text = readFileSync(new URL(`${name}/manifest.json`, built), 'utf8');
  const manifest: HeatmapManifest | SsdManifest = checkManifest(JSON.parse(text), kind, ADDRESS);
  expect(manifest).toEqual(JSON.parse(text));
  expect(manifest.name).toBe(name);
});
