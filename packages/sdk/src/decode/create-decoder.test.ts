import '@tensorflow/tfjs-backend-wasm';
import { describeDecoder, gaussianMap, heatmapsOf, type MapSize } from '@integral-pose/test-kit';
import { add, ready, setBackend, type Tensor2D, tensor2d, tile } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { DECODED } from '../tensor/decoder.ts';
import { peakCentre } from './answer.ts';
import { argmax } from './argmax.ts';
import { createDecoder } from './create-decoder.ts';
import { oneHotTarget } from './one-hot-target.ts';

beforeAll(async () => {
  await setBackend('wasm');
  await ready();
});

const SIZE = { width: 20, height: 12 };

const contract = {
  // Farther than √½ from a cell's centre no point of the cell is.
  worstError: 0.7072,
  roundTrip: {
    encode: (size: MapSize, x: number, y: number) => ({ ...size, depth: 1, cells: oneHotTarget({ x, y }, size) }),
    worstError: 0.7072,
  },
};
describeDecoder('made of the peak alone', createDecoder({ name: 'highestCell', volumes: true, locate: peakCentre }), {
  ...contract,
});
describeDecoder('made for flat maps', createDecoder({ name: 'flatOnly', locate: peakCentre }), {
  ...contract,
  volumes: false,
});

test('what is not given is what argmax has', async () => {
  const maps = heatmapsOf([gaussianMap(SIZE, { x: 7.2, y: 5.9, peak: 0.7 })]);
  const own = createDecoder({ name: 'highestCell', locate: peakCentre }).decode(maps);
  const ours = argmax().decode(maps);
  expect([...own.dataSync()]).toEqual([...ours.dataSync()]);
  own.dispose();
  ours.dispose();
  maps.dispose();
});

test('an extent of its own is kept, made positive semidefinite, and what leaves the map is brought back', async () => {
  const maps = heatmapsOf([gaussianMap(SIZE, { x: 7.5, y: 5.5 }), gaussianMap(SIZE, { x: 3.5, y: 8.5 })]);
  const given: Tensor2D[] = [];
  const decoder = createDecoder({
    name: 'far',
    locate: (of) => add(peakCentre(of), tensor2d([[100, -100, 0]])),
    extent: (of, position) => {
      given.push(position);
      return tile(tensor2d([[4, 9, 1, 0]]), [of.maps, 1]);
    },
  });
  const answer = decoder.decode(maps);
  const rows = (await answer.array())[0] as number[][];
  expect(rows).toHaveLength(2);
  for (const row of rows) {
    expect(row.slice(DECODED.x, DECODED.z + 1)).toEqual([SIZE.width, 0, 0]);
    expect(row.slice(DECODED.xx)).toEqual([4, 2, 1, 0]);
  }
  expect(given.map(({ isDisposed }) => isDisposed)).toEqual([true]);
  answer.dispose();
  maps.dispose();
});
