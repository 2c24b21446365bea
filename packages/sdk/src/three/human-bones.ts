import { Vector3 } from 'three';

/**
 * The bones of a human figure that a tracked pose can move, parents before children, with the names of the VRM humanoid.
 * "Left" is the subject's left.
 */
export const HUMAN_BONES = [
  'hips',
  'spine',
  'neck',
  'head',
  'leftShoulder',
  'leftUpperArm',
  'leftLowerArm',
  'leftHand',
  'rightShoulder',
  'rightUpperArm',
  'rightLowerArm',
  'rightHand',
  'leftUpperLeg',
  'leftLowerLeg',
  'leftFoot',
  'rightUpperLeg',
  'rightLowerLeg',
  'rightFoot',
] as const;

/** Name of a bone of {@link HUMAN_BONES}. */
export type HumanBone = (typeof HUMAN_BONES)[number];

/** What a bone is in the rest position: a T-pose that faces +z, y up, the subject's left at +x, palms down. */
export interface HumanBoneFacts {
  /** The bone it hangs from; undefined for the hips. */
  readonly parent: HumanBone | undefined;
  /** Its joint: the middle of these keypoints. */
  readonly start: readonly string[];
  /** Where it points: the middle of these keypoints. A skeleton may lack them where no bone follows. */
  readonly end: readonly string[];
  /** From start to end at rest, a unit vector. */
  readonly along: Vector3;
  /** A second direction at rest, at right angles to `along`, that says how the bone is turned round itself. */
  readonly side: Vector3;
}

const X = new Vector3(1, 0, 0);
const Y = new Vector3(0, 1, 0);
const Z = new Vector3(0, 0, 1);
/** A foot at rest: from the ankle down to the toes. */
const FOOT = new Vector3(0, -0.34, 0.94).normalize();

/** A head at rest: from between the ears to the nose, which lies a little lower. */
const FACE = new Vector3(0, -0.21, 0.98).normalize();

function sideBones(side: 'left' | 'right'): Record<string, HumanBoneFacts> {
  const out = side === 'left' ? X : X.clone().negate();
  const down = Y.clone().negate();
  const at = (joint: string): readonly string[] => [`${side}_${joint}`];
  const shoulders = ['left_shoulder', 'right_shoulder'];
  const fingers = [`${side}_index`, `${side}_pinky`];
  const bone = (
    parent: string,
    start: readonly string[],
    end: readonly string[],
    along: Vector3,
    second: Vector3,
  ): HumanBoneFacts => ({ parent: parent as HumanBone, start, end, along, side: second });
  return {
    [`${side}Shoulder`]: bone('spine', shoulders, at('shoulder'), out, Y),
    [`${side}UpperArm`]: bone(`${side}Shoulder`, at('shoulder'), at('elbow'), out, Y),
    [`${side}LowerArm`]: bone(`${side}UpperArm`, at('elbow'), at('wrist'), out, Y),
    [`${side}Hand`]: bone(`${side}LowerArm`, at('wrist'), fingers, out, Z),
    [`${side}UpperLeg`]: bone('hips', at('hip'), at('knee'), down, X),
    [`${side}LowerLeg`]: bone(`${side}UpperLeg`, at('knee'), at('ankle'), down, X),
    [`${side}Foot`]: bone(`${side}LowerLeg`, at('ankle'), at('foot_index'), FOOT, X),
  };
}

/** The facts of every bone. */
export const HUMAN: Readonly<Record<HumanBone, HumanBoneFacts>> = {
  hips: { parent: undefined, start: ['left_hip', 'right_hip'], end: ['left_hip'], along: X, side: Y },
  spine: {
    parent: 'hips',
    start: ['left_hip', 'right_hip'],
    end: ['left_shoulder', 'right_shoulder'],
    along: Y,
    side: X,
  },
  neck: {
    parent: 'spine',
    start: ['left_shoulder', 'right_shoulder'],
    end: ['left_ear', 'right_ear'],
    along: Y,
    side: X,
  },
  head: { parent: 'neck', start: ['left_ear', 'right_ear'], end: ['nose'], along: FACE, side: X },
  ...(sideBones('left') as Record<Extract<HumanBone, `left${string}`>, HumanBoneFacts>),
  ...(sideBones('right') as Record<Extract<HumanBone, `right${string}`>, HumanBoneFacts>),
};
