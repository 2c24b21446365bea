export { createPoseScene, type PoseScene } from './create-pose-scene.ts';
export { createRetargeter, type Retargeter, type RetargetOptions } from './create-retargeter.ts';
export { HUMAN_BONES, type HumanBone } from './human-bones.ts';
export type { TrackExportOptions } from './human-track.ts';
export {
  DEFAULT_SCENE_COLOURS,
  type PoseSceneColours,
  type PoseSceneOptions,
  type PoseSceneView,
} from './scene-options.ts';
export type { PlacedPeople, PlacedPerson, RelativePeople, RelativePerson, ScenePeople } from './scene-people.ts';
export { createRotationSolver, emptyHumanPose, type HumanPose, type RotationSolver } from './solve-rotations.ts';
export { type BvhOptions, toBvh } from './to-bvh.ts';
export { toGltf } from './to-gltf.ts';
