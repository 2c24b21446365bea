import { seededRandom } from '@integral-pose/test-kit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Keypoint } from '../types/pose.ts';
import type { Skeleton } from '../types/skeleton.ts';
import { blazePose33 } from '../types/skeletons.ts';
import { jointAngle, jointAngle3D } from './joint-angle.ts';

const arm = { name: 'arm', keypoints: ['shoulder', 'elbow', 'wrist'], bones: [], pairs: [] } as const;
const spread = { xx: 4, xy: 0, yy: 4 };
const names = ['shoulder', 'elbow', 'wrist'] as const;
const keypoints = (...points: readonly (readonly [number, number])[]): Keypoint[] =>
  points.map(([x, y], i) => ({ x, y, score: 0.9 - 0.1 * i, spread, name: names[i] as string }));
const inSpace = (...points: readonly (readonly [number, number, number])[]) =>
  points.map(([x, y, z], i) => ({ x, y, z, score: 0.9 - 0.1 * i }));

describe('in the picture', () => {
  const elbow = jointAngle(arm, ['shoulder', 'elbow', 'wrist']);

  test.each([
    [90, [0, -100], [0, 0], [100, 0]],
    [180, [0, -100], [0, 0], [0, 50]],
    [0, [0, -100], [0, 0], [0, -30]],
    [45, [0, -100], [0, 0], [70, -70]],
    [135, [10, 10], [20, 10], [30, 20]],
  ] as const)('%s° by hand', (degrees, a, b, c) => {
    expect(elbow(keypoints(a, b, c)).degrees).toBeCloseTo(degrees, 9);
    expect(elbow(keypoints(c, b, a)).degrees).toBeCloseTo(degrees, 9);
  });

  test('the score is the least of the three', () => {
    expect(elbow(keypoints([0, -100], [0, 0], [100, 0])).score).toBeCloseTo(0.7, 12);
  });

  test('a limb without length has no angle', () => {
    expect(elbow(keypoints([5, 5], [5, 5], [9, 9]))).toMatchObject({ degrees: Number.NaN, deviation: Number.NaN });
  });

  test('deviation by hand: limbs of 100 px at a right angle, σ 2 px', () => {
    // Each end turns its limb by 2/100 rad; the vertex both, at right angles: σ² = 2·(2/100)² + 2·(2/100)².
    const { deviation } = elbow(keypoints([0, -100], [0, 0], [100, 0]));
    expect(deviation).toBeCloseTo((2 * 0.02 * 180) / Math.PI, 9);
  });

  test('a spread along the limb does not turn it', () => {
    const [a, b, c] = keypoints([0, -100], [0, 0], [100, 0]) as [Keypoint, Keypoint, Keypoint];
    const exact = { xx: 0, xy: 0, yy: 0 };
    const along = elbow([
      { ...a, spread: { xx: 0, xy: 0, yy: 9 } },
      { ...b, spread: exact },
      { ...c, spread: exact },
    ]);
    expect(along.deviation).toBeCloseTo(0, 12);
  });

  test('deviation agrees with what 20 000 noisy measurements show', () => {
    const random = seededRandom(3);
    const truth = keypoints([-20, -90], [0, 0], [70, 40]);
    const covariance = { xx: 5, xy: 3, yy: 4 };
    const noisy = () => {
      const [a, b] = [random.normal(), random.normal()];
      // Cholesky of the covariance.
      const l = Math.sqrt(covariance.xx);
      return {
        x: l * a,
        y: (covariance.xy / l) * a + Math.sqrt(covariance.yy - covariance.xy ** 2 / covariance.xx) * b,
      };
    };
    const measured = Array.from(
      { length: 20_000 },
      () =>
        elbow(
          truth.map((point) => {
            const { x, y } = noisy();
            return { ...point, x: point.x + x, y: point.y + y };
          }),
        ).degrees,
    );
    const mean = measured.reduce((sum, value) => sum + value, 0) / measured.length;
    const seen = Math.sqrt(measured.reduce((sum, value) => sum + (value - mean) ** 2, 0) / measured.length);
    const stated = elbow(truth.map((point) => ({ ...point, spread: covariance }))).deviation;
    expect(stated / seen).toBeGreaterThan(0.97);
    expect(stated / seen).toBeLessThan(1.03);
  });
});

describe('in space', () => {
  const elbow = jointAngle3D(arm, ['shoulder', 'elbow', 'wrist']);

  test('by hand', () => {
    expect(elbow(inSpace([0, 0, 1], [0, 0, 0], [1, 0, 0]))).toEqual({ degrees: 90, score: 0.7 });
    expect(elbow(inSpace([1, 1, 0], [0, 0, 0], [0, 1, 1])).degrees).toBeCloseTo(60, 9);
    expect(elbow(inSpace([0, 0, 0], [0, 0, 0], [1, 0, 0])).degrees).toBeNaN();
  });

  test('turning the camera round the person changes nothing, and a flat arm measures as in the picture', () => {
    const number = fc.double({ min: -1, max: 1, noNaN: true });
    const point = fc.tuple(number, number);
    const angle = fc.double({ min: -Math.PI, max: Math.PI, noNaN: true });
    fc.assert(
      fc.property(point, point, point, angle, (a, b, c, turn) => {
        fc.pre(Math.hypot(a[0] - b[0], a[1] - b[1]) > 0.01 && Math.hypot(c[0] - b[0], c[1] - b[1]) > 0.01);
        const flat = elbow(inSpace([...a, 0], [...b, 0], [...c, 0])).degrees;
        const turned = ([x, y]: readonly [number, number]) => [x * Math.cos(turn), y, x * Math.sin(turn)] as const;
        expect(elbow(inSpace(turned(a), turned(b), turned(c))).degrees).toBeCloseTo(flat, 6);
        expect(jointAngle(arm, ['shoulder', 'elbow', 'wrist'])(keypoints(a, b, c)).degrees).toBeCloseTo(flat, 6);
      }),
    );
  });
});

describe('names', () => {
  test('an unknown one does not compile with a literal skeleton, and is a typed error with any other', () => {
    // @ts-expect-error: there is no such keypoint
    const misspelt = () => jointAngle(blazePose33, ['left_hip', 'left_kne', 'left_ankle']);
    expect(misspelt).toThrow(expect.objectContaining({ name: 'PoseError', reason: 'invalid-argument' }));
    const loaded: Skeleton = blazePose33;
    expect(() => jointAngle3D(loaded, ['left_hip', 'left_kne', 'left_ankle'])).toThrow(/"left_kne".*left_knee/s);
  });

  test('keypoints of another skeleton are a typed error', () => {
    const knee = jointAngle(blazePose33, ['left_hip', 'left_knee', 'left_ankle']);
    expect(() => knee(keypoints([0, 0], [1, 1], [2, 2]))).toThrow(
      expect.objectContaining({ reason: 'invalid-argument' }),
    );
    const elbow = jointAngle(arm, ['shoulder', 'elbow', 'wrist']);
    expect(() => elbow(keypoints([0, 0], [1, 1], [2, 2]).reverse())).toThrow(/should be "shoulder" of arm, but wrist/);
  });
});
