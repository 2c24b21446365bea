import type { FilterFactory, Keypoint, Keypoint3D } from '@integral-pose/sdk';
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

/** Two joints 1.7 m apart, the first of them at `x`, the depth as well. */
function jointsInSpace(x: number, zSpread = 0.02): Keypoint3D[] {
  return [
    { x, y: 0.7, z: x, score: 0.9, zSpread, name: 'nose' },
    { x: 0, y: -1, z: 0, score: 0.8, zSpread, name: 'left_ankle' },
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

    const inSpace = factory().apply3D !== undefined;
    describe.runIf(inSpace)('in space', () => {
      const start = () => {
        const filter = factory();
        return (joints: readonly Keypoint3D[], time: number): readonly Keypoint3D[] =>
          filter.apply3D?.(joints, time) ?? joints;
      };
      const first = (joints: readonly Keypoint3D[]) => joints[0] as Keypoint3D;

      test('R8 takes the tremble out of a still joint, in depth as in the plane', () => {
        const random = seededRandom(1);
        const apply = start();
        const [rawX, rawZ, smoothX, smoothZ]: [number[], number[], number[], number[]] = [[], [], [], []];
        for (let frame = 0; frame < 300; frame++) {
          // As far in metres as in the picture above.
          const [x, z] = [0.3 + 0.0034 * random.normal(), 0.3 + 0.0034 * random.normal()];
          const [nose, ankle] = jointsInSpace(x) as [Keypoint3D, Keypoint3D];
          const smooth = first(apply([{ ...nose, z }, ankle], frame * FRAME));
          if (frame < 30) continue;
          rawX.push(x - 0.3);
          rawZ.push(z - 0.3);
          smoothX.push(smooth.x - 0.3);
          smoothZ.push(smooth.z - 0.3);
        }
        expect(rms(smoothX)).toBeLessThan(jitter * rms(rawX));
        expect(rms(smoothZ)).toBeLessThan(jitter * rms(rawZ));
      });

      test('R8 does not lag behind a joint that moves at 1 m/s', () => {
        const apply = start();
        const perFrame = 1 / 30;
        let behind = { x: 0, z: 0 };
        for (let frame = 0; frame < 60; frame++) {
          const { x, z } = first(apply(jointsInSpace(frame * perFrame), frame * FRAME));
          behind = { x: (frame * perFrame - x) / perFrame, z: (frame * perFrame - z) / perFrame };
        }
        expect(Math.abs(behind.x)).toBeLessThan(lag);
        expect(Math.abs(behind.z)).toBeLessThan(lag);
      });

      test('answers the first measurement as it is, and keeps number, order, names and scores', () => {
        const apply = start();
        expect(apply(jointsInSpace(0.1), 0)).toEqual(jointsInSpace(0.1));
        const facts = ({ name, score }: Keypoint3D) => ({ name, score });
        expect(apply(jointsInSpace(0.2), FRAME).map(facts)).toEqual(jointsInSpace(0.2).map(facts));
      });

      test('comes to rest where the joint does', () => {
        const apply = start();
        apply(jointsInSpace(0), 0);
        let nose = first(jointsInSpace(0));
        for (let frame = 1; frame < 300; frame++) nose = first(apply(jointsInSpace(0.5), frame * FRAME));
        expect(nose.x).toBeCloseTo(0.5, 3);
        expect(nose.z).toBeCloseTo(0.5, 3);
      });

      test('never gives a place that is not finite, whatever the time does, and where the depth has no spread', () => {
        const apply = start();
        for (const time of [0, 0, 100, 50, 50.0001, 1e9, 1e9 + 1]) {
          for (const { x, y, z } of apply(jointsInSpace(time % 0.7, Number.NaN), time)) {
            expect(Number.isFinite(x) && Number.isFinite(y) && Number.isFinite(z)).toBe(true);
          }
        }
      });

      test('the picture and space share nothing, nor do two filters', () => {
        const [one, other] = [factory(), factory()];
        one.apply3D?.(jointsInSpace(0), 0);
        one.apply3D?.(jointsInSpace(0.1), FRAME);
        expect(noseOf(one.apply(joints(900), FRAME)).x).toBe(900);
        expect(other.apply3D?.(jointsInSpace(0.9), FRAME)).toEqual(jointsInSpace(0.9));
      });
    });
  });
}
