// The types that a component needs to name. Hooks and components come with a later version.
export type {
  Keypoint,
  Pose,
  PoseErrorReason,
  PoseFrame,
  PoseTracker,
  PoseTrackerOptions,
  Progress,
} from '@integral-pose/sdk';
