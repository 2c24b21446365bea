import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { seededRandom } from '@integral-pose/test-kit';
import { ready, setBackend, type Tensor4D, tensor2d, tensor3d, tensor4d, valueAndGrad } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  numericGradient,
  type ReferenceLoss,
  referenceCompensated,
  referenceDebiasedLoss,
  referenceDiscLoss,
  referenceGaussianLoss,
  referenceIntegralLoss,
  referenceOneHotLoss,
  referencePriorLoss,
  referenceStableLoss,
} from '../math/reference/reference-losses.ts';
import type { Point, Size } from '../types/geometry.ts';
import { addLosses } from './add-losses.ts';
import { debiasedIntegralLoss } from './debiased-integral-loss.ts';
import { discLoss } from './disc-loss.ts';
import { gaussianLoss } from './gaussian-loss.ts';
import type { HeatmapLoss } from './heatmap-loss.ts';
import { integralLoss } from './integral-loss.ts';
import { onProbabilities } from './on-probabilities.ts';
import { oneHotLoss } from './one-hot-loss.ts';
import { spatialPriorLoss } from './spatial-prior-loss.ts';

beforeAll(async () => {
  await setBackend('cpu');
  await ready();
});

const SIZE: Size = { width: 9, height: 7 };
const CELLS = SIZE.width * SIZE.height;
const LOW = { beta: 4, floor: 0.2, pull: 1.5 };
const JOINT: Point = { x: 5.3, y: 2.4 };

interface Case {
  readonly name: string;
  readonly loss: HeatmapLoss;
  /** `here` is the map at which the gradient is taken. */
  readonly reference: (at: Point, here: ArrayLike<number>) => ReferenceLoss;
  /** The loss does not see a constant added to the maps. */
  readonly softmax: boolean;
}

const CASES: readonly Case[] = [
  {
    name: 'gaussianLoss',
    loss: gaussianLoss({ sigma: 1.5 }),
    reference: (at) => referenceGaussianLoss(SIZE, at, 1.5),
    softmax: false,
  },
  { name: 'oneHotLoss', loss: oneHotLoss(), reference: (at) => referenceOneHotLoss(SIZE, at), softmax: true },
  {
    name: 'discLoss',
    loss: discLoss({ radius: 2 }),
    reference: (at) => referenceDiscLoss(SIZE, at, 2),
    softmax: false,
  },
  {
    name: 'integralLoss β = 1',
    loss: integralLoss(),
    reference: (at) => referenceIntegralLoss(SIZE, at, 1),
    softmax: true,
  },
  {
    name: 'integralLoss β = 10',
    loss: integralLoss({ beta: 10 }),
    reference: (at) => referenceIntegralLoss(SIZE, at, 10),
    softmax: true,
  },
  {
    name: 'debiasedIntegralLoss, exact',
    loss: debiasedIntegralLoss({ beta: 4 }),
    reference: (at) => referenceDebiasedLoss(SIZE, at, 4),
    softmax: false,
  },
  {
    name: 'debiasedIntegralLoss, a little below the floor',
    loss: debiasedIntegralLoss({ ...LOW, background: 0.45 }),
    reference: (at, here) => referenceStableLoss(SIZE, at, { ...LOW, background: 0.45 }, here),
    softmax: false,
  },
  {
    name: 'debiasedIntegralLoss, far below the floor',
    loss: debiasedIntegralLoss({ ...LOW, background: 2 }),
    reference: (at, here) => referenceStableLoss(SIZE, at, { ...LOW, background: 2 }, here),
    softmax: false,
  },
  {
    name: 'spatialPriorLoss',
    loss: spatialPriorLoss({ sigma: 1.2, beta: 3 }),
    reference: (at) => referencePriorLoss(SIZE, at, 1.2, 3),
    softmax: true,
  },
  {
    name: 'addLosses: I1',
    loss: addLosses([2, integralLoss()], [0.5, gaussianLoss({ sigma: 1 })]),
    reference: (at) => (cells) =>
      2 * referenceIntegralLoss(SIZE, at, 1)(cells) + 0.5 * referenceGaussianLoss(SIZE, at, 1)(cells),
    softmax: false,
  },
  {
    name: 'onProbabilities(discLoss)',
    loss: onProbabilities(discLoss({ radius: 2 })),
    reference: (at) => (cells) =>
      referenceDiscLoss(SIZE, at, 2)(Array.from(cells, (value) => 1 / (1 + Math.exp(-value)))),
    softmax: false,
  },
];

