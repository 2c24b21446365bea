import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { gaussianMap, mapValues, outputOf } from '@integral-pose/test-kit';
import { grad, mul, ready, setBackend, slice, sum, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import type { Decoder } from '../tensor/decoder.ts';
import { Heatmaps } from '../tensor/heatmaps.ts';
import { debiasedIntegral } from './debiased-integral.ts';
import { integral } from './integral.ts';
import { twoStepIntegral } from './two-step-integral.ts';

beforeAll(async () => {
  await setBackend('cpu');
  await ready();
});

/** x + 2y of the answer as a function of the network's output. */
const objective =
  (decoder: Decoder) =>
  (output: Tensor): Tensor => {
    const maps = new Heatmaps(output as Tensor4D, { layout: 'hwk', values: 'logit', background: 0 });
    const answer = decoder.decode(maps);
    return sum(mul(slice(answer, [0, 0, 0], [1, 1, 2]), [1, 2]));
  };

test.each([
  ['integral', integral({ beta: 1 })],
  ['debiasedIntegral', debiasedIntegral({ beta: 1, values: 'logit' })],
  ['twoStepIntegral', twoStepIntegral({ beta: 1 })],
] as const)('the gradient of %s agrees with finite differences', async (_, decoder) => {
  const map = mapValues(gaussianMap({ width: 8, height: 6 }, { x: 3.3, y: 2.6, sigma: 1.2 }), (value) => 6 * value);
  const output = outputOf([map]) as Tensor4D;
  const slopes = await grad(objective(decoder))(output).data();
  for (const cell of [0, 13, 19, 27, 47]) {
    const at = async (step: number): Promise<number> => {
      const moved = { ...map, cells: map.cells.slice() };
      moved.cells[cell] = (moved.cells[cell] as number) + step;
      return (await objective(decoder)(outputOf([moved])).data())[0] as number;
    };
    const numeric = ((await at(0.02)) - (await at(-0.02))) / 0.04;
    expect(Math.abs((slopes[cell] as number) - numeric), `cell ${cell}: ${slopes[cell]} for ${numeric}`).toBeLessThan(
      0.01 * (1 + Math.abs(numeric)) * 0.2,
    );
  }
  expect(Math.max(...slopes)).toBeGreaterThan(0.05);
});
