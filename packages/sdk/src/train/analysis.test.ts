import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import {
  abs,
  grad,
  matMul,
  mul,
  ready,
  setBackend,
  softmax,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gaussianTarget } from '../decode/gaussian-target.ts';
import { biasedPerAxis } from '../math/gu-2021-literal.ts';
import type { Point, Size } from '../types/geometry.ts';
import { PoseError } from '../types/pose-error.ts';
import { activationSum } from './activation-sum.ts';
import { bestFitSigma } from './best-fit-sigma.ts';
import { biasMap } from './bias-map.ts';
import { expectedEndPointError } from './expected-end-point-error.ts';
import type { FlatMap } from './flat-map.ts';
import { gradientFactors } from './gradient-factors.ts';
import { debiasedIntegralPosition, integralPosition, meanPosition, softmaxMap } from './softmax-map.ts';

const mapOf = (size: Size, cells: ArrayLike<number>): FlatMap => ({ ...size, cells });
const SIZE: Size = { width: 7, height: 5 };
const numbers = (least: number, most: number) => fc.double({ min: least, max: most, noNaN: true });
const points = fc.record({ x: numbers(0, 7), y: numbers(0, 5) });
/** Of mass at least 0.5. */
const densities = fc.tuple(fc.array(numbers(0, 1), { minLength: 35, maxLength: 35 }), fc.nat(34)).map(([cells, cell]) =>
  mapOf(
    SIZE,
    cells.map((value, i) => (i === cell ? value + 0.5 : value)),
  ),
);
const surfaces = fc
  .array(numbers(-3, 3), { minLength: 35, maxLength: 35 })
  .map((cells) => mapOf(SIZE, Float64Array.from(cells)));

function refused(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof PoseError && error.detail.reason === 'invalid-argument') return error.detail.argument;
    throw error;
  }
  throw new Error('It was not refused.');
}

describe('activationSum', () => {
  const flat = mapOf(SIZE, new Float32Array(35).fill(2));

  test('of an even map is the share of its area in the square', () => {
    expect(activationSum(flat, { x: 3.5, y: 2.5 }, 0)).toBeCloseTo(1 / 35, 12);
    expect(activationSum(flat, { x: 3.5, y: 2.5 }, 1)).toBeCloseTo(9 / 35, 12);
    expect(activationSum(flat, { x: 3.25, y: 2.9 }, 1)).toBeCloseTo(9 / 35, 12);
    expect(activationSum(flat, { x: 0.5, y: 0.5 }, 1)).toBeCloseTo(4 / 35, 12);
    expect(activationSum(flat, { x: -9, y: 2 }, 1)).toBe(0);
  });

  test('at a cell centre sums whole cells, as eq. 6 prints it', () => {
    const map = mapOf({ width: 4, height: 1 }, [1, 2, 3, 4]);
    expect(activationSum(map, { x: 1.5, y: 0.5 }, 0)).toBeCloseTo(0.2, 12);
    expect(activationSum(map, { x: 1.5, y: 0.5 }, 1)).toBeCloseTo(0.6, 12);
    // Half of cells 0 and 2 is inside, all of cell 1.
    expect(activationSum(map, { x: 1.5, y: 0.5 }, 0.5)).toBeCloseTo(0.4, 12);
  });

  test('grows with s up to 1, and does not depend on scale', () => {
    fc.assert(
      fc.property(densities, points, numbers(0, 4), numbers(0, 4), (map, truth, s, more) => {
        const here = activationSum(map, truth, s);
        expect(activationSum(map, truth, s + more)).toBeGreaterThanOrEqual(here - 1e-12);
        expect(activationSum(map, truth, 20)).toBeCloseTo(1, 12);
        const scaled = mapOf(
          SIZE,
          Array.from(map.cells, (value) => value * 1e-3),
        );
        expect(activationSum(scaled, truth, s)).toBeCloseTo(here, 12);
      }),
    );
  });
});

describe('bestFitSigma', () => {
  const size = { width: 48, height: 64 };

  test.each([0.5, 1, 2, 2.5, 4])('finds a Gaussian of σ = %f, between cells too', (sigma) => {
    const at = { x: 21.3, y: 30.8 };
    const { sigma: found, chiSquare, all } = bestFitSigma(mapOf(size, gaussianTarget(at, size, sigma)), at);
    expect(found).toBe(sigma);
    expect(chiSquare).toBeLessThan(1e-6);
    expect(all).toHaveLength(10);
    expect(all.filter((fit) => fit.sigma !== sigma).every((fit) => fit.chiSquare > 1e-4)).toBe(true);
  });

  test('the statistic is the one worked out by hand', () => {
    // Three cells in a row, templates of weights q, 1, q.
    const q = Math.exp(-1 / 2);
    const expected = [q, 1, q].map((value) => value / (1 + 2 * q));
    const observed = [0.25, 0.5, 0.25];
    const wanted = observed.reduce(
      (sum, o, i) => sum + (o - (expected[i] as number)) ** 2 / (expected[i] as number),
      0,
    );
    const map = mapOf({ width: 5, height: 1 }, [9, 1, 2, 1, 9]);
    expect(bestFitSigma(map, { x: 2.5, y: 0.5 }, { sigmas: [1], s: 1 }).chiSquare).toBeCloseTo(wanted, 12);
  });

  test('much too narrow a template is infinitely far, and never the answer unless alone', () => {
    const map = mapOf(SIZE, new Float64Array(35).fill(1));
    const { sigma, all } = bestFitSigma(map, { x: 3.5, y: 2.5 }, { sigmas: [0.02, 5], s: 2 });
    expect(sigma).toBe(5);
    expect(all[0]?.chiSquare).toBe(Number.POSITIVE_INFINITY);
    expect(refused(() => bestFitSigma(map, { x: 3.5, y: 2.5 }, { sigmas: [0.02], s: 2 }))).toBe('sigmas');
    expect(refused(() => bestFitSigma(map, { x: 99, y: 2.5 }))).toBe('centre');
  });
});