/** Noise with a peak that is not at the joint. */
function someCells(seed: number): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length: CELLS }, (_, i) => {
    const squares = ((i % SIZE.width) + 0.5 - 3.1) ** 2 + (Math.floor(i / SIZE.width) + 0.5 - 4.4) ** 2;
    return Math.exp(-squares / 4) + 0.1 * random.normal();
  });
}

/** [people, height, width, joints] of maps given as cells. */
function batch(maps: readonly (readonly ArrayLike<number>[])[]): Tensor4D {
  const joints = maps[0]?.length ?? 0;
  const values = new Float32Array(maps.length * CELLS * joints);
  maps.forEach((person, p) => {
    person.forEach((cells, j) => {
      for (let i = 0; i < CELLS; i++) values[(p * CELLS + i) * joints + j] = cells[i] as number;
    });
  });
  return tensor4d(values, [maps.length, SIZE.height, SIZE.width, joints]);
}

interface Outcome {
  readonly value: number;
  /** Of person, joint, in the order of the cells. */
  gradient(person: number, joint: number): number[];
}

function run(
  loss: HeatmapLoss,
  maps: readonly (readonly ArrayLike<number>[])[],
  truth: readonly (readonly Point[])[],
  weights?: readonly (readonly number[])[],
): Outcome {
  const at = tensor3d(truth.map((person) => person.map(({ x, y }) => [x, y])));
  const heavy = weights && tensor2d(weights.map((row) => [...row]));
  const { value, grad } = valueAndGrad((input) => loss(input as Tensor4D, at, heavy))(batch(maps));
  const slopes = grad.dataSync();
  const joints = grad.shape[3] as number;
  return {
    value: value.dataSync()[0] as number,
    gradient: (p, j) => Array.from({ length: CELLS }, (_, i) => slopes[(p * CELLS + i) * joints + j] as number),
  };
}

/** The largest difference, relative to the largest entry. */
function gap(found: readonly number[], wanted: readonly number[]): number {
  const scale = Math.max(...wanted.map(Math.abs), 1e-12);
  return Math.max(...found.map((value, i) => Math.abs(value - (wanted[i] as number)))) / scale;
}

