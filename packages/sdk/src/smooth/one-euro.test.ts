import { expect, test } from 'vitest';
import type { Keypoint } from '../types/pose.ts';
import { oneEuro } from './one-euro.ts';

const spread = { xx: 1, xy: 0, yy: 1 };

/** Two joints 1000 px apart, so that the body's size is 1000 px, the first of them at `x`. */
function joints(x: number): Keypoint[] {
  return [
    { x, y: 0, score: 0.9, spread, name: 'nose' },
    { x: 0, y: 1000, score: 0.8, spread, name: 'left_ankle' },
  ];
}

/** A sequence of numbers in −1..1 that repeats with each run. */
function noise(index: number): number {
  const x = Math.sin(index * 12.9898) * 43758.5453;
  return 2 * (x - Math.floor(x)) - 1;
}

const rms = (values: number[]) => Math.hypot(...values) / Math.sqrt(values.length);

test('R8 the jitter of a still joint falls by at least 60 %', () => {
  const filter = oneEuro()();
  const raw: number[] = [];
  const smooth: number[] = [];
  for (let frame = 0; frame < 300; frame++) {
    const measured = 500 + 2 * noise(frame);
    const [nose] = filter.apply(joints(measured), (frame * 1000) / 30);
    if (frame >= 30) {
      raw.push(measured - 500);
      smooth.push((nose as Keypoint).x - 500);
    }
  }
  expect(rms(smooth)).toBeLessThan(0.4 * rms(raw));
});

test('R8 a joint at 1 m/s (of a body of 1.7 m) lags at most one frame', () => {
  const filter = oneEuro()();
  const perFrame = 1000 / 1.7 / 30; // px
  let lag = 0;
  for (let frame = 0; frame < 60; frame++) {
    const measured = frame * perFrame;
    const [nose] = filter.apply(joints(measured), (frame * 1000) / 30);
    lag = (measured - (nose as Keypoint).x) / perFrame;
  }
  expect(lag).toBeGreaterThan(0);
  expect(lag).toBeLessThan(1);
});

test('the first measurement passes unchanged, and so do score, spread and name', () => {
  const filter = oneEuro()();
  expect(filter.apply(joints(10), 0)).toEqual(joints(10));
  const [nose] = filter.apply(joints(20), 33);
  expect(nose).toMatchObject({ score: 0.9, spread, name: 'nose' });
  expect((nose as Keypoint).x).toBeGreaterThan(10);
  expect((nose as Keypoint).x).toBeLessThan(20);
});

test('time that does not move on starts the filter afresh instead of dividing by zero', () => {
  const filter = oneEuro()();
  filter.apply(joints(10), 100);
  expect(filter.apply(joints(500), 100)).toEqual(joints(500));
  expect(filter.apply(joints(800), 50)).toEqual(joints(800));
});
