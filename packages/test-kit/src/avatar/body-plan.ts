import { MathUtils, Vector3 } from 'three';
import { BONES, type BoneName, PARENTS, type Side } from './bones.ts';

/** The build of a figure. */
export interface BodyShape {
  /** Standing height, metres, 1.2..2.1. Default by seed, about 1.6..1.85. */
  readonly height: number;
  /** 0 slim .. 1 heavy. Default by seed, 0.2..0.6. */
  readonly weight: number;
  /** 0 wide hips and narrow shoulders .. 1 narrow hips and wide shoulders. Default by seed. */
  readonly shoulders: number;
}

/**
 * Where everything is while the figure stands in its rest position: metres, feet on `y = 0`, facing +z, the subject's
 * left at +x, arms stretched out and {@link REST_ARM_ANGLE} away from hanging, palms down.
 */
export interface BodyPlan {
  readonly shape: BodyShape;
  /** Where each bone begins: its joint. */
  readonly joints: Readonly<Record<BoneName, Vector3>>;
  /** Middle of the eyes' axis, the origin of head space. */
  readonly headOrigin: Vector3;
  /** From chin to crown, metres: the unit of head space. */
  readonly headUnit: number;
  /** Back of the heel and front of the toes, just above the floor. */
  readonly heels: Readonly<Record<Side, Vector3>>;
  readonly toes: Readonly<Record<Side, Vector3>>;
}

/** How far the arms are from hanging in the rest position, radians. Halfway of what arms do, so that skinning bends least. */
export const REST_ARM_ANGLE = MathUtils.degToRad(52);

/** Proportions after Drillis and Contini's table of segment lengths, as fractions of the height. */
export function planBody(shape: BodyShape): BodyPlan {
  const h = shape.height;
  const wide = (shape.shoulders - 0.5) * 0.016;
  const at = (x: number, y: number, z: number): Vector3 => new Vector3(x * h, y * h, z * h);
  const arm = new Vector3(Math.sin(REST_ARM_ANGLE), -Math.cos(REST_ARM_ANGLE), 0);
  const shoulder = at(0.0985 + wide, 0.797, -0.008);
  const elbow = shoulder.clone().addScaledVector(arm, 0.174 * h);
  const wrist = elbow.clone().addScaledVector(arm, 0.15 * h);
  const hip = 0.056 - wide * 0.25;
  const left = {
    left_shoulder_girdle: at(0.018, 0.798, 0),
    left_upper_arm: shoulder,
    left_forearm: elbow,
    left_hand: wrist,
    left_thigh: at(hip, 0.518, 0),
    left_shin: at(hip + 0.001, 0.284, 0.004),
    left_foot: at(hip + 0.001, 0.048, -0.01),
  };
  const flip = (v: Vector3): Vector3 => new Vector3(-v.x, v.y, v.z);
  const heel = at(hip + 0.002, 0.012, -0.045);
  const toe = at(hip + 0.013, 0.014, 0.088);
  return {
    shape,
    joints: {
      hips: at(0, 0.525, 0),
      spine: at(0, 0.585, -0.008),
      chest: at(0, 0.68, -0.012),
      neck: at(0, 0.835, -0.016),
      head: at(0, 0.888, -0.004),
      ...left,
      right_shoulder_girdle: flip(left.left_shoulder_girdle),
      right_upper_arm: flip(left.left_upper_arm),
      right_forearm: flip(left.left_forearm),
      right_hand: flip(left.left_hand),
      right_thigh: flip(left.left_thigh),
      right_shin: flip(left.left_shin),
      right_foot: flip(left.left_foot),
    },
    headOrigin: at(0, 0.932, 0.012),
    headUnit: 0.137 * h,
    heels: { left: heel, right: flip(heel) },
    toes: { left: toe, right: flip(toe) },
  };
}

/** Where a bone begins relative to the bone it hangs from, metres, rest position. */
export function boneOffset(plan: BodyPlan, name: BoneName): Vector3 {
  const parent = PARENTS[name];
  return parent ? plan.joints[name].clone().sub(plan.joints[parent]) : plan.joints[name].clone();
}

/** Index of a bone in {@link BONES}. */
export function boneIndex(name: BoneName): number {
  return BONES.indexOf(name);
}
