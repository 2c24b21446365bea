import type { Point, Point3D, Size } from '../types/geometry.ts';
import type { CameraView, Keypoint3D } from '../types/keypoint-3d.ts';
import { AVERAGE_BODY, AVERAGE_HEIGHT, type KnownBone } from './average-body.ts';
import { hipsOf, middle } from './hips.ts';
import { type Pinhole, pinhole } from './pinhole.ts';

/** What is known of a person beforehand. */
export interface LiftOptions {
  /**
   * Standing height, metres, > 0: bones are then as long as those of an average body of that height. Default: as large as the
   * network itself takes the person for (its world landmarks), or 1.65, the average of grown people, where it does not say:
   * one picture does not tell a tall person far away from a short one near by.
   */
  readonly height?: number;
  /**
   * The camera. What is nearer to it looks larger, and who is beside or below the middle of the picture is seen from the side or
   * from above: x, y and z are put right for both. Default: a normal lens, with a focal length of the picture's diagonal (44
   * degrees across a picture of 4 : 3), that points at the middle of the picture. Say so if pictures are cut out of larger ones.
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
 * space, up to what the lens does: the scale with which the bones are, in the root mean square, as long as those of an average
 * body of the given height, or as those of `regressed`; joints count by their score.
 * @param regressed the same joints, metres from the hips, as the network regresses them beside the volume; null where it does not
 * @returns null where the hips or all bones are missing: there is no origin, or no size
 * @throws PoseError `invalid-argument` for a camera that cannot be
 */
export function liftDepth(
  joints: readonly DeepKeypoint[],
  picture: Size,
  { height, camera }: LiftOptions = {},
  regressed: readonly Point3D[] | null = null,
): Keypoint3D[] | null {
  const hips = hipsOf(joints);
  if (!hips) return null;
  const [left, right] = hips;
  const straight = straighten(middle(left, right), pinhole(camera, picture));
  // The middle in the picture is not quite the middle in space where one hip is nearer.
  const origin = middle(straight(left), straight(right));
  const bodies = joints.map((joint) => {
    const { x, y, z } = straight(joint);
    return { x: x - origin.x, y: y - origin.y, z: z - origin.z };
  });
  const scale = metresPerPixel(
    joints,
    bodies,
    regressed && height === undefined
      ? (_, i, j) => distance(regressed[i] as Point3D, regressed[j] as Point3D)
      : ({ share }) => share * (height ?? AVERAGE_HEIGHT),
  );
  if (!Number.isFinite(scale)) return null;
  return joints.map(({ name, score, zSpread }, index) => {
    const { x, y, z } = bodies[index] as Point3D;
    return { x: x * scale, y: y * scale, z: z * scale, score, zSpread: zSpread * scale, name };
  });
}

/**
 * From a joint in the picture to its place from the hips, in px at their distance; y up. The network saw a crop, as a camera
 * would that points at the hips: depth leads along their ray, not along the lens.
 */
function straighten(root: Point3D, { focalLength, centre }: Pinhole): (joint: Point3D) => Point3D {
  const ray = ({ x, y }: Point) => ({ x: (x - centre.x) / focalLength, y: (centre.y - y) / focalLength, z: -1 });
  const towards = ray(root);
  const length = Math.hypot(towards.x, towards.y, towards.z);
  const [a, b, cosine] = [towards.x / length, towards.y / length, 1 / length];
  // The shortest turn from the lens' direction (0, 0, -1) to the ray's (a, b, -cosine): about (b, -a, 0).
  const turn = ({ x, y, z }: Point3D, way: 1 | -1): Point3D => {
    const across = { x: -a * z, y: -b * z, z: b * y + a * x };
    const share = 1 / (1 + cosine);
    return {
      x: x + way * across.x - a * across.z * share,
      y: y + way * across.y - b * across.z * share,
      z: z + way * across.z + (b * across.y + a * across.x) * share,
    };
  };
  return (joint) => {
    const seen = turn(ray(joint), -1);
    const z = (joint.z - root.z) * cosine;
    // In px at the hips' distance, the hips are as far away as the focal length is long.
    const distance = Math.max(0.1 * focalLength, focalLength - z);
    return turn({ x: (seen.x / -seen.z) * distance, y: (seen.y / -seen.z) * distance, z }, 1);
  };
}

/** `wanted`: how long a bone is to be, metres, of which the ends are the `i`th joint and the `j`th. */
function metresPerPixel(
  joints: readonly DeepKeypoint[],
  bodies: readonly Point3D[],
  wanted: (bone: KnownBone, i: number, j: number) => number,
): number {
  const at = new Map(joints.map((joint, index) => [joint.name, index]));
  let metres = 0;
  let pixels = 0;
  for (const bone of AVERAGE_BODY) {
    const [i, j] = [at.get(bone.from), at.get(bone.to)];
    if (i === undefined || j === undefined) continue;
    const weight = Math.min((joints[i] as DeepKeypoint).score, (joints[j] as DeepKeypoint).score);
    metres += weight * wanted(bone, i, j) ** 2;
    pixels += weight * distance(bodies[i] as Point3D, bodies[j] as Point3D) ** 2;
  }
  return Math.sqrt(metres / pixels);
}

const distance = (a: Point3D, b: Point3D): number => Math.hypot(a.x - b.x, a.y - b.y, a.z - b.z);
