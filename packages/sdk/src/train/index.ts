// Importing this registers nothing. To differentiate, register the gradients of tfjs once, in your own program:
//   import '@tensorflow/tfjs-core/dist/register_all_gradients.js';

export { activationSum } from './activation-sum.ts';
export type { AdamOptions } from './adam.ts';
export { addLosses } from './add-losses.ts';
export { discTargets, dotTargets, gaussianTargets, oneHotTargets } from './batch-targets.ts';
export { type BestFitSigma, type BestFitSigmaOptions, bestFitSigma } from './best-fit-sigma.ts';
export { type BiasMap, type BiasMapOptions, biasMap } from './bias-map.ts';
export type { CompensationOptions } from './compensation.ts';
export {
  type ConvolutionLayerOptions,
  convolutionLayer,
  type DepthwiseLayerOptions,
  depthwiseLayer,
} from './convolution-layer.ts';
export { createNetwork, type NetworkOptions, type Parameter, type TrainableNetwork } from './create-network.ts';
export { debiasedIntegralLoss } from './debiased-integral-loss.ts';
export { type DiscLossOptions, discLoss } from './disc-loss.ts';
export { type DistributionMatchingLossOptions, distributionMatchingLoss } from './distribution-matching-loss.ts';
export { type ExpectedEndPointError, expectedEndPointError } from './expected-end-point-error.ts';
export { exportModel, type ModelFacts, type ModelFiles } from './export-model.ts';
export { type FitOptions, type FitResult, fit, type TrainingBatch, type TrainingProgress } from './fit.ts';
export type { FlatMap } from './flat-map.ts';
export { type GaussianLossOptions, gaussianLoss } from './gaussian-loss.ts';
export { type GradientFactors, gradientFactors } from './gradient-factors.ts';
export type { GraphNodes } from './graph-nodes.ts';
export { type HeatVectors, heatVectors } from './heat-vectors.ts';
export type { HeatmapLoss } from './heatmap-loss.ts';
export { inputLayer } from './input-layer.ts';
export { type IntegralLossOptions, integralLoss } from './integral-loss.ts';
export { type JointLossOptions, jointLoss } from './joint-loss.ts';
export type { Layer, MapShape, ParameterSpec } from './layer.ts';
export { concatLayer, reluLayer, sumLayer, upsampleLayer } from './merge-layers.ts';
export { onProbabilities } from './on-probabilities.ts';
export { oneHotLoss } from './one-hot-loss.ts';
export { type PointLoss, regressionLoss } from './regression-loss.ts';
export { type CosineScheduleOptions, cosineSchedule, type Schedule } from './schedule.ts';
export { debiasedIntegralPosition, integralPosition, meanPosition, softmaxMap } from './softmax-map.ts';
export { type SpatialPriorOptions, spatialPriorLoss } from './spatial-prior-loss.ts';
export type { TrainingState } from './training-state.ts';
export {
  type DebiasedTwoStepLossOptions,
  debiasedTwoStepLoss,
  type TwoStepLoss,
  type TwoStepLossOptions,
  type TwoStepWeights,
  twoStepLoss,
} from './two-step-loss.ts';
export { type HeatVectorLoss, vectorPriorLoss } from './vector-prior-loss.ts';
