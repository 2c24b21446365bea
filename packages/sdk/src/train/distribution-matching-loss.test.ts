import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { seededRandom } from '@integral-pose/test-kit';
import {
  grad,
  memory,
  ready,
  setBackend,
  type Tensor2D,
  type Tensor4D,
  tensor2d,
  tensor3d,
  tensor4d,
  tidy,
  valueAndGrad,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { dotTarget } from '../decode/dot-target.ts';
import { exactTransport, matchingProblem, referenceSinkhorn } from '../math/reference/reference-transport.ts';
import type { Point, Size } from '../types/geometry.ts';
import { PoseError } from '../types/pose-error.ts';
import { distributionMatchingLoss } from './distribution-matching-loss.ts';

beforeAll(async () => {
  await setBackend('cpu');
  await ready();
});

const SIZE: Size = { width: 9, height: 7 };
const JOINT: Point = { x: 5.3, y: 2.4 };

/** About as many above as below 0. */
function noise(seed: number, size = SIZE): Float64Array {
  const random = seededRandom(seed);
  return Float64Array.from({ length: size.width * size.height }, () => random.next() * 2 - 1);
}

function suppliersOf(cells: ArrayLike<number>): Float64Array {
  const positive = Float64Array.from(cells, (value) => Math.max(0, value));
  const mass = positive.reduce((sum, value) => sum + value, 0);
  return positive.map((value) => value / mass);
}

/** Of one joint. */
function lossOf(cells: ArrayLike<number>, joint: Point, options = {}, size = SIZE): number {
  const loss = distributionMatchingLoss(options);
  return tidy(() => {
    const maps = tensor4d(Float32Array.from(cells), [1, size.height, size.width, 1]);
    return loss(maps, tensor3d([[[joint.x, joint.y]]])).dataSync()[0] as number;
  });
}

function slopesOf(cells: ArrayLike<number>, joint: Point, options = {}, size = SIZE): Float32Array {
  const loss = distributionMatchingLoss(options);
  return tidy(() => {
    const maps = tensor4d(Float32Array.from(cells), [1, size.height, size.width, 1]);
    const slopes = grad((x) => loss(x as Tensor4D, tensor3d([[[joint.x, joint.y]]])));
    return slopes(maps).dataSync() as Float32Array;
  });
}

describe('against an exact transport solver', () => {
  test('the loss comes down to the earth mover’s distance as the regularisation does', () => {
    for (const seed of [4, 5]) {
      const cells = noise(seed);
      const exact = exactTransport(matchingProblem(suppliersOf(cells), SIZE, JOINT));
      const gaps = [0.4, 0.2, 0.1, 0.05].map(
        (regularisation) => lossOf(cells, JOINT, { regularisation, iterations: 200 }) - exact,
      );
      for (const [i, regularisation] of [0.4, 0.2, 0.1, 0.05].entries()) {
        expect(gaps[i]).toBeGreaterThan(0);
        expect(gaps[i]).toBeLessThan(regularisation * Math.log(4));
        if (i > 0) expect(gaps[i]).toBeLessThan((gaps[i - 1] as number) * 0.7);
      }
    }
  });

  test.each([0.5, 0.1])('value and gradient are those of the double precision twin, ε = %f', (regularisation) => {
    const cells = noise(6);
    const suppliers = suppliersOf(cells);
    const twin = referenceSinkhorn(matchingProblem(suppliers, SIZE, JOINT), regularisation);
    const mass = cells.reduce((sum, value) => sum + Math.max(0, value), 0);
    const level = suppliers.reduce((sum, share, n) => sum + share * (twin.a[n] as number), 0);
    const options = { regularisation, iterations: 200 };
    expect(Math.abs(lossOf(cells, JOINT, options) - twin.value)).toBeLessThan(1e-4);
    const slopes = slopesOf(cells, JOINT, options);
    for (const [n, value] of cells.entries()) {
      const wanted = value > 0 ? ((twin.a[n] as number) - level) / mass : 0;
      expect(Math.abs((slopes[n] as number) - wanted), `cell ${n}`).toBeLessThan(1e-4);
    }
  });
});

test('the gradient in the maps agrees with central differences of the loss', () => {
  const cells = noise(8);
  const options = { regularisation: 0.5, iterations: 100 };
  const slopes = slopesOf(cells, JOINT, options);
  // Far from 0, so that no step crosses relu's corner.
  const steep = [...cells.keys()].filter((n) => Math.abs(cells[n] as number) > 0.1).slice(0, 12);
  for (const cell of steep) {
    const at = (step: number): number =>
      lossOf(
        cells.map((value, n) => (n === cell ? value + step : value)),
        JOINT,
        options,
      );
    expect(Math.abs((slopes[cell] as number) - (at(0.05) - at(-0.05)) / 0.1), `cell ${cell}`).toBeLessThan(2e-3);
  }
  expect(Math.max(...slopes)).toBeGreaterThan(0.05);
});

test('the dot target itself is the minimum, at the entropic bias', () => {
  const target = dotTarget(JOINT, SIZE);
  const least = lossOf(target, JOINT);
  expect(least).toBeGreaterThan(0);
  expect(least).toBeLessThan(0.1 * Math.log(4));
  expect(lossOf(target, JOINT, { regularisation: 0.01, iterations: 500 })).toBeLessThan(0.01 * Math.log(4) + 1e-4);
  for (const cell of [0, 13, 14, 15, 22, 24, 62]) {
    for (const share of [0.1, 0.5]) {
      const spoilt = target.map((value, n) => value * (1 - share) + (n === cell ? share : 0));
      expect(lossOf(spoilt, JOINT), `cell ${cell}`).toBeGreaterThan(least);
    }
  }
});

test('all mass in one cell costs its mean distance to the demanders', () => {
  const cells = Array.from({ length: 63 }, (_, n) => (n === 0 ? 3 : 0));
  // The cell's centre is (0.5, 0.5); every plan is the same.
  const shares = [
    [4.5, 1.5, 0.2 * 0.1],
    [5.5, 1.5, 0.8 * 0.1],
    [4.5, 2.5, 0.2 * 0.9],
    [5.5, 2.5, 0.8 * 0.9],
  ] as const;
  const wanted = shares.reduce((sum, [x, y, share]) => sum + share * Math.hypot(x - 0.5, y - 0.5), 0);
  expect(lossOf(cells, JOINT)).toBeCloseTo(wanted, 4);
});

test('shifting or mirroring map and joint together changes nothing', () => {
  const size = { width: 13, height: 11 };
  const placed = (left: number, top: number, mirrored = false): Float64Array => {
    const source = noise(9, { width: 5, height: 4 });
    const cells = new Float64Array(size.width * size.height);
    for (let v = 0; v < 4; v++)
      for (let u = 0; u < 5; u++) {
        cells[(top + v) * size.width + left + u] = source[v * 5 + (mirrored ? 4 - u : u)] as number;
      }
    return cells;
  };
  const here = lossOf(placed(2, 3), { x: 4.3, y: 5.1 }, {}, size);
  expect(here).toBeGreaterThan(0.5);
  expect(lossOf(placed(6, 5), { x: 8.3, y: 7.1 }, {}, size)).toBeCloseTo(here, 4);
  expect(lossOf(placed(6, 3, true), { x: 13 - 4.3, y: 5.1 }, {}, size)).toBeCloseTo(here, 4);
});

test('steps against the gradient carry a map from everywhere to the joint', { timeout: 60_000 }, () => {
  let cells = Float64Array.from({ length: 63 }, (_, n) => 0.5 + 0.01 * (n % 3));
  for (let step = 0; step < 150; step++) {
    const slopes = slopesOf(cells, JOINT, { iterations: 20 });
    cells = cells.map((value, n) => value - 0.5 * (slopes[n] as number));
  }
  const shares = suppliersOf(cells);
  const mean = shares.reduce(
    (sum, share, n) => ({ x: sum.x + share * ((n % 9) + 0.5), y: sum.y + share * (Math.floor(n / 9) + 0.5) }),
    { x: 0, y: 0 },
  );
  expect(Math.hypot(mean.x - JOINT.x, mean.y - JOINT.y)).toBeLessThan(0.15);
  expect(lossOf(cells, JOINT)).toBeLessThan(0.3);
});

describe('at the limits', () => {
  test.each([0, -1, -1e4])('a map of %f everywhere is finite and pulled up at the joint', (level) => {
    const cells = new Float64Array(63).fill(level);
    expect(Number.isFinite(lossOf(cells, JOINT))).toBe(true);
    const slopes = slopesOf(cells, JOINT);
    expect(slopes.every(Number.isFinite)).toBe(true);
    const [lowest, highest] = [Math.min(...slopes), Math.max(...slopes)];
    // Most to gain at the cell of the joint, most to lose in the corner furthest from it.
    expect(slopes.indexOf(lowest)).toBe(2 * 9 + 5);
    expect(slopes.indexOf(highest)).toBe(6 * 9);
    expect(highest - lowest).toBeGreaterThan(0.05);
  });

  test.each([1e4, 1e-2])('the loss does not depend on the scale, %f', (scale) => {
    const cells = noise(10);
    expect(
      lossOf(
        cells.map((value) => value * scale),
        JOINT,
      ),
    ).toBeCloseTo(lossOf(cells, JOINT), 4);
    expect(
      slopesOf(
        cells.map((value) => value * scale),
        JOINT,
      ).every(Number.isFinite),
    ).toBe(true);
  });

  test.each([
    ['on the border', { x: 0, y: 3.2 }, 0 + 27],
    ['on the far corner', { x: 9, y: 7 }, 62],
    ['outside', { x: -4, y: -3 }, 0],
    ['far outside', { x: 2000.25, y: 3.5 }, 35],
  ])('a joint %s draws the map to its nearest edge', (_, joint, nearest) => {
    const cells = noise(11).map(Math.abs);
    const slopes = slopesOf(cells, joint);
    expect(slopes.every(Number.isFinite)).toBe(true);
    expect(Math.abs((slopes[nearest] as number) - Math.min(...slopes))).toBeLessThan(1e-4);
    const atEdge = lossOf(
      cells.map((value, n) => (n === nearest ? 1 : 0 * value)),
      joint,
    );
    expect(atEdge).toBeLessThan(lossOf(cells, joint));
  });

  test('a joint of weight 0 counts for nothing, even if its truth is NaN; the others by their weight', () => {
    const [first, second] = [noise(12), noise(13)];
    const cells = Array.from(
      { length: 63 * 3 },
      (_, i) => [first, second, first][i % 3]?.[Math.floor(i / 3)] as number,
    );
    const maps = tensor4d(cells, [1, 7, 9, 3]);
    const truth = tensor3d([
      [
        [5.3, 2.4],
        [1.2, 6.1],
        [Number.NaN, Number.NaN],
      ],
    ]);
    const loss = distributionMatchingLoss();
    const both = (weights: Tensor2D) => valueAndGrad((x) => loss(x as Tensor4D, truth, weights))(maps);
    const { value, grad: slopes } = both(tensor2d([[1, 3, 0]]));
    const wanted = (lossOf(first, JOINT) + 3 * lossOf(second, { x: 1.2, y: 6.1 })) / 4;
    expect(value.dataSync()[0]).toBeCloseTo(wanted, 4);
    const data = slopes.dataSync();
    expect(data.every(Number.isFinite)).toBe(true);
    expect(data.filter((_, i) => i % 3 === 2).every((slope) => slope === 0)).toBe(true);
    expect(data.filter((_, i) => i % 3 === 0).some((slope) => slope !== 0)).toBe(true);
    const none = both(tensor2d([[0, 0, 0]]));
    expect(none.value.dataSync()[0]).toBe(0);
    expect(none.grad.dataSync().every((slope) => slope === 0)).toBe(true);
  });

  test('no tensor is left over', () => {
    const maps = tensor4d(Float32Array.from(noise(14)), [1, 7, 9, 1]);
    const truth = tensor3d([[[5.3, 2.4]]]);
    const loss = distributionMatchingLoss();
    const before = memory().numTensors;
    const { value, grad: slopes } = valueAndGrad((x) => loss(x as Tensor4D, truth))(maps);
    value.dispose();
    slopes.dispose();
    expect(memory().numTensors).toBe(before);
  });

  test.each([{ regularisation: 0 }, { regularisation: Number.NaN }, { iterations: 0 }, { iterations: 1.5 }])(
    '%o is refused',
    (options) => {
      expect(() => distributionMatchingLoss(options)).toThrow(PoseError);
    },
  );
});
