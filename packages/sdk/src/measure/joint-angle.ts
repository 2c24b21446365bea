import type { Point3D } from '../types/geometry.ts';
import type { Keypoint } from '../types/pose.ts';
import type { Skeleton } from '../types/skeleton.ts';
import { indicesOf, jointAt } from './named-joints.ts';

const DEGREES = 180 / Math.PI;

/** An angle between two limbs in space. */
export interface JointAngle3D {
  /** 0 (folded) … 180 (straight). NaN where a limb has no length. */
  readonly degrees: number;
  /** 0..1: the least score of the three joints. */
  readonly score: number;
}

/** An angle between two limbs in the picture. */
export interface JointAngle extends JointAngle3D {
  /**
   * Standard deviation of `degrees`, propagated to first order from the spreads of the three keypoints, whose errors are
   * taken to be independent: `σ² = Σ gᵀΣg` with `g` the gradient of the angle in each keypoint. Good while a joint's
   * spread is small against the limbs; close to 0° and 180°, where the angle folds back, it is an upper bound.
   */
  readonly deviation: number;
}

/** A joint in space, as {@link jointAngle3D} wants it: in any unit and any frame. */
export interface ScoredPoint3D extends Point3D {
  /** 0..1. */
  readonly score: number;
}

/**
 * Measures the angle at a joint as it looks in the picture: at the second of three keypoints, between the directions to
 * the first and the third. It is the angle of the limbs themselves only where both lie in the plane of the picture.
 *
 * @param skeleton the tracker's (`tracker.skeleton`), or a known one, with which a misspelt name does not compile
 * @param joints end, vertex, end
 * @returns a function of a pose's keypoints
 * @throws PoseError `invalid-argument` for a name that the skeleton does not have; the function returned throws it for
 * keypoints of another skeleton
 * @example
 * const kneeAngle = jointAngle(blazePose33, ['left_hip', 'left_knee', 'left_ankle']);
 * const { degrees, deviation, score } = kneeAngle(pose.keypoints);
 */
export function jointAngle<Name extends string>(
  skeleton: Skeleton<Name>,
  joints: readonly [NoInfer<Name>, NoInfer<Name>, NoInfer<Name>],
): (keypoints: readonly Keypoint[]) => JointAngle {
  const [i, j, k] = indicesOf(skeleton, joints) as [number, number, number];
  return (keypoints) => {
    const from = jointAt(keypoints, i, skeleton);
    const vertex = jointAt(keypoints, j, skeleton);
    const to = jointAt(keypoints, k, skeleton);
    const u = { x: from.x - vertex.x, y: from.y - vertex.y };
    const v = { x: to.x - vertex.x, y: to.y - vertex.y };
    const score = Math.min(from.score, vertex.score, to.score);
    const [uu, vv] = [u.x * u.x + u.y * u.y, v.x * v.x + v.y * v.y];
    if (uu === 0 || vv === 0) return { degrees: Number.NaN, deviation: Number.NaN, score };
    // The direction of a vector turns by (−y, x)/|·|² a unit of movement of its tip.
    const atFrom = { x: -u.y / uu, y: u.x / uu };
    const atTo = { x: -v.y / vv, y: v.x / vv };
    const atVertex = { x: atFrom.x - atTo.x, y: atFrom.y - atTo.y };
    const variance = along(from.spread, atFrom) + along(vertex.spread, atVertex) + along(to.spread, atTo);
    return {
      degrees: Math.abs(Math.atan2(u.x * v.y - u.y * v.x, u.x * v.x + u.y * v.y)) * DEGREES,
      deviation: Math.sqrt(variance) * DEGREES,
      score,
    };
  };
}

/**
 * Measures the angle at a joint in space, whichever way the camera looks: see {@link jointAngle}.
 *
 * @param skeleton see {@link jointAngle}
 * @param joints end, vertex, end
 * @returns a function of the points of a person, in the skeleton's order
 * @throws PoseError `invalid-argument`, see {@link jointAngle}
 * @example
 * const elbowAngle = jointAngle3D(blazePose33, ['left_shoulder', 'left_elbow', 'left_wrist']);
 * const { degrees } = elbowAngle(points);
 */
export function jointAngle3D<Name extends string>(
  skeleton: Skeleton<Name>,
  joints: readonly [NoInfer<Name>, NoInfer<Name>, NoInfer<Name>],
): (points: readonly ScoredPoint3D[]) => JointAngle3D {
  const [i, j, k] = indicesOf(skeleton, joints) as [number, number, number];
  return (points) => {
    const from = jointAt(points, i, skeleton);
    const vertex = jointAt(points, j, skeleton);
    const to = jointAt(points, k, skeleton);
    const u = difference(from, vertex);
    const v = difference(to, vertex);
    const score = Math.min(from.score, vertex.score, to.score);
    if (lengthOf(u) === 0 || lengthOf(v) === 0) return { degrees: Number.NaN, score };
    const cross = {
      x: u.y * v.z - u.z * v.y,
      y: u.z * v.x - u.x * v.z,
      z: u.x * v.y - u.y * v.x,
    };
    // atan2 keeps its precision where acos of the cosine loses it: near 0° and 180°.
    return { degrees: Math.atan2(lengthOf(cross), u.x * v.x + u.y * v.y + u.z * v.z) * DEGREES, score };
  };
}

/** Variance of a quantity whose gradient is `g`. */
function along({ xx, xy, yy }: Keypoint['spread'], g: { x: number; y: number }): number {
  return g.x * g.x * xx + 2 * g.x * g.y * xy + g.y * g.y * yy;
}

function difference(a: Point3D, b: Point3D): Point3D {
  return { x: a.x - b.x, y: a.y - b.y, z: a.z - b.z };
}

function lengthOf({ x, y, z }: Point3D): number {
  return Math.hypot(x, y, z);
}
