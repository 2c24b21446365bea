import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  fitSpread,
  fitSpreadByJoint,
  type JointSpreadSample,
  normalisedSquaredError,
  type SpreadSample,
} from './spread-calibration.ts';

/** Normal deviates, the same for the same seed (Box–Muller on a linear congruential generator). */
function normals(seed: number): () => number {
  let state = seed >>> 0;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

function draw(count: number, kappa: number, floor: number, seed: number): SpreadSample[] {
  const normal = normals(seed);
  return Array.from({ length: count }, () => {
    const extent = Math.exp(normal());
    return { extent, error: normal() * Math.sqrt(kappa * extent + floor) };
  });
}

describe('fitSpread', () => {
  test('finds the numbers that the errors were drawn with', () => {
    const { kappa, floor } = fitSpread(draw(20_000, 0.3, 0.2, 1));
    expect(kappa).toBeGreaterThan(0.27);
    expect(kappa).toBeLessThan(0.33);
    expect(floor).toBeGreaterThan(0.17);
    expect(floor).toBeLessThan(0.23);
  });

  test('is honest on data it was not fitted on', () => {
    const calibration = fitSpread(draw(2000, 0.5, 0.1, 2));
    const error = normalisedSquaredError(draw(2000, 0.5, 0.1, 3), calibration);
    expect(error).toBeGreaterThan(0.9);
    expect(error).toBeLessThan(1.1);
  });

  test('an extent that tells nothing gets no weight to speak of', () => {
    const normal = normals(4);
    const samples = draw(5000, 0, 1, 5).map(({ error }) => ({ error, extent: Math.exp(normal()) }));
    const { kappa, floor } = fitSpread(samples);
    expect(kappa).toBeLessThan(0.05);
    expect(floor).toBeGreaterThan(0.9);
  });

  test('follows the unit: errors ten times as large give a floor a hundred times as large', () => {
    const samples = draw(500, 0.5, 0.1, 6);
    const scaled = samples.map(({ error, extent }) => ({ error: 10 * error, extent: 100 * extent }));
    const [one, ten] = [fitSpread(samples), fitSpread(scaled)];
    expect(ten.kappa / one.kappa).toBeCloseTo(1, 9);
    expect(ten.floor / one.floor).toBeCloseTo(100, 6);
  });

  test.each([5e-324, 1e-310, 1e-306, 1e-291])('an extent of %s is none', (extent) => {
    const { kappa, floor } = fitSpread([
      { error: 3, extent: 0 },
      { error: -40, extent },
    ]);
    expect(kappa).toBe(0);
    expect(floor).toBe((3 ** 2 + 40 ** 2) / 2);
  });

  test('gives finite numbers for whatever it is given', () => {
    const sample = fc.record({
      error: fc.double({ min: -50, max: 50, noNaN: true }),
      extent: fc.double({ min: 0, max: 400, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(sample, { minLength: 2, maxLength: 30 }), (samples) => {
        const { kappa, floor } = fitSpread(samples);
        expect(Number.isFinite(kappa) && kappa >= 0).toBe(true);
        expect(Number.isFinite(floor) && floor > 0).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

describe('fitSpreadByJoint', () => {
  const arms = {
    name: 'arms',
    keypoints: ['nose', 'left_elbow', 'right_elbow', 'left_wrist', 'right_wrist', 'left_hip', 'right_hip'],
    bones: [],
    pairs: [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
  } as const;

  /** Errors of joints whose extents are so many times as small as they should be. */
  function drawJoints(counts: readonly number[], truth: readonly number[], seed: number): JointSpreadSample[] {
    return counts.flatMap((count, joint) =>
      draw(count, 0.4 * (truth[joint] as number), 0.1, seed + joint).map((sample) => ({ ...sample, joint })),
    );
  }
  const counts = [20, 1000, 1000, 1000, 1000, 1000, 1000];
  const truth = [1, 0.5, 0.5, 0.5, 0.5, 2, 2];

  test('finds the factors that the errors were drawn with, the mean of which is 1', () => {
    const { kappa, floor, joints } = fitSpreadByJoint(drawJoints(counts, truth, 7), arms);
    for (const joint of [1, 2, 3, 4]) expect(Math.abs((joints[joint] as number) - 0.5)).toBeLessThan(0.06);
    for (const joint of [5, 6]) expect(Math.abs((joints[joint] as number) - 2)).toBeLessThan(0.15);
    expect(kappa).toBeGreaterThan(0.36);
    expect(kappa).toBeLessThan(0.44);
    expect(floor).toBeGreaterThan(0.08);
    expect(floor).toBeLessThan(0.12);
    expect((joints[1] as number) / 3 + (joints[3] as number) / 3 + (joints[5] as number) / 3).toBeCloseTo(1, 2);
  });

  test('left and right share a factor; who gave too few samples keeps 1', () => {
    const lopsided = [20, 900, 30, 500, 500, 0, 39];
    const { joints } = fitSpreadByJoint(drawJoints(lopsided, truth, 20), arms);
    expect(joints[0]).toBe(1);
    expect(joints[2]).toBe(joints[1]);
    expect(joints[4]).toBe(joints[3]);
    expect([joints[5], joints[6]]).toEqual([1, 1]);
  });

  test('each joint is honest on data it was not fitted on, where one factor for all is not', () => {
    const seen = drawJoints(counts, truth, 40);
    const fresh = drawJoints(counts, truth, 60);
    const [each, all] = [fitSpreadByJoint(seen, arms), fitSpread(seen)];
    const of = (kind: number) => fresh.filter(({ joint }) => joint === kind);
    for (const joint of [1, 2, 3, 4, 5, 6]) {
      const error = normalisedSquaredError(of(joint), each);
      expect(error).toBeGreaterThan(0.84);
      expect(error).toBeLessThan(1.2);
    }
    expect(normalisedSquaredError(of(5), all)).toBeGreaterThan(1.5);
    expect(normalisedSquaredError(of(1), all)).toBeLessThan(0.8);
  });

  test('errors that are all 0 leave the factors at 1', () => {
    const exact = drawJoints(counts, truth, 80).map((sample) => ({ ...sample, error: 0 }));
    expect(fitSpreadByJoint(exact, arms).joints).toEqual([1, 1, 1, 1, 1, 1, 1]);
  });
});
