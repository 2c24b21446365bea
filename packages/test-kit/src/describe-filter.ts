import type { FilterFactory, Keypoint } from '@integral-pose/sdk';
import { describe, expect, test } from 'vitest';
import { seededRandom } from './random.ts';

/** What is asked of a filter. */
export interface FilterContract {
  /** Jitter of a still joint after the filter ÷ before it, at most. Default 0.4: R8's "falls by at least 60 %". */
  readonly jitter?: number;
  /** Lag behind a joint at 1 m/s of a body of 1.7 m, frames of 1/30 s, at most. Default 1: R8. */
  readonly lag?: number;
}

const FRAME = 1000 / 30;
const SPREAD = { xx: 4, xy: 0, yy: 4 };

/** Two joints 1000 px apart, so that the body's size is 1000 px, the first of them at `x`. */
function joints(x: number): Keypoint[] {
  return [
    { x, y: 0, score: 0.9, spread: SPREAD, name: 'nose' },
    { x: 0, y: 1000, score: 0.8, spread: SPREAD, name: 'left_ankle' },
  ];
}

function noseOf(keypoints: readonly Keypoint[]): Keypoint {
  return keypoints[0] as Keypoint;
}

const rms = (values: readonly number[]) => Math.hypot(...values) / Math.sqrt(values.length);

/** The contract that every filter, ours or a user's, is run against. */
export function describeFilter(
  name: string,
  factory: FilterFactory,
  { jitter = 0.4, lag = 1 }: FilterContract = {},
): void {
  describe(`filter ${name}`, () => {
    test('R8 takes the tremble out of a still joint', () => {
      const random = seededRandom(1);
      const filter = factory();
      const raw: number[] = [];
      const smooth: number[] = [];
      for (let frame = 0; frame < 300; frame++) {
        const measured = 500 + 2 * random.normal();
        const nose = noseOf(filter.apply(joints(measured), frame * FRAME));
        if (frame < 30) continue;
        raw.push(measured - 500);
        smooth.push(nose.x - 500);
      }
      expect(rms(smooth)).toBeLessThan(jitter * rms(raw));
    });

    test('R8 does not lag behind a moving joint', () => {
      const filter = factory();
      const perFrame = 1000 / 1.7 / 30;
      let behind = 0;
      for (let frame = 0; frame < 60; frame++) {
        behind = (frame * perFrame - noseOf(filter.apply(joints(frame * perFrame), frame * FRAME)).x) / perFrame;
      }
      expect(Math.abs(behind)).toBeLessThan(lag);
    });

    test('answers the first measurement as it is, and keeps number, order and names', () => {
      const filter = factory();
      expect(filter.apply(joints(10), 0).map(({ x, y }) => ({ x, y }))).toEqual(
        joints(10).map(({ x, y }) => ({ x, y })),
      );
      expect(filter.apply(joints(20), FRAME).map((keypoint) => keypoint.name)).toEqual(['nose', 'left_ankle']);
    });

    test('comes to rest where the joint does', () => {
      const filter = factory();
      let nose = noseOf(filter.apply(joints(0), 0));
      for (let frame = 1; frame < 300; frame++) nose = noseOf(filter.apply(joints(300), frame * FRAME));
      expect(nose.x).toBeCloseTo(300, 1);
    });

    test('never gives a number that is not finite, whatever the time does', () => {
      const filter = factory();
      for (const time of [0, 0, 100, 50, 50.0001, 1e9, 1e9 + 1]) {
        for (const { x, y } of filter.apply(joints(time % 7), time)) {
          expect(Number.isFinite(x) && Number.isFinite(y)).toBe(true);
        }
      }
    });

    test('two filters share nothing', () => {
      const [one, other] = [factory(), factory()];
      one.apply(joints(0), 0);
      one.apply(joints(100), FRAME);
      expect(noseOf(other.apply(joints(900), FRAME)).x).toBe(900);
    });
  });
}
