import { MathUtils, Matrix4, Quaternion, Vector3 } from 'three';
import type { Point3D } from '../types/geometry.ts';
import { PoseError } from '../types/pose-error.ts';
import type { Skeleton } from '../types/skeleton.ts';
import { HUMAN, HUMAN_BONES, type HumanBone } from './human-bones.ts';

/** A human figure in a pose. */
export interface HumanPose {
  /** The middle of the hips, in the space of the keypoints. */
  readonly hips: Vector3;
  /** From the rest position (a T-pose that faces +z) to the pose, in the space of the keypoints; not against the parent. */
  readonly rotations: Readonly<Record<HumanBone, Quaternion>>;
}

/** Turns joints into bone rotations. */
export interface RotationSolver {
  /** Writes into `pose`. A bone of which an end is missing or not finite goes with its parent. */
  solve(keypoints: readonly Point3D[], pose: HumanPose): void;
}

/** A knee or elbow says how its limb is turned round itself from the first sine of its bend on, and fully from the second. */
const BENT = [0.15, 0.5] as const;
/** Directions shorter than this, metres, are none. */
const SHORTEST = 1e-4;

/** A pose to solve into. */
export function emptyHumanPose(): HumanPose {
  const rotations = Object.fromEntries(HUMAN_BONES.map((bone) => [bone, new Quaternion()]));
  return { hips: new Vector3(), rotations: rotations as Record<HumanBone, Quaternion> };
}

/**
 * Rotations of the bones of a human figure from where its joints are. Every bone points exactly from its joint to the
 * next one. How it is turned round itself follows, for the trunk and head, from hips, shoulders and ears; for limbs from
 * the axis of knee or elbow, and where they are straight from the parent by the shortest way.
 * @throws PoseError `invalid-argument` for a skeleton without limbs
 */
