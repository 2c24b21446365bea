export { AREA_RANGES, type KeypointPrecision, keypointPrecision, OKS_THRESHOLDS } from './average-precision.ts';
export { type BoneLengthVariation, boneLengthVariation } from './bone-length-variation.ts';
export { depthSlope } from './depth-slope.ts';
export { endPointErrors, meanOf, medianOf, normalisedErrors } from './end-point-error.ts';
export { jointPositionErrors, mpjpe, paMpjpe, rootRelative } from './joint-position-error.ts';
export { type EstimatedPerson, type LabelledPerson, type LabelledPoint, labelledCount } from './labelled-person.ts';
export { type AreaRange, type ImagePeople, MOST_ESTIMATES } from './match-people.ts';
export { COCO_SIGMAS, oks } from './object-keypoint-similarity.ts';
export { type PckCurve, pck, pckCurve } from './percentage-of-correct-keypoints.ts';
export { alignSimilarity, applySimilarity, type Matrix3, type Similarity3D } from './similarity-alignment.ts';
export {
  fitSpread,
  fitSpreadByJoint,
  type JointSpreadSample,
  normalisedSquaredError,
  type SpreadSample,
} from './spread-calibration.ts';
export {
  type BoxSide,
  type ClassMean,
  type JointsPresent,
  meansBy,
  type Occlusion,
  type SubBenchmark,
  subBenchmark,
} from './sub-benchmarks.ts';
