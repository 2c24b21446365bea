import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import {
  gaussianMap,
  heatmapsOf,
  type MapCells,
  mapFrom,
  mapValues,
  outputOf,
  seededRandom,
} from '@integral-pose/test-kit';
import {
  abs,
  add,
  div,
  exp,
  matMul,
  maximum,
  mul,
  ready,
  relu,
  reshape,
  type Scalar,
  setBackend,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
  tensor3d,
  valueAndGrad,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { debiasedIntegral } from '../decode/debiased-integral.ts';
import { numericGradient, referenceCompensated, referenceDebiasedLoss } from '../math/reference/reference-losses.ts';
import type { Point, Size } from '../types/geometry.ts';
import { cellsOf, mapGrid } from './cells.ts';
import { debiasedIntegralLoss } from './debiased-integral-loss.ts';
import type { HeatmapLoss } from './heatmap-loss.ts';

beforeAll(async () => {
  await setBackend('cpu');
  await ready();
});

const SIDE = 16;
const SQUARE: Size = { width: SIDE, height: SIDE };
const JOINT: Point = { x: 11.3, y: 5.2 };

/** Eq. 8 and 10 as they stand, with the pole: what the stable form replaces. */
const naive =
  (beta: number): HeatmapLoss =>
  (maps, truth) => {
    const [people, height, width, joints] = maps.shape;
    const weights: Tensor2D = sub(exp(mul(cellsOf(maps), beta)), 1);
    const offset = div(matMul(weights, mapGrid(width, height)), sum(weights, 1, true));
    const position = reshape(add(offset, [width / 2, height / 2]), [people, joints, 2]);
    return sum(abs(sub(position, truth))) as Scalar;
  };

function run(loss: HeatmapLoss, map: MapCells, at: Point): { value: number; gradient: Float32Array } {
  const truth = tensor3d([[[at.x, at.y]]]);
  const { value, grad } = valueAndGrad((maps: Tensor) => loss(maps as Tensor4D, truth))(outputOf([map]));
  return { value: value.dataSync()[0] as number, gradient: grad.dataSync() as Float32Array };
}

const norm = (values: ArrayLike<number>): number => Math.hypot(...Array.from(values));

/** The position with the highest or lowest value, cells. */
function extreme(map: MapCells, sign: 1 | -1): Point {
  let best = 0;
  map.cells.forEach((value, i) => {
    if (sign * value > sign * (map.cells[best] as number)) best = i;
  });
  return { x: (best % map.width) + 0.5, y: Math.floor(best / map.width) + 0.5 };
}

const apart = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

describe('where the mass is healthy', () => {
  const map = gaussianMap({ width: 48, height: 64 }, { x: 9.4, y: 50.7, peak: 0.5 });

  test.each([
    [10, 0],
    [10, 0.1],
    [20, -0.2],
  ])('it is what debiasedIntegral decodes: β = %d, background %d', (beta, background) => {
    const lifted = mapValues(map, (value) => value + background);
    const heatmaps = heatmapsOf([lifted], { background });
    const [x = 0, y = 0] = debiasedIntegral({ beta }).decode(heatmaps).dataSync();
    heatmaps.dispose();
    const exact = referenceCompensated(lifted, lifted.cells, beta, background).at;
    // Far enough that the distances are the coordinates.
    const { value } = run(debiasedIntegralLoss({ beta, background }), lifted, { x: -100, y: -100 });
    expect(Math.abs(value - 200 - (x + y))).toBeLessThan(2e-3);
    expect(Math.abs(value - 200 - (exact.x + exact.y))).toBeLessThan(1e-3);
    expect(Math.abs(exact.x - 9.4) + Math.abs(exact.y - 50.7)).toBeLessThan(0.01);
  });

  test('the gradient is β·h̃/m times the location factor', () => {
    const beta = 10;
    const { at, gain } = referenceCompensated(map, map.cells, beta, 0);
    expect(gain).toBeGreaterThan(2);
    const powers = Array.from(map.cells, (value) => Math.exp(beta * value));
    const total = powers.reduce((a, b) => a + b, 0);
    const truth = { x: 30, y: 20 };
    const closed = powers.map((power, i) => {
      const [dx, dy] = [(i % 48) + 0.5 - at.x, Math.floor(i / 48) + 0.5 - at.y];
      return ((beta * power) / total) * gain * (Math.sign(at.x - truth.x) * dx + Math.sign(at.y - truth.y) * dy);
    });
    const { gradient } = run(debiasedIntegralLoss(), map, truth);
    const worst = Math.max(...closed.map((slope, i) => Math.abs(slope - (gradient[i] as number))));
    expect(worst / Math.max(...closed.map(Math.abs))).toBeLessThan(1e-4);
  });

  test('moving map and joint by whole cells changes nothing', () => {
    const at = { x: 12.1, y: 45.3 };
    const here = run(debiasedIntegralLoss(), map, at).value;
    const moved = gaussianMap({ width: 48, height: 64 }, { x: 9.4 + 17, y: 50.7 - 30, peak: 0.5 });
    expect(here).toBeGreaterThan(5);
    expect(run(debiasedIntegralLoss(), moved, { x: at.x + 17, y: at.y - 30 }).value).toBeCloseTo(here, 2);
  });
});

describe('near a flat map', () => {
  /** A slight tilt to the right, its mean `level` over the background: m is about 10 · level. */
  const tilted = (level: number): MapCells => mapFrom(SQUARE, (x) => level + 1e-4 * (x - (SIDE - 1) / 2));

  test('the gradient of the naive form grows as 1 / m², the stable one has a bound', () => {
    const beta = 10;
    const norms = [1e-2, 1e-4, 1e-5].map((level) => {
      const map = tilted(level);
      const exact = numericGradient(referenceDebiasedLoss(SQUARE, JOINT, beta), map.cells, 1e-8);
      return { exact: norm(exact), stable: norm(run(debiasedIntegralLoss({ beta }), map, JOINT).gradient) };
    });
    const plain = norm(run(debiasedIntegralLoss({ beta, floor: 0.9 }), tilted(0), JOINT).gradient);
    expect(norms[1]?.exact as number).toBeGreaterThan(300 * (norms[0]?.exact as number));
    expect(norms[2]?.exact as number).toBeGreaterThan(50 * (norms[1]?.exact as number));
    for (const { stable } of norms) {
      expect(stable).toBeLessThan(12 * plain);
      expect(stable).toBeGreaterThan(plain);
    }
  });

  test('the naive answer is mirrored where the map lies below the background', () => {
    const [above, below] = [0.001, -0.001].map((level) => referenceCompensated(SQUARE, tilted(level).cells, 10, 0).at);
    expect(above?.x).toBeGreaterThan(8.5);
    expect(below?.x).toBeLessThan(7.5);
  });

  test.each([0.5, 0.005, 0, -0.005, -0.5, -5])('one step moves the expectation to the joint: %d', (level) => {
    const map = tilted(level);
    const expectation = (cells: Float32Array): Point => {
      const powers = Array.from(cells, (value) => Math.exp(10 * (value - level)));
      const total = powers.reduce((a, b) => a + b, 0);
      const along = (position: (i: number) => number): number =>
        powers.reduce((a, power, i) => a + (power / total) * (position(i) + 0.5), 0);
      return { x: along((i) => i % SIDE), y: along((i) => Math.floor(i / SIDE)) };
    };
    const before = expectation(map.cells);
    for (const at of [JOINT, { x: 2, y: 14 }, { x: -3, y: 8.5 }]) {
      const { gradient } = run(debiasedIntegralLoss(), map, at);
      const after = expectation(map.cells.map((value, i) => value - 1e-4 * (gradient[i] as number)));
      expect(Math.sign(after.x - before.x)).toBe(Math.sign(at.x - before.x));
      expect(Math.sign(after.y - before.y)).toBe(Math.sign(at.y - before.y));
      // Below the floor all cells together are pulled up by pull · β, however deep the map lies.
      if (level < 0.1) expect(gradient.reduce((a, b) => a + b, 0)).toBeCloseTo(-10, 2);
    }
  });

  test('descent from there digs a hole or runs away with the naive form, and makes a peak with the stable one', () => {
    for (const seed of [1, 2]) {
      const random = seededRandom(seed);
      const start = mapFrom(SQUARE, () => 0.01 * random.normal() - 0.01);
      const descend = (loss: HeatmapLoss): { map: MapCells; value: number; steepest: number } => {
        let [map, value, steepest] = [start, 0, 0];
        for (let step = 0; step < 400; step++) {
          const found = run(loss, map, JOINT);
          value = found.value;
          steepest = Math.max(steepest, norm(found.gradient));
          map = { ...map, cells: map.cells.map((cell, i) => cell - 0.01 * (found.gradient[i] as number)) };
        }
        return { map, value, steepest };
      };
      const [stable, wrong] = [descend(debiasedIntegralLoss()), descend(naive(10))];
      expect(stable.value).toBeLessThan(0.3);
      expect(apart(extreme(stable.map, 1), JOINT)).toBeLessThan(1.5);
      expect(apart(extreme(wrong.map, 1), JOINT)).toBeGreaterThan(5);
      expect(wrong.steepest).toBeGreaterThan(2 * stable.steepest);
    }
  }, 120_000);

  test('no entry of the gradient exceeds its bound', () => {
    const [beta, floor, pull] = [10, 0.1, 1];
    for (let seed = 0; seed < 40; seed++) {
      const random = seededRandom(seed);
      const [level, noise] = [random.between(-0.1, 0.1), 10 ** random.between(-4, 0)];
      const map = mapFrom(SQUARE, () => level + noise * random.normal());
      const total = map.cells.reduce((a, value) => a + Math.exp(beta * value), 0);
      const { gradient } = run(debiasedIntegralLoss({ beta, floor, pull }), map, JOINT);
      gradient.forEach((slope, i) => {
        const share = Math.exp(beta * (map.cells[i] as number)) / total;
        expect(Math.abs(slope)).toBeLessThan(beta * share * ((2 * SIDE) / floor ** 2 + pull) + 1e-12);
      });
    }
  });

  test('a relu and a clamp instead leave a map below the background without any gradient', () => {
    const sunk = mapFrom(SQUARE, (x) => -0.2 + 1e-3 * x);
    const clamped: HeatmapLoss = (maps, truth) => {
      const powers = exp(mul(cellsOf(relu(maps)), 10)) as Tensor2D;
      const total = sum(powers, 1, true);
      const offset = div(matMul(powers, mapGrid(SIDE, SIDE)), total);
      const mass = maximum(sub(1, div(SIDE * SIDE, total)), 0.1);
      return sum(abs(sub(add(div(offset, mass), SIDE / 2), reshape(truth, [1, 2])))) as Scalar;
    };
    expect(norm(run(clamped, sunk, JOINT).gradient)).toBe(0);
    expect(norm(run(debiasedIntegralLoss(), sunk, JOINT).gradient)).toBeGreaterThan(1);
  });

  test('with all-negative weights a hole at the joint is a perfect answer of the naive form, and a poor one here', () => {
    const hole = mapValues(gaussianMap(SQUARE, { ...JOINT, sigma: 1 }), (value) => -value);
    expect(apart(extreme(hole, -1), JOINT)).toBeLessThan(1);
    expect(run(naive(10), hole, JOINT).value).toBeLessThan(0.1);
    expect(run(debiasedIntegralLoss(), hole, JOINT).value).toBeGreaterThan(3);
  });
});

test('options out of their range are refused', () => {
  for (const bad of [{ beta: 0 }, { floor: 0 }, { floor: 1 }, { pull: -1 }, { background: Number.NaN }])
    expect(() => debiasedIntegralLoss(bad)).toThrow(/The option/);
});
