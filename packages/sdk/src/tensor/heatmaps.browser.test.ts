import '@tensorflow/tfjs-backend-wasm';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { memory, ready, setBackend, tensor4d } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { Heatmaps } from './heatmaps.ts';

test('planes put each joint in a row and are released', async () => {
  setWasmPaths('/tfjs-wasm/');
  await setBackend('wasm');
  await ready();
  const before = memory().numTensors;
  const output = tensor4d([0, 10, 1, 11, 2, 12, 3, 13, 4, 14, 5, 15], [1, 2, 3, 2]);
  const maps = new Heatmaps(output, { layout: 'hwk', values: 'probability', background: 0 });
  expect(maps.planes.shape).toEqual([2, 6]);
  expect([...(await maps.planes.data())]).toEqual([0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15]);
  maps.dispose();
  output.dispose();
  expect(memory().numTensors).toBe(before);
});
