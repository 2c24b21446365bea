import { describeFilter, seededRandom } from '@integral-pose/test-kit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FilterFactory } from '../types/filter.ts';
import type { Keypoint } from '../types/pose.ts';
import { kalman } from './kalman.ts';
import { oneEuro } from './one-euro.ts';

describeFilter('kalman', kalman());

const FRAME = 1000 / 30;
const joint = (x: number, y: number, variance = 4, name = 'nose'): Keypoint => ({
  x,
  y,
  score: 0.9,
  spread: { xx: variance, xy: 0, yy: variance },
  name,
});
/** A joint, and two that make the body 1000 px long. */
const person = (nose: Keypoint, size = 1000) => [nose, joint(0, 0, 4, 'left_eye'), joint(0, size, 4, 'left_ankle')];
const first = (keypoints: readonly Keypoint[]) => keypoints[0] as Keypoint;
const rms = (values: readonly number[]) => Math.hypot(...values) / Math.sqrt(values.length);

/** Figures of a filter on 20 s of a joint that moves along x as `path` (px after s), with noise of the stated spread. */
function measure(factory: FilterFactory, path: (seconds: number) => number, deviation: number) {
  const random = seededRandom(7);
  const filter = factory();
  const raw: number[] = [];
  const error: number[] = [];
  /** Squared error in units of the stated variance: 1 on average when the spread is honest. */
  const normalised: number[] = [];
  const answers: { time: number; x: number }[] = [];
  for (let frame = 0; frame < 600; frame++) {
    const time = frame * FRAME;
    const truth = path(time / 1000);
    const measured = joint(truth + deviation * random.normal(), 300 + deviation * random.normal(), deviation ** 2);
    const { x, spread } = first(filter.apply(person(measured), time));
    if (frame < 30) continue;
    raw.push(measured.x - truth);
    error.push(x - truth);
    normalised.push((x - truth) ** 2 / spread.xx);
    answers.push({ time, x });
  }
  const tremble = (values: readonly number[]) =>
    rms(values.slice(2).map((value, i) => value - 2 * (values[i + 1] as number) + (values[i] as number)));
  // By how much the path has to be delayed to fit the answers best, ms.
  const misfit = (delay: number) => rms(answers.map(({ time, x }) => x - path((time - delay) / 1000)));
  const delays = Array.from({ length: 101 }, (_, i) => i);
  const lag = delays.reduce((best, delay) => (misfit(delay) < misfit(best) ? delay : best), 0);
  const mean = normalised.reduce((sum, value) => sum + value, 0) / normalised.length;
  return { raw: rms(raw), error: rms(error), tremble: tremble(error) / tremble(raw), lag, normalised: mean };
}

const wave = (seconds: number) => 500 + 150 * Math.sin(2 * Math.PI * seconds);
const quickWave = (seconds: number) => 500 + 200 * Math.sin(4 * Math.PI * seconds);
/** Every 2 s out by 400 px within 0.3 s, at rest, and back. */
function reach(seconds: number): number {
  const ease = (part: number) => (part <= 0 ? 0 : part >= 1 ? 1 : part * part * (3 - 2 * part));
  return 400 * (ease((seconds % 2) / 0.3) - ease(((seconds % 2) - 1) / 0.3));
}

describe.each([2, 5])('beside one-euro and the raw measurements, noise of %s px on a body of 1000 px', (deviation) => {
  const both = (path: (seconds: number) => number) => ({
    ours: measure(kalman(), path, deviation),
    euro: measure(oneEuro(), path, deviation),
  });

  test('a joint at rest: error below 45 %, tremble below 20 % of raw, and the spread says so', () => {
    const { ours } = both(() => 500);
    expect(ours.error).toBeLessThan(0.45 * ours.raw);
    expect(ours.tremble).toBeLessThan(0.2);
    expect(ours.normalised).toBeGreaterThan(0.5);
    expect(ours.normalised).toBeLessThan(1.7);
  });

  test('a waving arm: less than 60 % of the error of one-euro, no more than 1.2 × raw, no lag', () => {
    const { ours, euro } = both(wave);
    expect(ours.error).toBeLessThan(0.6 * euro.error);
    expect(ours.error).toBeLessThan(1.2 * ours.raw);
    expect(ours.lag).toBeLessThanOrEqual(4);
    expect(euro.lag).toBeGreaterThanOrEqual(8);
    expect(ours.normalised).toBeLessThan(2.5);
  });

  test('an arm waved as quickly as people can: less than 40 % of the error of one-euro, no more than raw', () => {
    const { ours, euro } = both(quickWave);
    expect(ours.error).toBeLessThan(0.4 * euro.error);
    expect(ours.error).toBeLessThan(1.05 * ours.raw);
    expect(ours.lag).toBeLessThanOrEqual(2);
  });

  test('reaching and resting by turns: less error than one-euro and than raw', () => {
    const { ours, euro } = both(reach);
    expect(ours.error).toBeLessThan(0.75 * euro.error);
    expect(ours.error).toBeLessThan(0.95 * ours.raw);
    expect(ours.lag).toBeLessThanOrEqual(3);
  });
});

