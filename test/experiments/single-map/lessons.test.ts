import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { gaussianLoss, gradientFactors, integralLoss } from '@integral-pose/sdk/train';
import { seededRandom } from '@integral-pose/test-kit';
import { grad, ready, setBackend, type Tensor, type Tensor4D, tensor3d, tensor4d } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { detection, HEIGHT, JOINT, MAP, STARTS } from '../../../examples/papers/single-map/descent.ts';
import { effectiveCells } from './lessons.ts';

beforeAll(async () => {
  await setBackend('cpu');
  await ready();
});

const truth = () => tensor3d([JOINT.x, JOINT.y], [1, 1, 2]);
const mapOf = (cells: Float32Array): Tensor4D => tensor4d(cells, [1, MAP.height, MAP.width, 1]);

test.each(STARTS)(
  '$label: the steps follow the gradients of the losses, by automatic differentiation',
  async (start) => {
    const cells = start.cells(JOINT, seededRandom(1).next);
    const { gradient } = gradientFactors({ ...MAP, cells }, JOINT, 1);
    const integral = integralLoss({ beta: 1 });
    const found = await grad((maps: Tensor) => integral(maps as Tensor4D, truth()))(mapOf(cells)).data();
    const steepest = Math.max(...gradient.map(Math.abs));
    found.forEach((slope, index) => {
      expect(Math.abs(slope - (gradient[index] as number))).toBeLessThan(1e-3 * steepest);
    });

    // The loss is a mean over the cells, of maps that are HEIGHT times lower.
    const detecting = gaussianLoss({ sigma: 2 });
    const low = cells.map((cell) => cell / HEIGHT);
    const slopes = await grad((maps: Tensor) => detecting(maps as Tensor4D, truth()))(mapOf(low)).data();
    const stepped = detection(JOINT).step(cells);
    const way = Float64Array.from(stepped, (cell, index) => (cell - (cells[index] as number)) / HEIGHT);
    const most = Math.max(...way.map(Math.abs));
    way.forEach((step, index) => {
      expect(Math.abs(step + 0.02 * MAP.width * MAP.height * (slopes[index] as number))).toBeLessThan(1e-3 * most);
    });
  },
);

test('effective cells: all of a flat map, few of a peak', () => {
  const cells = new Float32Array(MAP.width * MAP.height);
  expect(effectiveCells(cells)).toBeCloseTo(cells.length, 3);
  cells[100] = 50;
  expect(effectiveCells(cells)).toBeCloseTo(1, 6);
});