describe.each(CASES)('$name', ({ loss, reference }) => {
  test('value and gradient agree with central differences in double precision', () => {
    for (const seed of [1, 2, 3]) {
      const cells = someCells(seed);
      const twin = reference(JOINT, cells);
      const { value, gradient } = run(loss, [[cells]], [[JOINT]]);
      expect(Math.abs(value / twin(cells) - 1)).toBeLessThan(1e-5);
      expect(gap(gradient(0, 0), numericGradient(twin, cells))).toBeLessThan(1e-4);
    }
  });

  test('is the weighted mean over people and joints, whatever their order', () => {
    const maps = [
      [someCells(1), someCells(2), someCells(3)],
      [someCells(4), someCells(5), someCells(6)],
    ];
    const truth = [
      [JOINT, { x: 1.2, y: 6.1 }, { x: 7.7, y: 0.9 }],
      [{ x: 4.4, y: 3.3 }, { x: 2.6, y: 1.4 }, JOINT],
    ];
    const weights = [
      [1, 0.5, 2],
      [0.25, 0, 1],
    ];
    let [sum, mass] = [0, 0];
    maps.forEach((person, p) => {
      person.forEach((cells, j) => {
        const weight = weights[p]?.[j] as number;
        sum += weight * reference(truth[p]?.[j] as Point, cells)(cells);
        mass += weight;
      });
    });
    const there = run(loss, maps, truth, weights);
    expect(Math.abs(there.value / (sum / mass) - 1)).toBeLessThan(1e-5);
    const turn = <T>(rows: readonly (readonly T[])[]): T[][] => [...rows].reverse().map((row) => [...row].reverse());
    const turned = run(loss, turn(maps), turn(truth), turn(weights));
    expect(turned.value).toBeCloseTo(there.value, 5);
    expect(gap(turned.gradient(1, 0), there.gradient(0, 2))).toBeLessThan(1e-6);
    const last = maps[1]?.[2] as Float32Array;
    const wanted = numericGradient(reference(truth[1]?.[2] as Point, last), last);
    expect(
      gap(
        there.gradient(1, 2),
        wanted.map((slope) => slope / mass),
      ),
    ).toBeLessThan(1e-4);
  });

  test('does not look at joints of weight 0, and is 0 when none is labelled', () => {
    const unknown = { x: Number.NaN, y: Number.NaN };
    const alone = run(loss, [[someCells(1)]], [[JOINT]]);
    const masked = run(loss, [[someCells(1), someCells(2)]], [[JOINT, unknown]], [[1, 0]]);
    expect(masked.value).toBeCloseTo(alone.value, 6);
    expect(gap(masked.gradient(0, 0), alone.gradient(0, 0))).toBeLessThan(1e-6);
    expect(masked.gradient(0, 1).every((slope) => slope === 0)).toBe(true);
    const none = run(loss, [[someCells(1), someCells(2)]], [[unknown, unknown]], [[0, 0]]);
    expect(none.value).toBe(0);
    expect([...none.gradient(0, 0), ...none.gradient(0, 1)].every((slope) => slope === 0)).toBe(true);
  });

  test('is finite, with a finite gradient, on degenerate maps and for joints outside', () => {
    const random = seededRandom(9);
    const flat = (value: number): Float32Array => new Float32Array(CELLS).fill(value);
    const wild = Float32Array.from({ length: CELLS }, () => random.between(-1e4, 1e4));
    const spike = flat(-1e4);
    spike[20] = 1e4;
    for (const cells of [flat(0), flat(1e4), flat(-1e4), wild, spike])
      for (const at of [JOINT, { x: -50, y: 3 }, { x: 4, y: 1e6 }, { x: 0, y: 0 }, { x: 9, y: 7 }]) {
        const { value, gradient } = run(loss, [[cells]], [[at]]);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThan(Number.POSITIVE_INFINITY);
        expect(gradient(0, 0).every(Number.isFinite)).toBe(true);
      }
  });

  test('names the shape that does not fit', () => {
    expect(() => loss(batch([[someCells(1)]]), tensor3d([1, 2, 3], [1, 1, 3]))).toThrow(
      /truth has the shape \[1, 1, 3\].*\[1, 1, 2\]/,
    );
  });
});

test.each(CASES.filter(({ softmax }) => softmax))('$name does not see a constant added to the map', ({ loss }) => {
  const cells = someCells(1);
  const here = run(loss, [[cells]], [[JOINT]]);
  const there = run(loss, [[cells.map((value) => value + 3)]], [[JOINT]]);
  expect(there.value).toBeCloseTo(here.value, 4);
  expect(gap(there.gradient(0, 0), here.gradient(0, 0))).toBeLessThan(1e-4);
});

test('the cases below the floor are below it', () => {
  for (const seed of [1, 2, 3]) {
    const cells = someCells(seed);
    expect(referenceCompensated(SIZE, cells, 4, 0).gain).toBeLessThan(2);
    for (const background of [0.45, 2]) {
      const { gain } = referenceCompensated(SIZE, cells, LOW.beta, background);
      expect(gain < 0 || gain > 1 / LOW.floor, `gain ${gain}`).toBe(true);
    }
  }
});

test('the gradient of integralLoss is that of Gu et al. 2022, eq. 10', () => {
  for (const beta of [1, 10]) {
    const cells = someCells(4);
    const total = cells.reduce((sum, value) => sum + Math.exp(beta * value), 0);
    const shares = Array.from(cells, (value) => Math.exp(beta * value) / total);
    const [x, y] = [
      shares.reduce((sum, share, i) => sum + share * ((i % SIZE.width) + 0.5), 0),
      shares.reduce((sum, share, i) => sum + share * (Math.floor(i / SIZE.width) + 0.5), 0),
    ];
    const closed = shares.map((share, i) => {
      const [dx, dy] = [(i % SIZE.width) + 0.5 - x, Math.floor(i / SIZE.width) + 0.5 - y];
      return beta * share * (Math.sign(x - JOINT.x) * dx + Math.sign(y - JOINT.y) * dy);
    });
    expect(gap(run(integralLoss({ beta }), [[cells]], [[JOINT]]).gradient(0, 0), closed)).toBeLessThan(1e-5);
  }
});