test('a measurement counts by its spread, and by its direction', () => {
  const after = (spread: Keypoint['spread']) => {
    const filter = kalman()();
    for (let frame = 0; frame < 30; frame++) filter.apply(person(joint(100, 100)), frame * FRAME);
    return first(filter.apply(person({ ...joint(103, 103), spread }), 30 * FRAME));
  };
  const sure = after({ xx: 0.5, xy: 0, yy: 0.5 });
  const unsure = after({ xx: 100, xy: 0, yy: 100 });
  expect(sure.x - 100).toBeGreaterThan(4 * (unsure.x - 100));
  const along = after({ xx: 100, xy: 0, yy: 0.5 });
  expect(along.y - 100).toBeGreaterThan(4 * (along.x - 100));
  const diagonal = after({ xx: 50, xy: 49.9, yy: 50 });
  expect(diagonal.x).toBeCloseTo(diagonal.y, 9);
});

test('the spread falls at rest, grows where nothing is measured well, and stays a covariance', () => {
  const covariance = fc
    .record({
      a: fc.double({ min: 0.1, max: 30, noNaN: true }),
      b: fc.double({ min: 0.1, max: 30, noNaN: true }),
      r: fc.double({ min: -0.99, max: 0.99, noNaN: true }),
    })
    .map(({ a, b, r }) => ({ xx: a * a, xy: r * a * b, yy: b * b }));
  const frames = fc.array(
    fc.record({
      spread: covariance,
      x: fc.integer({ min: 0, max: 300 }),
      gap: fc.double({ min: 1, max: 700, noNaN: true }),
    }),
    { minLength: 5, maxLength: 40 },
  );
  fc.assert(
    fc.property(frames, (steps) => {
      const filter = kalman()();
      let time = 0;
      for (const { spread, x, gap } of steps) {
        time += gap;
        const { xx, xy, yy } = first(filter.apply(person({ ...joint(x, 300 - x), spread }), time)).spread;
        expect(xx).toBeGreaterThan(0);
        expect(xx * yy - xy * xy).toBeGreaterThan(0);
      }
    }),
  );
  const filter = kalman()();
  let last = first(filter.apply(person(joint(100, 100)), 0));
  for (let frame = 1; frame < 60; frame++) last = first(filter.apply(person(joint(100, 100)), frame * FRAME));
  expect(last.spread.xx).toBeLessThan(1);
  const blind = first(filter.apply(person(joint(100, 100, 1e6)), 60 * FRAME + 400));
  expect(blind.spread.xx).toBeGreaterThan(last.spread.xx);
});

test('an outlier does not move the joint; one that stays is the truth after `patience`', () => {
  const filter = kalman({ patience: 100 })();
  for (let frame = 0; frame < 30; frame++) filter.apply(person(joint(100, 100)), frame * FRAME);
  const outlier = first(filter.apply(person(joint(700, 100)), 30 * FRAME));
  expect(outlier.x).toBeCloseTo(100, 3);
  expect(first(filter.apply(person(joint(100, 100)), 31 * FRAME)).x).toBeCloseTo(100, 3);
  const xs = [0, 33, 66, 99, 101].map((later) => first(filter.apply(person(joint(700, 100)), 32 * FRAME + later)).x);
  for (const x of xs.slice(0, 4)) expect(x).toBeCloseTo(100, 2);
  expect(xs[4]).toBe(700);
  // Without a gate it would have followed.
  const open = kalman({ gate: 1e6 })();
  for (let frame = 0; frame < 30; frame++) open.apply(person(joint(100, 100)), frame * FRAME);
  expect(first(open.apply(person(joint(700, 100)), 30 * FRAME)).x).toBeGreaterThan(300);
});

test('irregular times: a steady movement is followed as well as at a steady rate', () => {
  const random = seededRandom(9);
  const filter = kalman()();
  let time = 0;
  for (let frame = 0; frame < 90; frame++) {
    time += random.between(15, 150);
    const { x } = first(filter.apply(person(joint(0.3 * time, 100)), time));
    if (frame > 20) expect(Math.abs(x - 0.3 * time)).toBeLessThan(0.5);
  }
});

test('a gap longer than `maxGap`, time going back, or other keypoints start at the measurement', () => {
  const filter = kalman({ maxGap: 300 })();
  filter.apply(person(joint(100, 100)), 0);
  filter.apply(person(joint(101, 100)), 33);
  expect(first(filter.apply(person(joint(130, 100)), 330)).x).not.toBe(130);
  expect(first(filter.apply(person(joint(400, 100)), 631))).toEqual(joint(400, 100));
  expect(first(filter.apply(person(joint(900, 100)), 100))).toEqual(joint(900, 100));
  expect(filter.apply(person(joint(800, 100)).slice(0, 2), 133)).toEqual(person(joint(800, 100)).slice(0, 2));
});

test('a person twice as large in the picture is filtered alike', () => {
  const random = seededRandom(5);
  const [near, far] = [kalman()(), kalman()()];
  for (let frame = 0; frame < 60; frame++) {
    const x = reach(frame / 30) + 2 * random.normal();
    const one = first(near.apply(person(joint(2 * x, 600, 16), 2000), frame * FRAME));
    const other = first(far.apply(person(joint(x, 300, 4), 1000), frame * FRAME));
    // Up to the least variance, which is in px.
    expect(Math.abs(one.x - 2 * other.x)).toBeLessThan(0.01);
  }
});

test('options outside their range are a typed error', () => {
  const error = expect.objectContaining({ name: 'PoseError', reason: 'invalid-argument' });
  for (const name of [
    'still',
    'dwell',
    'gate',
    'patience',
    'maxGap',
    'firstSpeed',
    'tremble',
    'planeSpread',
    'depthSpread',
  ] as const) {
    expect(() => kalman({ [name]: 0 })).toThrow(error);
  }
  expect(() => kalman({ still: 2, moving: 1 })).toThrow(error);
  expect(() => kalman({ moving: Number.NaN })).toThrow(error);
});