describe('expectedEndPointError', () => {
  test('of two cells on either side of the truth', () => {
    const map = mapOf({ width: 5, height: 1 }, [1, 0, 0, 0, 1]);
    expect(expectedEndPointError(map, { x: 2.5, y: 0.5 })).toEqual({ detection: 2, regression: 0 });
    // A 3-4-5 triangle: the cells are 5 away, their mean 3.
    const wide = mapOf({ width: 9, height: 1 }, [1, 0, 0, 0, 0, 0, 0, 0, 1]);
    const { detection, regression } = expectedEndPointError(wide, { x: 4.5, y: 3.5 });
    expect(detection).toBeCloseTo(5, 12);
    expect(regression).toBeCloseTo(3, 12);
  });

  test('regression is never worse; the two agree where all mass lies on a ray from the truth', () => {
    fc.assert(
      fc.property(densities, points, (map, truth) => {
        const { detection, regression } = expectedEndPointError(map, truth);
        expect(detection).toBeGreaterThanOrEqual(regression - 1e-12);
      }),
    );
    const row = mapOf({ width: 4, height: 1 }, [1, 2, 3, 4]);
    const { detection, regression } = expectedEndPointError(row, { x: -2, y: 0.5 });
    expect(detection).toBeCloseTo(4.5, 12);
    expect(regression).toBeCloseTo(4.5, 12);
  });
});

describe('gradientFactors', () => {
  const objective = (map: FlatMap, truth: Point, beta: number): number => {
    const { x, y } = integralPosition(map, beta);
    return Math.abs(x - truth.x) + Math.abs(y - truth.y);
  };

  test('of two equal cells', () => {
    const { value, location, gradient, decoded } = gradientFactors(
      mapOf({ width: 2, height: 1 }, [3, 3]),
      { x: 1.5, y: 0.5 },
      4,
    );
    expect(decoded).toEqual({ x: 1, y: 0.5 });
    expect([...value]).toEqual([2, 2]);
    // The answer is too far left: sign −1. y is exact: no part.
    expect([...location]).toEqual([0.5, -0.5]);
    expect([...gradient]).toEqual([1, -1]);
  });

  test('their product is the slope of the L1 error', () => {
    fc.assert(
      fc.property(surfaces, points, numbers(0.1, 3), fc.nat(34), (map, truth, beta, cell) => {
        const { gradient, decoded } = gradientFactors(map, truth, beta);
        // A step across the corner of an absolute value has no slope.
        fc.pre(Math.min(Math.abs(decoded.x - truth.x), Math.abs(decoded.y - truth.y)) > 1e-3);
        const at = (step: number): number =>
          objective(
            mapOf(
              SIZE,
              Array.from(map.cells, (value, i) => (i === cell ? value + step : value)),
            ),
            truth,
            beta,
          );
        expect(gradient[cell]).toBeCloseTo((at(1e-5) - at(-1e-5)) / 2e-5, 7);
        expect(gradient.reduce((total, slope) => total + slope, 0)).toBeCloseTo(0, 10);
      }),
    );
  });

  test('and what automatic differentiation answers', async () => {
    await setBackend('cpu');
    await ready();
    const truth = { x: 4.9, y: 1.2 };
    const cells = gaussianTarget({ x: 2.6, y: 3.1 }, SIZE, 1.3);
    const automatic = tidy(() => {
      const centres = tensor2d([...cells.keys()].map((i) => [(i % 7) + 0.5, Math.floor(i / 7) + 0.5]));
      const loss = (row: Tensor): Tensor =>
        sum(abs(sub(matMul(softmax(mul<Tensor2D>(row, 5)) as Tensor2D, centres), [[truth.x, truth.y]])));
      return grad(loss)(tensor2d(cells, [1, 35])).dataSync();
    });
    const { gradient } = gradientFactors(mapOf(SIZE, cells), truth, 5);
    for (const [i, slope] of gradient.entries()) expect(automatic[i]).toBeCloseTo(slope, 5);
    expect(gradient.reduce((most, slope) => Math.max(most, Math.abs(slope)), 0)).toBeGreaterThan(0.3);
  });
});

