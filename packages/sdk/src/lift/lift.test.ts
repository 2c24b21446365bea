import { describe, expect, test } from 'vitest';
import type { Point3D } from '../types/geometry.ts';
import { PoseError } from '../types/pose-error.ts';
import { AVERAGE_BODY, AVERAGE_HEIGHT } from './average-body.ts';
import { type LiftOptions, liftDepth } from './lift-depth.ts';
import { liftWorld } from './lift-world.ts';
import { placeInFront } from './place-in-front.ts';

const PICTURE = { width: 1280, height: 720 };
const FOCAL = 900;

/** Somebody of average build and 1.65 m in a bent pose, metres from the hips; x right, y up, z towards the camera. */
const BODY: Readonly<Record<string, Point3D>> = bentBody(AVERAGE_HEIGHT);

function bentBody(height: number): Record<string, Point3D> {
  const share = (from: string, to: string) =>
    height * (AVERAGE_BODY.find((bone) => bone.from === from && bone.to === to)?.share ?? Number.NaN);
  const from = (start: Point3D, length: number, [x, y, z]: readonly [number, number, number]): Point3D => {
    const unit = length / Math.hypot(x, y, z);
    return { x: start.x + x * unit, y: start.y + y * unit, z: start.z + z * unit };
  };
  const body: Record<string, Point3D> = {};
  for (const [side, sign] of [
    ['left', 1],
    ['right', -1],
  ] as const) {
    const hip = { x: 0.1 * sign, y: 0, z: 0 };
    // Hips narrower than shoulders: the trunk's sides lean by as much as the widths say.
    const half = share('left_shoulder', 'right_shoulder') / 2;
    const rise = Math.sqrt(share('left_shoulder', 'left_hip') ** 2 - (half - 0.1) ** 2 - 0.15 ** 2);
    const shoulder = { x: half * sign, y: rise, z: 0.15 };
    const elbow = from(shoulder, share('left_shoulder', 'left_elbow'), [0.6 * sign, -0.5, 0.7]);
    const wrist = from(elbow, share('left_elbow', 'left_wrist'), [0.1 * sign, 0.6, 0.8]);
    const knee = from(hip, share('left_hip', 'left_knee'), [0.2 * sign, -0.5, sign > 0 ? 0.9 : -0.2]);
    const ankle = from(knee, share('left_knee', 'left_ankle'), [0, -1, -0.3]);
    const named = { hip, shoulder, elbow, wrist, knee, ankle };
    for (const [name, point] of Object.entries(named)) body[`${side}_${name}`] = point;
  }
  return body;
}

/** As a camera sees them; z as a crop tells it: along the ray to the hips, in px at their distance, from an origin of no meaning. */
function seen(body: Readonly<Record<string, Point3D>>, hips: Point3D, orthographic = false) {
  const pixelsPerMetre = FOCAL / -hips.z;
  const away = Math.hypot(hips.x, hips.y, hips.z);
  const along = ({ x, y, z }: Point3D) => (orthographic ? z : -(x * hips.x + y * hips.y + z * hips.z) / away);
  return Object.entries(body).map(([name, point]) => {
    const depth = orthographic ? -hips.z : -(point.z + hips.z);
    return {
      name,
      score: 0.9,
      x: 640 + (FOCAL * (point.x + hips.x)) / depth,
      y: 360 - (FOCAL * (point.y + hips.y)) / depth,
      z: 77 + along(point) * pixelsPerMetre,
      zSpread: 0.05 * pixelsPerMetre,
    };
  });
}

function worstDistance(found: readonly Point3D[], body: Readonly<Record<string, Point3D>>): number {
  return Math.max(
    ...Object.values(body).map((true_, i) => {
      const { x, y, z } = found[i] as Point3D;
      return Math.hypot(x - true_.x, y - true_.y, z - true_.z);
    }),
  );
}

/** A lens so long that nothing looks larger for being nearer. */
const LONG = { focalLength: 1e10, centre: { x: 640, y: 360 } };

