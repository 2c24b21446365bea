// The types that a component needs to name.
export type {
  ComparedFrame,
  Decoder,
  Keypoint,
  Pose,
  PoseErrorReason,
  PoseFrame,
  PoseTracker,
  PoseTrackerOptions,
  Progress,
} from '@integral-pose/sdk';
export type { PoseCameraLabels } from './camera-status.tsx';
export { PoseCamera, type PoseCameraProps } from './pose-camera.tsx';
export { PoseOverlay, type PoseOverlayProps } from './pose-overlay.tsx';
export { PoseProvider, type PoseProviderProps, usePoseContext } from './pose-provider.tsx';
export type { PoseSource, VideoRef } from './pose-source.ts';
export type { PoseTrackerState, TrackerInput } from './tracker-state.ts';
export { type UseCameraOptions, type UseCameraResult, useCamera } from './use-camera.ts';
export { useDecoderComparison } from './use-decoder-comparison.ts';
export { type PoseFramesResult, usePoseFrames } from './use-pose-frames.ts';
export { type UsePoseTrackerOptions, usePoseTracker } from './use-pose-tracker.ts';
export { type UsePosesOptions, usePoses } from './use-poses.ts';
export type { LatestResult } from './use-throttled.ts';
