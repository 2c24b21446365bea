export type { Clothes } from './appearance.ts';
export type { BodyPlan, BodyShape } from './body-plan.ts';
export { type BodyPose, bodyPose, type LimbPose, mixPoses, NEUTRAL_POSE } from './body-pose.ts';
export { BONES, type BoneName, PARENTS } from './bones.ts';
export { type Avatar, type AvatarOptions, createAvatar, type Place } from './create-avatar.ts';
export { KEYPOINT_NAMES, type KeypointName } from './landmarks.ts';
export { idle, jumpingJack, type Motion, PERFORMANCE_MS, performance, squat, walk, wave } from './motions.ts';
export { createRandom } from './random.ts';
export type { Background } from './room.ts';
export { type CameraView, createStage, type Performer, type Stage, type StageOptions } from './stage.ts';
export {
  measurePeople,
  pinhole,
  type TrueCamera,
  type TrueKeypoint,
  type TrueKeypoint3D,
  type TruePerson,
  type Truth,
} from './truth.ts';
