import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-backend-webgl';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { seededRandom } from '@integral-pose/test-kit';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { ready, setBackend, type Tensor4D, tensor2d, tensor3d, tensor4d, valueAndGrad } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { distributionMatchingLoss } from './distribution-matching-loss.ts';

const random = seededRandom(21);
const CELLS = Array.from({ length: 2 * 8 * 6 * 3 }, () => random.next() * 2 - 1);
// The third joint of the second person has no value above 0.
for (let i = (8 * 6 + 1) * 3 - 1; i < CELLS.length; i += 3) CELLS[i] = -Math.abs(CELLS[i] as number);

async function evaluate(backend: string): Promise<{ value: number; slopes: Float32Array }> {
  await setBackend(backend);
  await ready();
  const maps = tensor4d(CELLS, [2, 8, 6, 3]);
  const truth = tensor3d([1.2, 3.4, 5.9, 7.7, Number.NaN, Number.NaN, 0.1, -2, 3.5, 3.5, 2.25, 6.75], [2, 3, 2]);
  const weights = tensor2d([1, 0.5, 0, 2, 1, 1], [2, 3]);
  const loss = distributionMatchingLoss({ iterations: 30 });
  const { value, grad } = valueAndGrad((x) => loss(x as Tensor4D, truth, weights))(maps);
  const answer = { value: (await value.data())[0] as number, slopes: (await grad.data()) as Float32Array };
  for (const tensor of [maps, truth, weights, value, grad]) tensor.dispose();
  return answer;
}

let wanted: { value: number; slopes: Float32Array };

beforeAll(async () => {
  setWasmPaths('/tfjs-wasm/');
  wanted = await evaluate('cpu');
  expect(wanted.value).toBeGreaterThan(1);
  expect(Math.max(...wanted.slopes)).toBeGreaterThan(0.01);
});

test.each(['wasm', 'webgl'])('%s gives the value and gradient that cpu gives', async (backend) => {
  const { value, slopes } = await evaluate(backend);
  expect(Math.abs(value - wanted.value)).toBeLessThan(1e-3);
  for (const [i, slope] of wanted.slopes.entries()) {
    expect(Math.abs((slopes[i] as number) - slope), `slope ${i}`).toBeLessThan(3e-4);
  }
});
