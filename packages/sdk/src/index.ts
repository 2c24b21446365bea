export { type CropSampler, createCropSampler } from './crop/crop-sampler.ts';
export { argmax } from './decode/argmax.ts';
export { dark } from './decode/dark.ts';
export { debiasedIntegral } from './decode/debiased-integral.ts';
export { integral } from './decode/integral.ts';
export { localDebiasedIntegral } from './decode/local-debiased-integral.ts';
export { localIntegral } from './decode/local-integral.ts';
export { quarterOffset } from './decode/quarter-offset.ts';
export { regression } from './decode/regression.ts';
export { type BlazePoseDetectorOptions, blazePoseDetector } from './detect/blazepose-detector.ts';
export { type MediaPipeDetectorOptions, mediaPipeDetector, type VisionTasks } from './detect/mediapipe-detector.ts';
export { wholeFrame } from './detect/whole-frame.ts';
export { heatmapModel } from './infer/heatmap-model.ts';
export { apply, compose, invert } from './math/affine.ts';
export { cropTransform } from './math/crop-transform.ts';
export { createPoseTracker } from './pipeline/create-pose-tracker.ts';
export type { ComparedFrame, PoseTracker, PoseTrackerOptions, TrackerEvent } from './pipeline/pose-tracker.ts';
export { type OneEuroOptions, oneEuro } from './smooth/one-euro.ts';
export { createFrame, type FrameFacts } from './source/create-frame.ts';
export type { Backend } from './tensor/backend.ts';
export { DECODED, type Decoder } from './tensor/decoder.ts';
export type { Detection, Detector, DetectorRecipe } from './tensor/detector.ts';
export { type HeatmapFacts, Heatmaps } from './tensor/heatmaps.ts';
export type { Inference, NetworkRecipe, PoseNetwork } from './tensor/network.ts';
export type { Pixels } from './tensor/pixels.ts';
export type { LoadContext, Recipe } from './tensor/recipe.ts';
export type { AssociatorOptions } from './track/associator.ts';
export { byOverlap } from './track/by-overlap.ts';
export { bySimilarity } from './track/by-similarity.ts';
export type { Filter, FilterFactory } from './types/filter.ts';
export type { Frame, Rotation } from './types/frame.ts';
export type { Affine, Box, Covariance, Point, Region, Size } from './types/geometry.ts';
export type { Logger } from './types/logger.ts';
export type {
  HeatmapManifest,
  ManifestBase,
  ManifestFile,
  ModelManifest,
  SpreadCalibration,
  SsdManifest,
  ValueKind,
} from './types/manifest.ts';
export type { Keypoint, Pose, PoseFrame, Stage } from './types/pose.ts';
export { PoseError, type PoseErrorDetail, type PoseErrorReason } from './types/pose-error.ts';
export type { Progress } from './types/progress.ts';
export type { Skeleton } from './types/skeleton.ts';
export { blazePose33, coco17, cocoFromBlazePose } from './types/skeletons.ts';
export type { Associator, AssociatorFactory, Sighting } from './types/tracker.ts';
