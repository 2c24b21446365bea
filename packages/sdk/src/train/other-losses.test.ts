import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { gaussianMap, mapValues, outputOf, seededRandom } from '@integral-pose/test-kit';
import {
  memory,
  ready,
  setBackend,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  tensor2d,
  tensor3d,
  valueAndGrad,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { numericGradient, referencePriorLoss } from '../math/reference/reference-losses.ts';
import { addLosses } from './add-losses.ts';
import { debiasedIntegralLoss } from './debiased-integral-loss.ts';
import { discLoss } from './disc-loss.ts';
import { gaussianLoss } from './gaussian-loss.ts';
import type { HeatmapLoss } from './heatmap-loss.ts';
import { integralLoss } from './integral-loss.ts';
import { jointLoss } from './joint-loss.ts';
import { oneHotLoss } from './one-hot-loss.ts';
import { regressionLoss } from './regression-loss.ts';
import { spatialPriorLoss } from './spatial-prior-loss.ts';
import { vectorPriorLoss } from './vector-prior-loss.ts';

beforeAll(async () => {
  await setBackend('cpu');
  await ready();
});

const number = (scalar: Tensor): number => scalar.dataSync()[0] as number;

describe('regressionLoss', () => {
  const points = tensor3d([
    [
      [1, 2],
      [5, 5],
    ],
  ]);

  test('is the weighted mean of |Δx| + |Δy|, its gradient the signs', () => {
    const truth = tensor3d([
      [
        [0, 4],
        [5.5, 8],
      ],
    ]);
    expect(number(regressionLoss()(points, truth))).toBeCloseTo((3 + 3.5) / 2, 6);
    const { value, grad } = valueAndGrad((p) => regressionLoss()(p as Tensor3D, truth, tensor2d([[1, 3]])))(points);
    expect(number(value)).toBeCloseTo((3 + 3 * 3.5) / 4, 6);
    expect([...grad.dataSync()]).toEqual([0.25, -0.25, -0.75, -0.75]);
  });

  test('does not look at joints of weight 0', () => {
    const truth = tensor3d([
      [
        [0, 4],
        [Number.NaN, Number.NaN],
      ],
    ]);
    const { value, grad } = valueAndGrad((p) => regressionLoss()(p as Tensor3D, truth, tensor2d([[1, 0]])))(points);
    expect(number(value)).toBe(3);
    expect([...grad.dataSync()].map(Math.abs)).toEqual([1, 1, 0, 0]);
    expect(() => regressionLoss()(points, truth, tensor2d([[1], [0]]))).toThrow(/weights has the shape \[2, 1\]/);
  });
});

describe('jointLoss', () => {
  const maps = outputOf([gaussianMap({ width: 16, height: 12 }, { x: 5, y: 6 })]) as Tensor4D;
  const truth = tensor3d([[[7.2, 4.1]]]);

  test('adds the heatmap loss in the first epochs only', () => {
    const schedule = jointLoss({ auxiliaryEpochs: 3, auxiliaryWeight: 50 });
    const [debiased, heatmap] = [debiasedIntegralLoss(), gaussianLoss({ sigma: 2 })].map((loss) =>
      number(loss(maps, truth)),
    ) as [number, number];
    const values = [0, 1, 2, 3, 4, 100, 0].map((epoch) => number(schedule(epoch)(maps, truth)));
    expect(heatmap * 50).toBeGreaterThan(0.1);
    values.forEach((value, i) => {
      expect(value).toBeCloseTo([0, 1, 2, 6].includes(i) ? debiased + 50 * heatmap : debiased, 4);
    });
    expect(schedule(0)).toBe(schedule(2));
  });

  test('takes other heatmap losses, and refuses what is no number of epochs', () => {
    const schedule = jointLoss({ auxiliaryEpochs: 1, auxiliary: oneHotLoss(), beta: 5 });
    const sum = number(debiasedIntegralLoss({ beta: 5 })(maps, truth)) + number(oneHotLoss()(maps, truth));
    expect(number(schedule(0)(maps, truth))).toBeCloseTo(sum, 4);
    expect(() => jointLoss({ auxiliaryEpochs: 1.5 })).toThrow(/auxiliaryEpochs/);
    expect(() => addLosses()).toThrow(/parts/);
  });
});

describe('vectorPriorLoss', () => {
  const random = seededRandom(8);
  const cells = Float32Array.from({ length: 11 }, () => random.normal());
  const vectors = tensor3d([...cells], [1, 1, 11]);

  test('is spatialPriorLoss along one axis', () => {
    const reference = referencePriorLoss({ width: 11, height: 1 }, { x: 7.3, y: 0.5 }, 1.5, 2);
    const loss = vectorPriorLoss({ sigma: 1.5, beta: 2 });
    const { value, grad } = valueAndGrad((v) => loss(v as Tensor3D, tensor2d([[7.3]])))(vectors);
    expect(Math.abs(number(value) / reference(cells) - 1)).toBeLessThan(1e-5);
    numericGradient(reference, cells).forEach((slope, i) => {
      expect(Math.abs((grad.dataSync()[i] as number) - slope)).toBeLessThan(1e-5);
    });
  });

  test('is 0 for the Gaussian itself, hides weight 0, and survives what is degenerate', () => {
    const loss = vectorPriorLoss({ sigma: 2 });
    const own = tensor3d(
      Array.from({ length: 11 }, (_, i) => -((i + 0.5 - 4.2) ** 2) / 8 + 3),
      [1, 1, 11],
    );
    expect(Math.abs(number(loss(own, tensor2d([[4.2]]))))).toBeLessThan(1e-6);
    expect(number(loss(vectors, tensor2d([[Number.NaN]]), tensor2d([[0]])))).toBe(0);
    for (const values of [vectors, tensor3d(new Float32Array(11).fill(1e4), [1, 1, 11])])
      for (const at of [-40, 5, 1e6]) {
        const { value, grad } = valueAndGrad((v) => loss(v as Tensor3D, tensor2d([[at]])))(values);
        expect([number(value), ...grad.dataSync()].every(Number.isFinite)).toBe(true);
      }
  });
});

/** Losses that see only where the map lies against the joint. The plain integral is pulled to the middle, and is none. */
const STEADY: readonly (readonly [string, HeatmapLoss])[] = [
  ['gaussianLoss', gaussianLoss()],
  ['oneHotLoss', oneHotLoss()],
  ['discLoss', discLoss({ radius: 3 })],
  ['debiasedIntegralLoss', debiasedIntegralLoss()],
  ['spatialPriorLoss', spatialPriorLoss({ beta: 4 })],
];

test.each(STEADY)('%s does not change when map and joint move by whole cells', (_, loss) => {
  const at = (dx: number, dy: number): number => {
    const blob = gaussianMap({ width: 40, height: 34 }, { x: 13.3 + dx, y: 14.6 + dy });
    return number(loss(outputOf([blob]) as Tensor4D, tensor3d([[[14.4 + dx, 12.9 + dy]]])));
  };
  const here = at(0, 0);
  expect(Math.abs(at(9, 5) / here - 1)).toBeLessThan(1e-4);
});

test('the plain integral is pulled to the middle: it does change', () => {
  const at = (dx: number): number => {
    const blob = gaussianMap({ width: 40, height: 34 }, { x: 13.3 + dx, y: 14.6 });
    return number(integralLoss({ beta: 4 })(outputOf([blob]) as Tensor4D, tensor3d([[[14.4 + dx, 12.9]]])));
  };
  expect(Math.abs(at(-6) - at(0))).toBeGreaterThan(1);
});

test('the prior is 0 for a map whose softmax is the Gaussian, and punishes a narrower peak more than a wider one', () => {
  const size = { width: 24, height: 24 };
  const prior = spatialPriorLoss({ sigma: 2 });
  const truth = tensor3d([[[11.3, 12.8]]]);
  const logOf = (sigma: number): number => {
    const map = gaussianMap(size, { x: 11.3, y: 12.8, sigma: 3 });
    return number(prior(outputOf([mapValues(map, (value) => Math.log(value) * (9 / sigma ** 2))]) as Tensor4D, truth));
  };
  expect(Math.abs(logOf(2))).toBeLessThan(1e-4);
  // Of two Gaussians on an endless plane: σG²/σ² − 1 − log(σG²/σ²).
  expect(logOf(1)).toBeCloseTo(3 - Math.log(4), 2);
  expect(logOf(1)).toBeGreaterThan(2 * logOf(4));
});

test('every loss leaves nothing but its answer behind', () => {
  const maps = outputOf([gaussianMap({ width: 8, height: 6 }, { x: 3, y: 2 })]) as Tensor4D;
  const truth = tensor3d([[[2.5, 3]]]);
  const weights: Tensor2D = tensor2d([[1]]);
  const losses = [...STEADY.map(([, loss]) => loss), integralLoss(), jointLoss({ auxiliaryEpochs: 1 })(0)];
  for (const loss of losses) {
    const before = memory().numTensors;
    const { value, grad } = valueAndGrad((input) => loss(input as Tensor4D, truth, weights))(maps);
    expect(memory().numTensors).toBe(before + 2);
    value.dispose();
    grad.dispose();
  }
});
