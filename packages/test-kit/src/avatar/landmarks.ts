import { Vector3 } from 'three';
import type { BodyPlan } from './body-plan.ts';
import { type BoneName, SIDES } from './bones.ts';
import { handPoint } from './hand.ts';

/** The 33 keypoints of BlazePose, in its order. "Left" is the subject's left. */
export const KEYPOINT_NAMES = [
  'nose',
  'left_eye_inner',
  'left_eye',
  'left_eye_outer',
  'right_eye_inner',
  'right_eye',
  'right_eye_outer',
  'left_ear',
  'right_ear',
  'mouth_left',
  'mouth_right',
  'left_shoulder',
  'right_shoulder',
  'left_elbow',
  'right_elbow',
  'left_wrist',
  'right_wrist',
  'left_pinky',
  'right_pinky',
  'left_index',
  'right_index',
  'left_thumb',
  'right_thumb',
  'left_hip',
  'right_hip',
  'left_knee',
  'right_knee',
  'left_ankle',
  'right_ankle',
  'left_heel',
  'right_heel',
  'left_foot_index',
  'right_foot_index',
] as const;

/** Name of a keypoint. */
export type KeypointName = (typeof KEYPOINT_NAMES)[number];

/** A keypoint as a point fixed to a bone. */
export interface Landmark {
  readonly name: KeypointName;
  readonly bone: BoneName;
  /** From the bone's joint, metres, in the rest position. */
  readonly offset: Vector3;
}

/** Where the keypoints are fixed, in the order of {@link KEYPOINT_NAMES}. */
export function placeLandmarks(plan: BodyPlan): readonly Landmark[] {
  const rest = new Map<KeypointName, readonly [BoneName, Vector3]>();
  const head = (x: number, y: number, z: number): readonly [BoneName, Vector3] => [
    'head',
    new Vector3(x, y, z).multiplyScalar(plan.headUnit).add(plan.headOrigin),
  ];
  rest.set('nose', head(0, -0.15, 0.465));
  for (const side of SIDES) {
    const s = side === 'left' ? 1 : -1;
    rest.set(`${side}_eye_inner`, head(0.085 * s, -0.008, 0.355));
    rest.set(`${side}_eye`, head(0.14 * s, 0, 0.375));
    rest.set(`${side}_eye_outer`, head(0.195 * s, -0.002, 0.325));
    rest.set(`${side}_ear`, head(0.325 * s, -0.05, 0.0));
    rest.set(`mouth_${side}`, head(0.118 * s, -0.268, 0.325));
    rest.set(`${side}_shoulder`, [`${side}_upper_arm`, plan.joints[`${side}_upper_arm`]]);
    rest.set(`${side}_elbow`, [`${side}_forearm`, plan.joints[`${side}_forearm`]]);
    rest.set(`${side}_wrist`, [`${side}_hand`, plan.joints[`${side}_hand`]]);
    rest.set(`${side}_pinky`, [`${side}_hand`, handPoint(plan, side, 'pinky')]);
    rest.set(`${side}_index`, [`${side}_hand`, handPoint(plan, side, 'index')]);
    rest.set(`${side}_thumb`, [`${side}_hand`, handPoint(plan, side, 'thumb')]);
    rest.set(`${side}_hip`, [`${side}_thigh`, plan.joints[`${side}_thigh`]]);
    rest.set(`${side}_knee`, [`${side}_shin`, plan.joints[`${side}_shin`]]);
    rest.set(`${side}_ankle`, [`${side}_foot`, plan.joints[`${side}_foot`]]);
    rest.set(`${side}_heel`, [`${side}_foot`, plan.heels[side]]);
    rest.set(`${side}_foot_index`, [`${side}_foot`, plan.toes[side]]);
  }
  return KEYPOINT_NAMES.map((name) => {
    const [bone, position] = rest.get(name) as readonly [BoneName, Vector3];
    return { name, bone, offset: position.clone().sub(plan.joints[bone]) };
  });
}
