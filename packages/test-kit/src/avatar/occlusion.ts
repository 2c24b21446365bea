import { Line3, Vector3 } from 'three';
import type { Avatar } from './create-avatar.ts';
import type { KeypointName } from './landmarks.ts';

/** A capsule that stands for a piece of the body when asking what hides what. */
interface Blocker {
  readonly from: readonly KeypointName[];
  readonly to: readonly KeypointName[];
  /** Fraction of the height. */
  readonly radius: number;
  /** Keypoints that lie in or on it, and so are not hidden by it. */
  readonly own: readonly KeypointName[];
}

const SHOULDERS: readonly KeypointName[] = ['left_shoulder', 'right_shoulder'];
const HIPS: readonly KeypointName[] = ['left_hip', 'right_hip'];
const EARS: readonly KeypointName[] = ['left_ear', 'right_ear'];

const limb = (from: KeypointName, to: KeypointName, radius: number, ...more: readonly KeypointName[]): Blocker => ({
  from: [from],
  to: [to],
  radius,
  own: [from, to, ...more],
});

const BLOCKERS: readonly Blocker[] = [
  { from: SHOULDERS, to: HIPS, radius: 0.052, own: [...SHOULDERS, ...HIPS] },
  { from: ['left_shoulder'], to: ['left_hip'], radius: 0.04, own: ['left_shoulder', 'left_hip'] },
  { from: ['right_shoulder'], to: ['right_hip'], radius: 0.04, own: ['right_shoulder', 'right_hip'] },
  { from: EARS, to: EARS, radius: 0.05, own: [] },
  ...(['left', 'right'] as const).flatMap((side) => [
    limb(`${side}_shoulder`, `${side}_elbow`, 0.026),
    limb(`${side}_elbow`, `${side}_wrist`, 0.02, `${side}_thumb`, `${side}_index`, `${side}_pinky`),
    limb(`${side}_wrist`, `${side}_index`, 0.018, `${side}_thumb`, `${side}_pinky`),
    limb(`${side}_hip`, `${side}_knee`, 0.038),
    limb(`${side}_knee`, `${side}_ankle`, 0.026, `${side}_heel`),
  ]),
];

/** A capsule placed in space. */
export interface PlacedBlocker {
  readonly owner: Avatar;
  readonly line: Line3;
  readonly radius: number;
  readonly own: readonly KeypointName[];
}

/** The capsules of one figure as it stands now. */
export function placeBlockers(owner: Avatar, joints: ReadonlyMap<KeypointName, Vector3>): readonly PlacedBlocker[] {
  const middle = (names: readonly KeypointName[]): Vector3 =>
    names.reduce((sum, name) => sum.add(joints.get(name) as Vector3), new Vector3()).multiplyScalar(1 / names.length);
  return BLOCKERS.map(({ from, to, radius, own }) => ({
    owner,
    line: new Line3(middle(from), middle(to)),
    radius: radius * owner.plan.shape.height,
    own,
  }));
}

/** True when a capsule stands between the eye and a keypoint. */
export function isHidden(
  eye: Vector3,
  owner: Avatar,
  name: KeypointName,
  point: Vector3,
  blockers: readonly PlacedBlocker[],
): boolean {
  return blockers.some((blocker) => {
    if (blocker.owner === owner && blocker.own.includes(name)) return false;
    // A keypoint inside the flesh is seen where the ray leaves it: only what lies clearly in front hides it.
    const gap = blocker.radius + 0.01 * owner.plan.shape.height;
    return nearestBefore(eye, point, blocker.line, gap) < blocker.radius;
  });
}

/** Smallest distance of a segment to the ray from `eye` to `point`, stopping `gap` before the point. */
function nearestBefore(eye: Vector3, point: Vector3, line: Line3, gap: number): number {
  const ray = point.clone().sub(eye);
  const length = ray.length();
  if (length <= gap) return Number.POSITIVE_INFINITY;
  const end = eye.clone().addScaledVector(ray, (length - gap) / length);
  const sight = new Line3(eye, end);
  // Alternate projections converge quickly for two segments; 8 rounds are exact to well under a millimetre here.
  let onSight = new Vector3();
  let onLine = line.getCenter(new Vector3());
  for (let round = 0; round < 8; round++) {
    onSight = sight.closestPointToPoint(onLine, true, onSight);
    onLine = line.start.equals(line.end) ? line.start.clone() : line.closestPointToPoint(onSight, true, onLine);
  }
  return onSight.distanceTo(onLine);
}
