import '@tensorflow/tfjs-backend-wasm';
import { gaussianMap, heatmapsOf, outputOf } from '@integral-pose/test-kit';
import { memory, ready, setBackend, type Tensor2D, type Tensor4D, tensor4d } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { argmax } from '../decode/argmax.ts';
import { debiasedIntegral } from '../decode/debiased-integral.ts';
import { decodeAll } from './decode-all.ts';
import { Heatmaps } from './heatmaps.ts';
import { firstNonFinite, requireFinite } from './require-finite.ts';

const SIZE = { width: 9, height: 13 };

beforeAll(async () => {
  await setBackend('wasm');
  await ready();
});

test('the peak of every cell is found, corners and borders among them', async () => {
  const places = Array.from(
    { length: SIZE.width * SIZE.height },
    (_, i) => [i % SIZE.width, Math.floor(i / SIZE.width)] as const,
  );
  const maps = heatmapsOf(places.map(([x, y]) => gaussianMap(SIZE, { x: x + 0.5, y: y + 0.5, peak: 0.9 })));
  const cells = await maps.peak.cell.array();
  expect(cells).toEqual(places.map(([x, y]) => [x, y, 0]));
  for (const value of await maps.peak.value.data()) expect(value).toBeCloseTo(0.9, 6);
  maps.dispose();
});

test('the first of equal maxima is taken, and the slice of a volume is found', async () => {
  const size = { width: 5, height: 4, depth: 3 };
  const maps = heatmapsOf([
    gaussianMap(size, { x: 0.5, y: 3.5, z: 2.5, sigma: 1 }),
    gaussianMap(size, { x: 4.5, y: 0.5, z: 1.5, sigma: 1 }, { x: 0.5, y: 3.5, z: 2.5, sigma: 1 }),
  ]);
  expect(await maps.peak.cell.array()).toEqual([
    [0, 3, 2],
    [4, 0, 1],
  ]);
  maps.dispose();
});

test('only the leading channels are joints, for each of several people', async () => {
  const output = tensor4d(
    Array.from({ length: 2 * 2 * 3 * 4 }, (_, i) => i),
    [2, 2, 3, 4],
  );
  const maps = new Heatmaps(output, { layout: 'hwk', values: 'logit', background: -10, joints: 2 });
  expect([maps.people, maps.joints, maps.maps, maps.cells]).toEqual([2, 2, 4, 6]);
  expect(await maps.planes.array()).toEqual([
    [0, 4, 8, 12, 16, 20],
    [1, 5, 9, 13, 17, 21],
    [24, 28, 32, 36, 40, 44],
    [25, 29, 33, 37, 41, 45],
  ]);
  expect(maps.backgroundProbability).toBeCloseTo(1 / (1 + Math.exp(10)), 12);
  maps.dispose();
  output.dispose();
});

test('what decoders share is computed once and released with the maps', () => {
  const before = memory().numTensors;
  const maps = heatmapsOf([gaussianMap(SIZE, { x: 4, y: 5 })]);
  let calls = 0;
  const make = (): Tensor2D => {
    calls++;
    return maps.planes.clone() as Tensor2D;
  };
  expect(maps.once('copy', make)).toBe(maps.once('copy', make));
  expect(calls).toBe(1);
  const answer = decodeAll(maps, [argmax(), debiasedIntegral()]);
  expect(answer.shape).toEqual([2, 1, 1, 8]);
  answer.dispose();
  maps.dispose();
  maps.dispose();
  expect(memory().numTensors).toBe(before);
  expect(() => maps.once('copy', make)).toThrow(expect.objectContaining({ reason: 'disposed' }));
});

test('a tensor that does not fit the layout is refused', () => {
  const output = outputOf([gaussianMap(SIZE, { x: 4, y: 5 })]) as Tensor4D;
  const facts = { values: 'probability', background: 0 } as const;
  expect(() => new Heatmaps(output, { ...facts, layout: 'dhwk' })).toThrow(
    expect.objectContaining({ reason: 'invalid-argument' }),
  );
  expect(() => new Heatmaps(output, { ...facts, layout: 'hwk', joints: 2 })).toThrow(
    expect.objectContaining({ reason: 'invalid-argument' }),
  );
  output.dispose();
});

test('no decoders is an error, and so is a number that is not finite', () => {
  const maps = heatmapsOf([gaussianMap(SIZE, { x: 4, y: 5 })]);
  expect(() => decodeAll(maps, [])).toThrow(expect.objectContaining({ reason: 'invalid-argument' }));
  maps.dispose();
  expect(firstNonFinite([1, 2])).toBe(-1);
  expect(firstNonFinite([1, Number.NEGATIVE_INFINITY])).toBe(1);
  expect(() => requireFinite([1, Number.NaN], 'webgl', 'heatmaps')).toThrow(
    expect.objectContaining({ detail: { reason: 'non-finite-output', backend: 'webgl', where: 'heatmaps' } }),
  );
});
