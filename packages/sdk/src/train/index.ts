// Importing this registers nothing. To differentiate, register the gradients of tfjs once, in your own program:
//   import '@tensorflow/tfjs-core/dist/register_all_gradients.js';

export { activationSum } from './activation-sum.ts';
export { addLosses } from './add-losses.ts';
export { discTargets, dotTargets, gaussianTargets, oneHotTargets } from './batch-targets.ts';
export { type BestFitSigma, type BestFitSigmaOptions, bestFitSigma } from './best-fit-sigma.ts';
export { type BiasMap, type BiasMapOptions, biasMap } from './bias-map.ts';
export type { CompensationOptions } from './compensation.ts';
export { debiasedIntegralLoss } from './debiased-integral-loss.ts';
export { type DiscLossOptions, discLoss } from './disc-loss.ts';
export { type DistributionMatchingLossOptions, distributionMatchingLoss } from './distribution-matching-loss.ts';
export { type ExpectedEndPointError, expectedEndPointError } from './expected-end-point-error.ts';
export type { FlatMap } from './flat-map.ts';
export { type GaussianLossOptions, gaussianLoss } from './gaussian-loss.ts';
export { type GradientFactors, gradientFactors } from './gradient-factors.ts';
export { type HeatVectors, heatVectors } from './heat-vectors.ts';
export type { HeatmapLoss } from './heatmap-loss.ts';
export { type IntegralLossOptions, integralLoss } from './integral-loss.ts';
export { type JointLossOptions, jointLoss } from './joint-loss.ts';
export { onProbabilities } from './on-probabilities.ts';
export { oneHotLoss } from './one-hot-loss.ts';
export { type PointLoss, regressionLoss } from './regression-loss.ts';
export { debiasedIntegralPosition, integralPosition, meanPosition, softmaxMap } from './softmax-map.ts';
export { type SpatialPriorOptions, spatialPriorLoss } from './spatial-prior-loss.ts';
export {
  type DebiasedTwoStepLossOptions,
  debiasedTwoStepLoss,
  type TwoStepLoss,
  type TwoStepLossOptions,
  type TwoStepWeights,
  twoStepLoss,
} from './two-step-loss.ts';
export { type HeatVectorLoss, vectorPriorLoss } from './vector-prior-loss.ts';