describe('liftDepth', () => {
  test('is exact from far away, where nothing looks larger for being nearer', () => {
    const found = liftDepth(seen(BODY, { x: 0.4, y: 0.2, z: -5 }, true), PICTURE, { camera: LONG });
    expect(worstDistance(found ?? [], BODY)).toBeLessThan(1e-6);
    expect(found?.[0]?.zSpread).toBeCloseTo(0.05, 9);
    expect(found?.map(({ name }) => name)).toEqual(Object.keys(BODY));
  });

  test('with a known camera is exact near by and off the middle; with a normal lens nearer than with a long one', () => {
    const joints = seen(BODY, { x: 0.5, y: -0.4, z: -2 });
    const off = (options: LiftOptions) => worstDistance(liftDepth(joints, PICTURE, options) ?? [], BODY);
    expect(off({ camera: { focalLength: FOCAL, centre: { x: 640, y: 360 } } })).toBeLessThan(1e-3);
    expect(off({})).toBe(off({ camera: { focalLength: Math.hypot(1280, 720), centre: { x: 640, y: 360 } } }));
    expect(off({})).toBeLessThan(0.6 * off({ camera: LONG }));
    expect(off({ camera: LONG })).toBeGreaterThan(0.15);
  });

  test('without a height a person is as large as the network takes them for', () => {
    const child = bentBody(1.2);
    const joints = seen(child, { x: 0, y: 0, z: -4 }, true);
    // Turned, and with another bend of the arm: it is the length of bones that counts.
    const { left_elbow: elbow, left_wrist: wrist } = child as Record<'left_elbow' | 'left_wrist', Point3D>;
    const bent = { x: elbow.x + wrist.y - elbow.y, y: elbow.y + wrist.z - elbow.z, z: elbow.z + wrist.x - elbow.x };
    const regressed = Object.values({ ...child, left_wrist: bent }).map(({ x, y, z }) => ({ x: z, y: -x, z: y }));
    const found = (options: LiftOptions) => liftDepth(joints, PICTURE, { camera: LONG, ...options }, regressed) ?? [];
    expect(worstDistance(found({}), child)).toBeLessThan(1e-6);
    expect(worstDistance(found({ height: 2.4 }), child)).toBeGreaterThan(0.3);
  });

  test('R14 a known height sets the unit', () => {
    const child = bentBody(1.2);
    const joints = seen(child, { x: 0, y: 0, z: -4 }, true);
    expect(worstDistance(liftDepth(joints, PICTURE, { height: 1.2, camera: LONG }) ?? [], child)).toBeLessThan(0.02);
    const taken = liftDepth(joints, PICTURE, { camera: LONG }) ?? [];
    expect((taken[4]?.y ?? 0) / (child.left_knee?.y ?? 0)).toBeCloseTo(AVERAGE_HEIGHT / 1.2, 1);
  });

  test('a joint that is hardly seen does not change the size', () => {
    const joints = seen(BODY, { x: 0, y: 0, z: -4 }, true).map((joint) =>
      joint.name === 'left_wrist' ? { ...joint, x: joint.x + 500, score: 1e-6 } : joint,
    );
    const found = liftDepth(joints, PICTURE, { camera: LONG }) ?? [];
    const knee = Object.keys(BODY).indexOf('left_knee');
    expect(found[knee]?.y).toBeCloseTo(BODY.left_knee?.y ?? 0, 4);
  });

  test('says nothing without hips, or where all joints fall on one point', () => {
    const joints = seen(BODY, { x: 0, y: 0, z: -4 });
    expect(
      liftDepth(
        joints.filter(({ name }) => name !== 'left_hip'),
        PICTURE,
      ),
    ).toBeNull();
    expect(
      liftDepth(
        joints.map((joint) => ({ ...joint, x: 5, y: 5, z: 5 })),
        PICTURE,
      ),
    ).toBeNull();
  });
});

test('world landmarks of a turned crop come out upright in the picture, y up and z towards the camera', () => {
  // The head points to the right of the picture: in the crop it is straight up.
  const [head] = liftWorld([{ x: 0, y: -0.6, z: -0.1 }], Math.PI / 2, [{ name: 'nose', score: 0.8 }]);
  expect(head?.x).toBeCloseTo(0.6, 12);
  expect(head?.y).toBeCloseTo(0, 12);
  expect(head).toMatchObject({ z: 0.1, score: 0.8, name: 'nose', zSpread: Number.NaN });
});

describe('placeInFront', () => {
  const hips = { x: 0.5, y: -0.2, z: -3 };
  const keypoints = seen(BODY, hips);
  const keypoints3D = Object.entries(BODY).map(([name, point]) => ({ name, ...point, score: 1, zSpread: 0.05 }));

  test('R14 finds where somebody stands from a known camera', () => {
    const placed = placeInFront(
      { keypoints, keypoints3D },
      { focalLength: FOCAL, centre: { x: 640, y: 360 } },
      PICTURE,
    );
    expect(placed?.origin).toBe('camera');
    expect(placed?.hips.x).toBeCloseTo(hips.x, 9);
    expect(placed?.hips.y).toBeCloseTo(hips.y, 9);
    expect(placed?.hips.z).toBeCloseTo(hips.z, 9);
    expect(placed?.keypoints[0]?.z).toBeCloseTo(hips.z + (keypoints3D[0]?.z ?? 0), 9);
  });

  test('an angle of view is a focal length', () => {
    const fieldOfView = (2 * Math.atan(PICTURE.width / 2 / FOCAL) * 180) / Math.PI;
    const placed = placeInFront({ keypoints, keypoints3D }, { fieldOfView }, PICTURE);
    expect(placed?.hips.z).toBeCloseTo(hips.z, 9);
  });

  test('says nothing without joints in space; refuses a camera that cannot be', () => {
    expect(placeInFront({ keypoints }, { fieldOfView: 60 }, PICTURE)).toBeNull();
    expect(() => placeInFront({ keypoints, keypoints3D }, { fieldOfView: 200 }, PICTURE)).toThrow(PoseError);
  });
});
