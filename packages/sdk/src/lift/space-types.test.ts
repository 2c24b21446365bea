import { expect, expectTypeOf, test } from 'vitest';
import type { Point3D } from '../types/geometry.ts';
import type { CameraView, Keypoint3D, PlacedBody } from '../types/keypoint-3d.ts';
import type { Pose } from '../types/pose.ts';
import { liftDepth } from './lift-depth.ts';
import { placeInFront } from './place-in-front.ts';

const SIZE = { width: 640, height: 480 };
const score = 0.9;

/** Someone who stands upright facing the camera, 3 m before a pinhole in the middle: metres from the hips. */
const BODY: readonly Keypoint3D[] = [
  { name: 'left_hip', x: 0.1, y: 0, z: 0.02 },
  { name: 'right_hip', x: -0.1, y: 0, z: -0.02 },
  { name: 'left_shoulder', x: 0.18, y: 0.5, z: 0 },
  { name: 'right_shoulder', x: -0.18, y: 0.5, z: 0 },
  { name: 'left_knee', x: 0.1, y: -0.42, z: 0.05 },
  { name: 'right_knee', x: -0.1, y: -0.42, z: 0 },
  { name: 'left_ankle', x: 0.1, y: -0.82, z: -0.05 },
  { name: 'right_ankle', x: -0.1, y: -0.82, z: -0.02 },
].map((joint) => ({ ...joint, score, zSpread: 0.05 }));

/** As a pinhole of that focal length sees the body with its hips at a place. */
function seen(hips: Point3D, focalLength: number) {
  return BODY.map(({ x, y, z }) => ({
    x: SIZE.width / 2 + (focalLength * (hips.x + x)) / -(hips.z + z),
    y: SIZE.height / 2 - (focalLength * (hips.y + y)) / -(hips.z + z),
    score,
  }));
}

const HIPS = { x: 0.3, y: -0.1, z: -3 };
const camera = (focalLength: number) => ({ focalLength, centre: { x: SIZE.width / 2, y: SIZE.height / 2 } });

test('R14 the type says whether the origin is the hips or the camera', () => {
  expectTypeOf<Pose['keypoints3D']>().toEqualTypeOf<readonly Keypoint3D[] | undefined>();
  expectTypeOf<PlacedBody['origin']>().toEqualTypeOf<'camera'>();
  expectTypeOf<PlacedBody>().toHaveProperty('hips').toEqualTypeOf<Point3D>();
  // A body before the camera does not pass for joints from the hips, nor the other way round.
  expectTypeOf<PlacedBody>().not.toExtend<readonly Keypoint3D[]>();
  expectTypeOf<readonly Keypoint3D[]>().not.toExtend<PlacedBody>();
  // Joints from the hips: their middle is 0, wherever in the picture the person is.
  const joints = seen(HIPS, 600).map((point, index) => ({ ...(BODY[index] as Keypoint3D), ...point }));
  for (const offset of [0, 150]) {
    const lifted = liftDepth(
      joints.map((joint) => ({ ...joint, x: joint.x + offset, z: joint.z * 200 })),
      SIZE,
    ) as Keypoint3D[];
    for (const axis of ['x', 'y', 'z'] as const) {
      expect(((lifted[0] as Keypoint3D)[axis] + (lifted[1] as Keypoint3D)[axis]) / 2).toBeCloseTo(0, 9);
    }
  }
});

test('R14 the frame is the one written down: x right and y up in the picture, z towards the camera, metres', () => {
  const [left, right, ...others] = BODY.map((joint, index) => {
    const { x, y } = seen(HIPS, 600)[index] as { x: number; y: number };
    return { ...joint, x, y, z: joint.z * 200 };
  });
  const lifted = liftDepth([left, right, ...others] as Parameters<typeof liftDepth>[0], SIZE, {
    height: 1.7,
    camera: camera(600),
  }) as Keypoint3D[];
  for (const [index, { x, y, z, name }] of lifted.entries()) {
    const truth = BODY[index] as Keypoint3D;
    expect(Math.hypot(x - truth.x, y - truth.y, z - truth.z), name).toBeLessThan(0.06);
  }
  const shoulder = lifted.find(({ name }) => name === 'left_shoulder') as Keypoint3D;
  expect(shoulder.x).toBeGreaterThan(0.1);
  expect(shoulder.y).toBeGreaterThan(0.4);
});

test('R14 absolute depth needs a camera: nobody gets it without one', () => {
  expectTypeOf(placeInFront).parameter(1).toEqualTypeOf<CameraView>();
  expectTypeOf<undefined>().not.toExtend<Parameters<typeof placeInFront>[1]>();
  expectTypeOf<Record<string, never>>().not.toExtend<CameraView>();
  expectTypeOf(placeInFront).returns.toEqualTypeOf<PlacedBody | null>();
  // Nothing else of a pose tells how far away somebody is.
  expectTypeOf<Extract<keyof Pose, 'origin' | 'hips' | 'distance' | 'depth'>>().toBeNever();

  const pose = { keypoints: seen(HIPS, 600), keypoints3D: BODY };
  const placed = placeInFront(pose, camera(600), SIZE) as PlacedBody;
  expect(placed.origin).toBe('camera');
  expect(placed.hips.x).toBeCloseTo(HIPS.x, 6);
  expect(placed.hips.y).toBeCloseTo(HIPS.y, 6);
  expect(placed.hips.z).toBeCloseTo(HIPS.z, 6);
  for (const [index, joint] of placed.keypoints.entries()) {
    expect(joint.z).toBeCloseTo((BODY[index] as Keypoint3D).z + HIPS.z, 6);
  }
  // The same picture taken with a longer lens was taken from further away: the lens decides.
  const longer = placeInFront(pose, camera(1200), SIZE) as PlacedBody;
  expect(longer.hips.z / placed.hips.z).toBeGreaterThan(1.9);
  expect(longer.hips.z / placed.hips.z).toBeLessThan(2.1);
  const wrong = () => placeInFront(pose, { fieldOfView: 0 }, SIZE);
  expect(wrong).toThrow(expect.objectContaining({ reason: 'invalid-argument' }));
  expect(placeInFront({ keypoints: pose.keypoints }, camera(600), SIZE)).toBeNull();
});
