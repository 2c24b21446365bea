import '@tensorflow/tfjs-backend-wasm';
import { gaussianMap, heatmapsOf, type MapCells, mapFrom } from '@integral-pose/test-kit';
import { memory, ready, setBackend, tensor3d } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { flipAverage } from './flip-average.ts';
import { localDebiasedIntegral } from './local-debiased-integral.ts';

const SIZE = { width: 36, height: 48 };
const mirror = (map: MapCells): MapCells =>
  mapFrom(SIZE, (x, y) => map.cells[y * SIZE.width + SIZE.width - 1 - x] as number);

beforeAll(async () => {
  await setBackend('wasm');
  await ready();
});

async function decoded(maps: readonly MapCells[], mirrored: readonly MapCells[], offset?: number): Promise<number[]> {
  const decoder = localDebiasedIntegral();
  const [one, other] = [heatmapsOf(maps), heatmapsOf(mirrored)];
  const [a, b] = [decoder.decode(one), decoder.decode(other)];
  const facts = { width: SIZE.width, pairs: [[0, 1]] as const };
  const average = flipAverage(a, b, offset === undefined ? facts : { ...facts, offset });
  const numbers = [...(await average.data())];
  for (const owned of [one, other, a, b, average]) owned.dispose();
  return numbers;
}

test('a faithful mirrored answer changes nothing: left and right swap back, and xy keeps its sign', async () => {
  const slanted = mapFrom(SIZE, (x, y) => Math.exp(-((x - 12.2) ** 2 - (x - 12.2) * (y - 30.1) + (y - 30.1) ** 2) / 6));
  const maps = [slanted, gaussianMap(SIZE, { x: 25.3, y: 11.8, peak: 0.7 }), gaussianMap(SIZE, { x: 18, y: 20 })];
  const [left, right, middle] = maps as [MapCells, MapCells, MapCells];
  const before = memory().numTensors;
  const numbers = await decoded(maps, [mirror(right), mirror(left), mirror(middle)]);
  expect(memory().numTensors).toBe(before);
  const single = await decoded(maps, [mirror(right), mirror(left), mirror(middle)]);
  expect(numbers).toEqual(single);
  expect(numbers[0]).toBeCloseTo(12.7, 2);
  expect(numbers[1]).toBeCloseTo(30.6, 2);
  expect(numbers[5]).toBeGreaterThan(0.2);
  expect(numbers[8]).toBeCloseTo(25.3, 2);
  expect(numbers[9]).toBeCloseTo(11.8, 2);
  expect(numbers[11]).toBeCloseTo(0.689, 2);
});

test('errors that do not mirror average out; a constant offset of the network does when it is stated', async () => {
  const truth = 18.4;
  const seen = (x: number): MapCells => gaussianMap(SIZE, { x, y: 20 });
  // The network answers half a cell too far left in every picture: +0.5 corrects it.
  const maps = [seen(truth - 0.5), seen(truth - 0.5)];
  const mirrored = [seen(SIZE.width - truth - 0.5), seen(SIZE.width - truth - 0.5)];
  expect((await decoded(maps, mirrored))[0]).toBeCloseTo(truth, 2);
  expect((await decoded(maps, mirrored, 0.5))[0]).toBeCloseTo(truth - 0.5, 2);
});

test('weighs by score, and answers the middle where both scores are 0', async () => {
  const a = tensor3d([
    [
      [10, 5, 0, 0.9, 1, 0, 1, 0],
      [10, 5, 0, 0, 1, 0, 1, 0],
    ],
  ]);
  const b = tensor3d([
    [
      [36 - 20, 5, 0, 0.1, 1, 0, 1, 0],
      [36 - 20, 5, 0, 0, 1, 0, 1, 0],
    ],
  ]);
  const average = flipAverage(a, b, { width: 36, pairs: [] });
  const numbers = await average.data();
  expect(numbers[0]).toBeCloseTo(11, 5);
  expect(numbers[3]).toBeCloseTo(0.5, 5);
  expect(numbers[8]).toBeCloseTo(15, 5);
  for (const owned of [a, b, average]) owned.dispose();
});

test('a pair that names no joint is refused', () => {
  const a = tensor3d([[[10, 5, 0, 0.9, 1, 0, 1, 0]]]);
  expect(() => flipAverage(a, a, { width: 36, pairs: [[0, 1]] })).toThrow(
    expect.objectContaining({ reason: 'invalid-argument' }),
  );
  a.dispose();
});
