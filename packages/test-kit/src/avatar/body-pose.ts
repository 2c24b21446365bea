import type { Side } from './bones.ts';

/** One arm and one leg of a {@link BodyPose}. Angles are degrees; 0 everywhere is hanging arms and straight legs. */
export interface LimbPose {
  /** Lifts the shoulder girdle. */
  readonly shrug: number;
  /** Upper arm away from the body, sideways: 90 is level, 180 overhead. */
  readonly armRaise: number;
  /** Upper arm forwards: 90 is level in front. Applied before `armRaise`. */
  readonly armSwing: number;
  /** Upper arm turned outwards round itself. */
  readonly armTwist: number;
  /** Elbow bend, 0..150. */
  readonly elbow: number;
  /** Palm turned forwards (supination). */
  readonly forearmTwist: number;
  /** Hand bent towards the palm. */
  readonly wrist: number;
  /** Ankle away from where it stands at rest, metres: outwards, up, forwards. The leg follows by inverse kinematics. */
  readonly footOut: number;
  readonly footUp: number;
  readonly footForward: number;
  /** Toes down. */
  readonly footPitch: number;
  /** Toes outwards. */
  readonly footTurn: number;
  /** Knee outwards of the toes. */
  readonly kneeOut: number;
}

/** A whole-body pose in anatomical terms. All numbers, so that two poses can be mixed. Angles are degrees. */
export interface BodyPose extends Readonly<Record<Side, LimbPose>> {
  /** Turns the whole figure, feet and all, to its left. */
  readonly facing: number;
  /** Hips away from where they are at rest, metres: to the subject's left, up, forwards. */
  readonly hipsLeft: number;
  readonly hipsUp: number;
  readonly hipsForward: number;
  /** Pelvis: forward tilt, turn to the left, drop of the left side. */
  readonly hipsTilt: number;
  readonly hipsTurn: number;
  readonly hipsDrop: number;
  /** Spine, shared among its joints: bend forwards, lean to the left, twist to the left. */
  readonly bend: number;
  readonly lean: number;
  readonly twist: number;
  /** Head against the chest: nod forwards, tilt to the left, turn to the left. */
  readonly nod: number;
  readonly headTilt: number;
  readonly headTurn: number;
}

/** A limb at rest. */
export const NEUTRAL_LIMB: LimbPose = {
  shrug: 0,
  armRaise: 0,
  armSwing: 0,
  armTwist: 0,
  elbow: 0,
  forearmTwist: 0,
  wrist: 0,
  footOut: 0,
  footUp: 0,
  footForward: 0,
  footPitch: 0,
  footTurn: 0,
  kneeOut: 0,
};

/** Standing to attention. */
export const NEUTRAL_POSE: BodyPose = {
  facing: 0,
  hipsLeft: 0,
  hipsUp: 0,
  hipsForward: 0,
  hipsTilt: 0,
  hipsTurn: 0,
  hipsDrop: 0,
  bend: 0,
  lean: 0,
  twist: 0,
  nod: 0,
  headTilt: 0,
  headTurn: 0,
  left: NEUTRAL_LIMB,
  right: NEUTRAL_LIMB,
};

/** The given fields over the neutral pose. */
export function bodyPose(
  trunk: Partial<Omit<BodyPose, Side>>,
  left: Partial<LimbPose> = {},
  right: Partial<LimbPose> = {},
): BodyPose {
  return { ...NEUTRAL_POSE, ...trunk, left: { ...NEUTRAL_LIMB, ...left }, right: { ...NEUTRAL_LIMB, ...right } };
}

/** `from` at `share` 0, `to` at 1, straight in every number between. */
export function mixPoses(from: BodyPose, to: BodyPose, share: number): BodyPose {
  return {
    ...mixNumbers(from, to, share),
    left: mixNumbers(from.left, to.left, share),
    right: mixNumbers(from.right, to.right, share),
  };
}

function mixNumbers<Fields extends object>(from: Fields, to: Fields, share: number): Fields {
  const mixed: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(from)) {
    const other = (to as Record<string, unknown>)[key];
    mixed[key] = typeof value === 'number' && typeof other === 'number' ? value + (other - value) * share : value;
  }
  return mixed as Fields;
}