describe('biasMap', () => {
  const size = { width: 48, height: 64 };

  test('of an exact decoder is 0; of one that always answers the middle, the distance from it', () => {
    const { xs, ys, errorX, errorY, distance, mean, worst } = biasMap(() => ({ x: 2, y: 1 }), {
      size: { width: 4, height: 2 },
    });
    expect([...xs]).toEqual([0.5, 1.5, 2.5, 3.5]);
    expect([...ys]).toEqual([0.5, 1.5]);
    expect([...errorX]).toEqual([1.5, 0.5, -0.5, -1.5, 1.5, 0.5, -0.5, -1.5]);
    expect([...errorY]).toEqual([0.5, 0.5, 0.5, 0.5, -0.5, -0.5, -0.5, -0.5]);
    expect(distance[0]).toBeCloseTo(Math.sqrt(2.5), 12);
    expect(mean).toBeCloseTo((Math.sqrt(2.5) + Math.sqrt(0.5)) / 2, 12);
    expect(worst).toBeCloseTo(Math.sqrt(2.5), 12);
  });

  test.each([1, 5, 10])('plain integrals are off as eq. 9 of Gu 2021 says, β = %i', (beta) => {
    const options = { size, margin: 12, step: 4 };
    const { xs, ys, errorX, errorY, worst } = biasMap((map) => integralPosition(map, beta), options);
    // C of one such map; away from the border it hardly depends on where the joint is.
    const cells = gaussianTarget({ x: 24, y: 32 }, size, 2);
    const c = cells.reduce((total, value) => total + Math.exp(beta * value), 0);
    for (let i = 0; i < errorX.length; i++) {
      const truth = { x: xs[i % xs.length] as number, y: ys[Math.floor(i / xs.length)] as number };
      const biased = biasedPerAxis(truth, c, size);
      expect(Math.abs((errorX[i] as number) - (biased.x - truth.x))).toBeLessThan(0.01);
      expect(Math.abs((errorY[i] as number) - (biased.y - truth.y))).toBeLessThan(0.01);
    }
    expect(worst).toBeGreaterThan(beta === 10 ? 0.5 : 2);
  });

  test('compensation takes the bias away, also where the background is not 0', () => {
    const options = { size, margin: 10, step: 3.7, background: -0.5, peak: 0.8 };
    const plain = biasMap((map) => integralPosition(map, 8), options);
    const debiased = biasMap((map) => debiasedIntegralPosition(map, 8, -0.5), options);
    expect(plain.mean).toBeGreaterThan(0.3);
    expect(debiased.worst).toBeLessThan(0.01);
  });
});

test('softmaxMap survives large values, and meanPosition weighs cell centres', () => {
  const { cells } = softmaxMap(mapOf({ width: 3, height: 1 }, [1e4, 1e4 + Math.log(3), -1e4]));
  expect(cells[0]).toBeCloseTo(0.25, 10);
  expect(cells[1]).toBeCloseTo(0.75, 10);
  expect(cells[2]).toBe(0);
  expect(meanPosition(mapOf({ width: 2, height: 2 }, [0, 1, 0, 3]))).toEqual({ x: 1.5, y: 1.25 });
});

test('bad arguments are refused by name', () => {
  const map = mapOf({ width: 2, height: 1 }, [1, 2]);
  const at = { x: 1, y: 0.5 };
  expect(refused(() => activationSum(map, at, -1))).toBe('s');
  expect(refused(() => activationSum(map, { x: Number.NaN, y: 0 }, 1))).toBe('truth');
  expect(refused(() => activationSum(mapOf({ width: 2, height: 1 }, [1, -2]), at, 1))).toBe('map.cells[1]');
  expect(refused(() => activationSum(mapOf({ width: 2, height: 1 }, [0, 0]), at, 1))).toBe('map.cells');
  expect(refused(() => activationSum(mapOf({ width: 3, height: 1 }, [1, 2]), at, 1))).toBe('map.cells');
  expect(refused(() => bestFitSigma(map, at, { sigmas: [] }))).toBe('sigmas');
  expect(refused(() => bestFitSigma(map, at, { sigmas: [0] }))).toBe('sigmas');
  expect(refused(() => gradientFactors(map, at, 0))).toBe('beta');
  expect(refused(() => gradientFactors(mapOf({ width: 2, height: 1 }, [1, Number.NaN]), at))).toBe('map.cells[1]');
  expect(refused(() => debiasedIntegralPosition(map, 10, 2))).toBe('map.cells');
  expect(refused(() => biasMap(() => at, { size: { width: 0, height: 3 } }))).toBe('size');
  expect(refused(() => biasMap(() => at, { size: SIZE, step: 0 }))).toBe('step');
  expect(refused(() => biasMap(() => at, { size: SIZE, margin: 3 }))).toBe('margin');
  expect(refused(() => biasMap(() => at, { size: SIZE, peak: 0 }))).toBe('peak');
});
