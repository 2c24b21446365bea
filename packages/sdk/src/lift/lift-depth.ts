import type { Point, Size } from '../types/geometry.ts';
import type { CameraView, Keypoint3D } from '../types/keypoint-3d.ts';
import { AVERAGE_BODY, AVERAGE_HEIGHT } from './average-body.ts';
import { type Pinhole, pinhole } from './pinhole.ts';

/** What is known of a person beforehand. */
export interface LiftOptions {
  /**
   * Standing height, metres, > 0. Default 1.7: one picture does not tell a tall person far away from a short one near by,
   * so without it everybody comes out of average size.
   */
  readonly height?: number;
  /**
   * The camera, if it is known. Then what is nearer to it is known to look larger, and x and y are put right for it;
   * otherwise all of a body counts as equally far away.
   */
  readonly camera?: CameraView;
}

/** A joint as it was decoded from a volume. */
export interface DeepKeypoint extends Point {
  readonly name: string;
  readonly score: number;
  /** Depth towards the camera from any origin, in the px that x and y are in. */
  readonly z: number;
  /** Standard deviation of the error of `z`, px. */
  readonly zSpread: number;
}

/**
 * From pixels to metres (the last step of Sun et al. 2018, §2.1). Decoded x, y and z are one scale away from a body in
 * space. The scale is the one with which the bones are, in the least squares, as long as those of an average body of the
 * given height; joints count by their score.
 * @returns null where the hips or all bones are missing: there is no origin, or no size
 */
export function liftDepth(
  joints: readonly DeepKeypoint[],
  picture: Size,
  { height = AVERAGE_HEIGHT, camera }: LiftOptions = {},
): Keypoint3D[] | null {
  const at = new Map(joints.map((joint, index) => [joint.name, index]));
  const hips = ['left_hip', 'right_hip'].map((name) => at.get(name));
  const [left, right] = hips.map((index) => (index === undefined ? undefined : joints[index]));
  if (!left || !right) return null;
  const root = { x: (left.x + right.x) / 2, y: (left.y + right.y) / 2, z: (left.z + right.z) / 2 };
  const lens = camera && pinhole(camera, picture);

  let scale = 0;
  let bodies = joints.map((joint) => straighten(joint, root, undefined, 0));
  // With a lens, the size says how far away somebody is, and that says how x and y are to be put right: it settles fast.
  for (let round = 0; round < (lens ? 4 : 1); round++) {
    if (round > 0) bodies = joints.map((joint) => straighten(joint, root, lens, scale));
    scale = metresPerPixel(joints, bodies, at, height);
    if (!Number.isFinite(scale)) return null;
  }
  return joints.map(({ name, score, zSpread }, index) => {
    const { x, y, z } = bodies[index] as Offset;
    return { x: x * scale, y: y * scale, z: z * scale, score, zSpread: zSpread * scale, name };
  });
}

/** From the root, px at the root's distance; y up. */
interface Offset {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/**
 * @param scale metres per px at the root, when there is a lens: the root is then `focal · scale` metres away
 */
function straighten(joint: DeepKeypoint, root: Offset, lens: Pinhole | undefined, scale: number): Offset {
  const z = joint.z - root.z;
  if (!lens || scale === 0) return { x: joint.x - root.x, y: root.y - joint.y, z };
  // In px at the root, the root is as far away as the focal length is long.
  const nearer = Math.max(0.1, 1 - z / lens.focalLength);
  return {
    x: (joint.x - lens.centre.x) * nearer - (root.x - lens.centre.x),
    y: root.y - lens.centre.y - (joint.y - lens.centre.y) * nearer,
    z,
  };
}

function metresPerPixel(
  joints: readonly DeepKeypoint[],
  bodies: readonly Offset[],
  at: ReadonlyMap<string, number>,
  height: number,
): number {
  let wanted = 0;
  let found = 0;
  for (const { from, to, share } of AVERAGE_BODY) {
    const [i, j] = [at.get(from), at.get(to)];
    if (i === undefined || j === undefined) continue;
    const [a, b] = [bodies[i] as Offset, bodies[j] as Offset];
    const weight = Math.min((joints[i] as DeepKeypoint).score, (joints[j] as DeepKeypoint).score);
    const length = Math.hypot(a.x - b.x, a.y - b.y, a.z - b.z);
    wanted += weight * share * height * length;
    found += weight * length * length;
  }
  return wanted / found;
}
