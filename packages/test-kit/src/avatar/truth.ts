import type { PerspectiveCamera, Vector3 } from 'three';
import type { Avatar } from './create-avatar.ts';
import { KEYPOINT_NAMES, type KeypointName } from './landmarks.ts';
import { isHidden, type PlacedBlocker, placeBlockers } from './occlusion.ts';

/** Where a keypoint is in the picture. Pixel `i` covers `[i, i + 1)`, origin top left. */
export interface TrueKeypoint {
  readonly name: KeypointName;
  /** px. Outside the picture where the joint is. */
  readonly x: number;
  readonly y: number;
  /** Inside the picture, and neither the body nor another person stands before it (by capsules: good to a few cm). */
  readonly visible: boolean;
}

/** A keypoint in space: metres, origin between the hips, x right in the picture, y up, z towards the camera. */
export interface TrueKeypoint3D {
  readonly name: KeypointName;
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** What is known of one person in one picture. */
export interface TruePerson {
  /** In the order of `KEYPOINT_NAMES`. */
  readonly keypoints2d: readonly TrueKeypoint[];
  readonly keypoints3d: readonly TrueKeypoint3D[];
  /** Where the hips' middle is from the camera, metres, in the axes of `keypoints3d`: z is negative. */
  readonly origin: { readonly x: number; readonly y: number; readonly z: number };
  /** Upright box round the whole body, px, not clipped. */
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  /** Standing height, metres. */
  readonly height: number;
}

/** The camera as a pinhole: `px = centre.x + focal·x/−z`, `py = centre.y − focal·y/−z`, lengths in px. */
export interface TrueCamera {
  readonly focal: number;
  readonly centre: { readonly x: number; readonly y: number };
}

/** What is known of one picture. */
export interface Truth {
  /** Time it was rendered for, ms. */
  readonly time: number;
  readonly size: { readonly width: number; readonly height: number };
  readonly camera: TrueCamera;
  readonly people: readonly TruePerson[];
}

/** The pinhole of a three.js camera and a picture size. */
export function pinhole(camera: PerspectiveCamera, width: number, height: number): TrueCamera {
  const focal = (height / 2) * (camera.projectionMatrix.elements[5] as number);
  return { focal, centre: { x: width / 2, y: height / 2 } };
}

/** Measures posed figures as a camera sees them. */
export function measurePeople(
  avatars: readonly Avatar[],
  camera: PerspectiveCamera,
  size: { readonly width: number; readonly height: number },
): readonly TruePerson[] {
  const { focal, centre } = pinhole(camera, size.width, size.height);
  const project = (p: Vector3): { x: number; y: number } => ({
    x: centre.x + (focal * p.x) / -p.z,
    y: centre.y - (focal * p.y) / -p.z,
  });
  const joints = avatars.map((avatar) => avatar.joints());
  const blockers: readonly PlacedBlocker[] = avatars.flatMap((avatar, i) =>
    placeBlockers(avatar, joints[i] as ReadonlyMap<KeypointName, Vector3>),
  );
  return avatars.map((avatar, i) => {
    const world = joints[i] as ReadonlyMap<KeypointName, Vector3>;
    const seen = KEYPOINT_NAMES.map((name) =>
      (world.get(name) as Vector3).clone().applyMatrix4(camera.matrixWorldInverse),
    );
    const at = (name: KeypointName): Vector3 => seen[KEYPOINT_NAMES.indexOf(name)] as Vector3;
    const origin = at('left_hip').clone().add(at('right_hip')).multiplyScalar(0.5);
    const keypoints2d = KEYPOINT_NAMES.map((name, k) => {
      const { x, y } = project(seen[k] as Vector3);
      const inside = x >= 0 && y >= 0 && x < size.width && y < size.height;
      const visible = inside && !isHidden(camera.position, avatar, name, world.get(name) as Vector3, blockers);
      return { name, x, y, visible };
    });
    const keypoints3d = KEYPOINT_NAMES.map((name, k) => {
      const { x, y, z } = (seen[k] as Vector3).clone().sub(origin);
      return { name, x, y, z };
    });
    const outline = avatar.outline().map((p) => project(p.applyMatrix4(camera.matrixWorldInverse)));
    const xs = outline.map(({ x }) => x);
    const ys = outline.map(({ y }) => y);
    const left = Math.min(...xs);
    const top = Math.min(...ys);
    return {
      keypoints2d,
      keypoints3d,
      origin: { x: origin.x, y: origin.y, z: origin.z },
      box: { x: left, y: top, width: Math.max(...xs) - left, height: Math.max(...ys) - top },
      height: avatar.plan.shape.height,
    };
  });
}