export function createRotationSolver(skeleton: Skeleton): RotationSolver {
  const index = new Map(skeleton.keypoints.map((name, i) => [name, i]));
  const indices = (names: readonly string[]): number[] => names.map((name) => index.get(name) ?? -1);
  const joints = HUMAN_BONES.map((name) => ({
    name,
    facts: HUMAN[name],
    start: indices(HUMAN[name].start),
    end: indices(HUMAN[name].end),
  }));
  const lacking = joints.flatMap(({ facts }) => facts.start).find((name) => !index.has(name));
  if (lacking !== undefined) throw notHuman(skeleton, lacking);
  const [leftHip = 0, rightHip = 0] = indices(['left_hip', 'right_hip']);
  const [leftShoulder = 0, rightShoulder = 0] = indices(['left_shoulder', 'right_shoulder']);
  const [leftEar = 0, rightEar = 0] = indices(['left_ear', 'right_ear']);
  const across: Partial<Record<HumanBone, readonly [number, number]>> = {
    spine: [leftShoulder, rightShoulder],
    neck: [leftEar, rightEar],
    head: [leftEar, rightEar],
    leftHand: indices(['left_index', 'left_pinky']) as [number, number],
    rightHand: indices(['right_index', 'right_pinky']) as [number, number],
  };

  const from = new Vector3();
  const to = new Vector3();
  const along = new Vector3();
  const side = new Vector3();
  const hinge = new Vector3();
  const upper = new Vector3();
  const lower = new Vector3();
  const turned = new Quaternion();
  const still = new Quaternion();

  const middle = (points: readonly Point3D[], which: readonly number[], into: Vector3): Vector3 => {
    into.set(0, 0, 0);
    for (const i of which) {
      const point = points[i];
      if (!point) return into.setScalar(Number.NaN);
      into.x += point.x / which.length;
      into.y += point.y / which.length;
      into.z += point.z / which.length;
    }
    return into;
  };
  /** From one keypoint to another, or zero where one is not known. */
  const line = (points: readonly Point3D[], a: number, b: number, into: Vector3): Vector3 => {
    const [start, end] = [points[a], points[b]];
    if (!start || !end) return into.set(0, 0, 0);
    into.set(end.x - start.x, end.y - start.y, end.z - start.z);
    return Number.isFinite(into.x + into.y + into.z) ? into : into.set(0, 0, 0);
  };

  /** How an arm or leg is turned: what its side direction at rest has become, as far as its bend says so. */
  const limbSide = (points: readonly Point3D[], bone: HumanBone): void => {
    const left = bone.startsWith('left');
    const arm = bone.endsWith('Arm');
    const name = left ? 'left' : 'right';
    const [a, b, c] = arm ? ARM[name] : LEG[name];
    line(points, index.get(a) ?? -1, index.get(b) ?? -1, upper);
    line(points, index.get(b) ?? -1, index.get(c) ?? -1, lower);
    if (upper.length() < SHORTEST || lower.length() < SHORTEST) return;
    hinge.crossVectors(upper.normalize(), lower.normalize());
    const certain = MathUtils.smoothstep(hinge.length(), ...BENT);
    if (certain === 0) return;
    // A bent left elbow turns round −y of the rest position, a right one round +y, both knees round +x.
    hinge.normalize().multiplyScalar(arm && left ? -1 : 1);
    side
      .normalize()
      .multiplyScalar(1 - certain)
      .addScaledVector(hinge, certain);
  };

  return {
    solve(points, pose) {
      middle(points, [leftHip, rightHip], pose.hips);
      for (const { name, facts, start, end } of joints) {
        const own = pose.rotations[name];
        const parent = facts.parent ? pose.rotations[facts.parent] : still.identity();
        own.copy(parent);
        along.subVectors(middle(points, end, to), middle(points, start, from));
        if (!(along.length() > SHORTEST)) continue;
        along.normalize();
        // With the parent, and from there by the shortest way: what holds where nothing else says how it is turned.
        side.copy(facts.along).applyQuaternion(parent);
        own.premultiply(turned.setFromUnitVectors(side, along));
        side.copy(facts.side).applyQuaternion(own);

        const pair = across[name];
        if (name === 'hips') {
          middle(points, [leftShoulder, rightShoulder], side).sub(pose.hips);
        } else if (pair) {
          line(points, pair[1], pair[0], hinge);
          if (hinge.length() > SHORTEST) side.copy(hinge);
        } else if (/Arm$|Leg$/.test(name)) {
          limbSide(points, name);
        }
        orient(facts.along, facts.side, along, side, own);
      }
    },
  };
}

const ARM = {
  left: ['left_shoulder', 'left_elbow', 'left_wrist'],
  right: ['right_shoulder', 'right_elbow', 'right_wrist'],
} as const;
const LEG = {
  left: ['left_hip', 'left_knee', 'left_ankle'],
  right: ['right_hip', 'right_knee', 'right_ankle'],
} as const;

const basis = () => ({ third: new Vector3(), second: new Vector3(), matrix: new Matrix4(), rest: new Matrix4() });

/**
 * The rotation that brings `restAlong` onto `along` exactly, and `restSide` as near to `side` as that allows. Leaves
 * `into` as it is where `side` lies along `along`.
 */
export function orient(
  restAlong: Vector3,
  restSide: Vector3,
  along: Vector3,
  side: Vector3,
  into: Quaternion,
): Quaternion {
  const { third, second, matrix, rest } = basis();
  third.crossVectors(along, side);
  if (!(third.length() > SHORTEST * Math.max(side.length(), SHORTEST))) return into;
  third.normalize();
  second.crossVectors(third, along);
  matrix.makeBasis(along, second, third);
  third.crossVectors(restAlong, restSide);
  rest.makeBasis(restAlong, restSide, third).transpose();
  return into.setFromRotationMatrix(matrix.multiply(rest));
}

function notHuman({ name, keypoints }: Skeleton, lacking: string): PoseError {
  return new PoseError(
    { reason: 'invalid-argument', argument: 'skeleton', found: keypoints.join(), wanted: `a keypoint ${lacking}` },
    `The skeleton "${name}" has no ${lacking}, which a human figure needs.`,
    'Use a model whose skeleton has ears, shoulders, elbows, wrists, hips, knees and ankles.',
  );
}
