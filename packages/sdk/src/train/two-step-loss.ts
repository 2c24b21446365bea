import {
  abs,
  add,
  div,
  matMul,
  mul,
  reshape,
  type Scalar,
  slice,
  sub,
  type Tensor2D,
  type Tensor3D,
  type Tensor5D,
  tidy,
} from '@tensorflow/tfjs-core';
import { requireBeta, requireWithin } from '../decode/options.ts';
import { vectorGrid } from './cells.ts';
import { requireShape, requireWeights } from './check-shapes.ts';
import { type Compensation, type CompensationOptions, compensate, compensation } from './compensation.ts';
import { type HeatVectors, heatVectors } from './heat-vectors.ts';
import { labelledTruth, meanOverJoints } from './mean-over-joints.ts';
import { softmaxOfRows } from './softmax-of-rows.ts';

/** Which joints are labelled, [people, joints] each, ≥ 0; default 1 each. What 2D data lack is a `z` of 0. */
export interface TwoStepWeights {
  readonly xy?: Tensor2D;
  readonly z?: Tensor2D;
}

/**
 * A loss on volumes [people, depth, height, width, joints], or on three heat vectors, with truth [people, joints, 3]: x, y
 * and z in cells (bins), cell i covering [i, i + 1). Where a weight is 0 that part of the truth is not looked at (it may
 * be NaN). Returns `Σ w·(|Δx| + |Δy|) / Σ w`, of the weights `xy`, plus λ times `Σ w·|Δz| / Σ w` of the weights `z`: each
 * part is the mean of its own labels, so that a batch with few 3D labels still teaches depth.
 */
export type TwoStepLoss = (heat: Tensor5D | HeatVectors, truth: Tensor3D, weights?: TwoStepWeights) => Scalar;

/** Options of {@link twoStepLoss}. */
export interface TwoStepLossOptions {
  /** Inverse temperature of the softmax, per unit of the values, 0.001..1000. Default 1, as Sun et al. 2018 have it. */
  readonly beta?: number;
  /** λ, what the part along z is multiplied by, 0..1e9. Default 1. */
  readonly depthWeight?: number;
}

/** Options of {@link debiasedTwoStepLoss}. */
export interface DebiasedTwoStepLossOptions extends CompensationOptions {
  /** λ, what the part along z is multiplied by, 0..1e9. Default 1. */
  readonly depthWeight?: number;
}

/**
 * The two-step integral (Sun et al. 2018 §2.1, eqs 5–6): the softmax of a volume summed to one heat vector an axis, and L1
 * on the expectation of each. With 2D labels the heat of x and y is taught whatever the depth, so 2D and 3D data mix.
 * @throws PoseError (from the loss) `invalid-argument` when shapes do not fit
 */
export function twoStepLoss(options: TwoStepLossOptions = {}): TwoStepLoss {
  const { beta = 1, depthWeight = 1 } = options;
  requireBeta(beta);
  return alongAxes(beta, depthWeight);
}

/**
 * {@link twoStepLoss} with the background taken out of each heat vector (Gu et al. 2021 applied to Sun et al. 2018), made
 * safe as `debiasedIntegralLoss` is, with the same floor for the three vectors: of a volume they have the same mass.
 */
export function debiasedTwoStepLoss(options: DebiasedTwoStepLossOptions = {}): TwoStepLoss {
  const { depthWeight = 1, ...rest } = options;
  const settings = compensation(rest);
  return alongAxes(settings.beta, depthWeight, settings);
}

function alongAxes(beta: number, depthWeight: number, settings?: Compensation): TwoStepLoss {
  requireWithin('depthWeight', depthWeight, 0, 1e9);
  return (heat, truth, weights = {}) =>
    tidy(() => {
      const vectors = 'shape' in heat ? heatVectors(heat, beta) : heat;
      const [people, joints] = vectors.x.shape;
      requireShape('truth', truth, [people, joints, 3], '[people, joints, 3]');
      requireWeights(weights.xy, people, joints, 'weights.xy');
      requireWeights(weights.z, people, joints, 'weights.z');
      const part = (axis: 'x' | 'y' | 'z', labelled?: Tensor2D): Tensor2D => {
        const at = slice(truth, [0, 0, 'xyz'.indexOf(axis)], [people, joints, 1]);
        return alongAxis(vectors[axis], labelledTruth(reshape(at, [people, joints]), labelled), beta, settings);
      };
      const flat = meanOverJoints(add(part('x', weights.xy), part('y', weights.xy)), weights.xy);
      return add(flat, mul(meanOverJoints(part('z', weights.z), weights.z), depthWeight));
    });
}

/** L1 of one axis, [people, joints]. */
function alongAxis(vectors: Tensor3D, truth: Tensor2D, beta: number, settings?: Compensation): Tensor2D {
  const [people, joints, length] = vectors.shape;
  const softmax = softmaxOfRows(mul<Tensor2D>(reshape(vectors, [people * joints, length]), beta));
  const plain = matMul(softmax.weights, vectorGrid(length));
  const safe = settings && compensate(softmax, length, settings);
  const offset = safe ? div<Tensor2D>(plain, safe.mass) : plain;
  const error = abs(sub(add(reshape(offset, [people, joints]), length / 2), truth)) as Tensor2D;
  return safe ? add(error, reshape(safe.lift, [people, joints])) : error;
}
