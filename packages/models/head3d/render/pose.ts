import type { Random } from '@integral-pose/test-kit';
import { Euler, Quaternion, Vector3 } from 'three';
import type { Split, Theme } from './job.ts';
import { chance, type Kind, RADIANS } from './poses/plan.ts';
import { THEMES } from './themes.ts';

/** Turns of the bones from rest, in the axes of the standing body (x to its left, y up, z forwards), by bone name. */
export interface BodyTurns {
  /** The kind of pose. */
  readonly kind: string;
  readonly turns: ReadonlyMap<string, Quaternion>;
}

const X = new Vector3(1, 0, 0);
const Y = new Vector3(0, 1, 0);
const Z = new Vector3(0, 0, 1);
const DOWN = new Vector3(0, -1, 0);
const from = (a: Vector3, b: Vector3) => new Quaternion().setFromUnitVectors(a, b);
const about = (axis: Vector3, degrees: number) => new Quaternion().setFromAxisAngle(axis, degrees * RADIANS);
const turn = (x: number, y: number, z: number) =>
  new Quaternion().setFromEuler(new Euler(x * RADIANS, y * RADIANS, z * RADIANS, 'YXZ'));

/** Where the limbs of one side lead at rest, unit length. */
export interface Limbs {
  readonly upperArm: Vector3;
  readonly forearm: Vector3;
  readonly thigh: Vector3;
  readonly shin: Vector3;
}

/** @param limbs left and right: at rest elbows are bent and legs apart, but poses are told from straight limbs */
export function randomPose(
  split: Split,
  theme: Theme,
  limbs: Readonly<Record<'L' | 'R', Limbs>>,
  random: Random,
): BodyTurns {
  const { kinds: seen, heldBackKinds } = THEMES[theme];
  const kinds = Object.entries({ ...seen, ...(split === 'train' ? {} : heldBackKinds) });
  const [kind, make] = kinds[Math.floor(random.next() * kinds.length)] as [string, Kind];
  const plan = make(random);
  // People are not right-handed by construction: half of the plans change sides.
  const swap = chance(random, 0.5);
  const [left, right] = swap ? [plan.right, plan.left] : [plan.left, plan.right];
  const [leftLeg, rightLeg] = swap ? [plan.legs[1], plan.legs[0]] : plan.legs;
  const turns = new Map<string, Quaternion>();
  const [bend, lean, twist] = plan.trunk;
  turns.set('root', turn(plan.tilt[0], 0, plan.tilt[1]));
  for (const [bone, share] of [
    ['spine05', 0.3],
    ['spine03', 0.35],
    ['spine01', 0.35],
  ] as const)
    turns.set(bone, turn(bend * share, twist * share, lean * share));
  turns.set('neck01', turn(random.normal() * 9, random.normal() * 14, random.normal() * 7));
  turns.set('head', turn(random.normal() * 11 - 0.3 * plan.tilt[0], random.normal() * 20, random.normal() * 8));
  for (const [side, sign, arm, limb] of [
    ['L', 1, left, leftLeg],
    ['R', -1, right, rightLeg],
  ] as const) {
    const { upperArm: rest, forearm, thigh, shin } = limbs[side];
    const towards = new Vector3(sign * arm.towards[0], arm.towards[1], arm.towards[2]).normalize();
    const swing = new Quaternion().setFromUnitVectors(rest, towards);
    turns.set(`clavicle.${side}`, turn(0, random.normal() * 5, sign * Math.max(0, towards.y) * random.between(5, 25)));
    turns.set(`upperarm01.${side}`, swing.multiply(about(rest, sign * arm.twist)));
    // The forearm comes forwards about the axis square to the resting arm.
    turns.set(
      `lowerarm01.${side}`,
      about(rest.clone().cross(Z).normalize(), Math.min(150, Math.max(0, arm.elbow))).multiply(from(forearm, rest)),
    );
    turns.set(`wrist.${side}`, turn(random.normal() * 18, random.normal() * 12, random.normal() * 18));
    turns.set(
      `upperleg01.${side}`,
      about(Y, sign * limb.rotation)
        .multiply(about(Z, sign * limb.abduction))
        .multiply(about(X, -limb.flexion))
        .multiply(from(thigh, DOWN)),
    );
    turns.set(`lowerleg01.${side}`, about(X, Math.min(148, Math.max(0, limb.knee))).multiply(from(shin, thigh)));
    turns.set(`foot.${side}`, turn(random.between(-15, 30), random.normal() * 8, 0));
  }
  return { kind, turns };
}
