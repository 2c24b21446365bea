export { type CropSampler, createCropSampler } from './crop/crop-sampler.ts';
export { peakCentre } from './decode/answer.ts';
export { argmax } from './decode/argmax.ts';
export { centreOfMass } from './decode/centre-of-mass.ts';
export { type CentroidOptions, centroid } from './decode/centroid.ts';
export { createDecoder, type DecoderDefinition } from './decode/create-decoder.ts';
export { type DarkOptions, dark } from './decode/dark.ts';
export { type DebiasedIntegralOptions, debiasedIntegral } from './decode/debiased-integral.ts';
export { discTarget } from './decode/disc-target.ts';
export { distributionMatching } from './decode/distribution-matching.ts';
export { dotTarget } from './decode/dot-target.ts';
export { type FlipFacts, flipAverage } from './decode/flip-average.ts';
export { gaussianTarget } from './decode/gaussian-target.ts';
export { type IntegralOptions, integral } from './decode/integral.ts';
export { type LocalDebiasedIntegralOptions, localDebiasedIntegral } from './decode/local-debiased-integral.ts';
export { type LocalIntegralOptions, localIntegral } from './decode/local-integral.ts';
export { oneHotTarget } from './decode/one-hot-target.ts';
export { quarterOffset } from './decode/quarter-offset.ts';
export { regression } from './decode/regression.ts';
export { type AxisVectors, type SimccOptions, simcc, type VectorDecoder } from './decode/simcc.ts';
export {
  type DebiasedTwoStepIntegralOptions,
  debiasedTwoStepIntegral,
  type TwoStepIntegralOptions,
  twoStepIntegral,
} from './decode/two-step-integral.ts';
export { type UdpDarkOptions, udpDark } from './decode/udp-dark.ts';
export { insideWindow, probabilityWindow, rawWindow } from './decode/window.ts';
export { type BlazePoseDetectorOptions, blazePoseDetector } from './detect/blazepose-detector.ts';
export { type MediaPipeDetectorOptions, mediaPipeDetector, type VisionTasks } from './detect/mediapipe-detector.ts';
export { wholeFrame } from './detect/whole-frame.ts';
export { heatmapModel } from './infer/heatmap-model.ts';
export type { LiftOptions } from './lift/lift-depth.ts';
export { type PlaceablePose, placeInFront } from './lift/place-in-front.ts';
export { apply, compose, invert } from './math/affine.ts';
export { cropTransform } from './math/crop-transform.ts';
export {
  type JointAngle,
  type JointAngle3D,
  jointAngle,
  jointAngle3D,
  type ScoredPoint3D,
} from './measure/joint-angle.ts';
export {
  type Repetition,
  type RepetitionCounter,
  type RepetitionCounterOptions,
  type RepetitionPhase,
  type RepetitionState,
  repetitionCounter,
} from './measure/repetition-counter.ts';
export { type ShapeSimilarity, type ShapeSimilarityOptions, shapeSimilarity } from './measure/shape-similarity.ts';
export {
  type BodyInView,
  type BodyInViewOptions,
  bodyInView,
  type MissingKeypoint,
  type VisibilityOptions,
  visibleBox,
  visibleKeypoints,
  type WhyMissing,
} from './measure/visibility.ts';
export { createPoseTracker } from './pipeline/create-pose-tracker.ts';
export type {
  ComparedFrame,
  LiveOptions,
  PoseTracker,
  PoseTrackerOptions,
  TrackerEvent,
} from './pipeline/pose-tracker.ts';
export { readRecording } from './record/read-recording.ts';
export { type PoseRecorder, type RecordPosesOptions, recordPoses } from './record/record-poses.ts';
export { toCsv } from './record/to-csv.ts';
export { createPoseRenderer, type PoseRenderer, type PoseRendererOptions } from './render/create-pose-renderer.ts';
export type { DrawOptions } from './render/draw-options.ts';
export { type DrawContext, drawPoses } from './render/draw-poses.ts';
export { type Fit, type FitOptions, fitTransform } from './render/fit-transform.ts';
export { DEFAULT_COLOURS, type PoseColours } from './render/palette.ts';
export { type SpreadEllipse, spreadEllipse } from './render/spread-ellipse.ts';
export { type KalmanOptions, kalman } from './smooth/kalman.ts';
export { type OneEuroOptions, oneEuro } from './smooth/one-euro.ts';
export { type CameraStream, camera, type OpenCameraOptions, openCamera } from './source/camera.ts';
export type { CameraOptions } from './source/camera-constraints.ts';
export { type CanvasFramesOptions, canvasFrames } from './source/canvas-frames.ts';
export { createFrame, type FrameFacts } from './source/create-frame.ts';
export { imageFrame, type Picture } from './source/image-frame.ts';
export { type ImagesOptions, images } from './source/images.ts';
export { type CameraInfo, listCameras } from './source/list-cameras.ts';
export { type MediaStreamOptions, mediaStream } from './source/media-stream.ts';
export { type ReplayPosesOptions, replayPoses } from './source/replay-poses.ts';
export { type VideoFacts, type VideoFileOptions, videoFile } from './source/video-file.ts';
export { type VideoFramesOptions, videoFrames } from './source/video-frames.ts';
export type { Backend } from './tensor/backend.ts';
export { chooseBackend } from './tensor/choose-backend.ts';
export { decodeAll } from './tensor/decode-all.ts';
export { DECODED, type Decoder } from './tensor/decoder.ts';
export type { Detection, Detector, DetectorRecipe } from './tensor/detector.ts';
export type { Peak } from './tensor/heatmaps.ts';
export { type HeatmapFacts, Heatmaps } from './tensor/heatmaps.ts';
export { type LoadedModel, type LoadModelOptions, loadModel } from './tensor/load-model.ts';
export type { ModelAddress, ModelFiles } from './tensor/model-address.ts';
export { cacheStorage, type ModelCache } from './tensor/model-cache.ts';
export type { Inference, NetworkRecipe, PoseNetwork } from './tensor/network.ts';
export type { Pixels } from './tensor/pixels.ts';
export type { LoadContext, Recipe } from './tensor/recipe.ts';
export { firstNonFinite, requireFinite } from './tensor/require-finite.ts';
export type { AssociatorOptions } from './track/associator.ts';
export { byOverlap } from './track/by-overlap.ts';
export { bySimilarity } from './track/by-similarity.ts';
export type { Filter, FilterFactory } from './types/filter.ts';
export type { Frame, Rotation } from './types/frame.ts';
export type { Affine, Box, Covariance, Point, Point3D, Region, Size } from './types/geometry.ts';
export type { CameraView, Keypoint3D, PlacedBody } from './types/keypoint-3d.ts';
export type { Logger } from './types/logger.ts';
export type {
  DepthAxis,
  DepthTilt,
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
export type { PoseRecording, RecordedFrame, RecordedKeypoint, RecordedPose } from './types/recording.ts';
export type { Skeleton } from './types/skeleton.ts';
export {
  type BlazePose33Keypoint,
  blazePose33,
  type Coco17Keypoint,
  coco17,
  cocoFromBlazePose,
} from './types/skeletons.ts';
export type { Associator, AssociatorFactory, Sighting } from './types/tracker.ts';
