import { exp, expm1, maximum, minimum, mul, neg, relu, sub, type Tensor2D } from '@tensorflow/tfjs-core';
import { requireBeta, requireWithin } from '../decode/options.ts';
import { withoutGradient } from '../tensor/without-gradient.ts';
import type { RowSoftmax } from './softmax-of-rows.ts';

/** Options of the losses on compensated coordinates. */
export interface CompensationOptions {
  /** Inverse temperature of the softmax, per unit of the maps, 0.001..1000. Default 10 (Gu et al. 2021, table 6). */
  readonly beta?: number;
  /** Value that an empty cell of the maps is trained to have, in their unit. Default 0. */
  readonly background?: number;
  /**
   * The least share of the softmax's mass that is not background, `m = 1 − n·exp(βb) / Σ exp(βH)`, at which the exact
   * compensation is used; it multiplies distances by 1 / m. 0.001..0.9. Default 0.1: what a peak of 0.4 and σ = 2 has
   * on 64×64 cells at β = 10 (a peak of 1 has 0.94). Small β need it smaller for as low a peak.
   */
  readonly floor?: number;
  /** How hard a map below the floor is lifted, cells per unit of `log Σ exp(βH)`, 0..1000. Default 1. */
  readonly pull?: number;
}

/** Options with their defaults. */
export type Compensation = Required<CompensationOptions>;

/** @throws PoseError `invalid-argument` for an option out of its range */
export function compensation(options: CompensationOptions): Compensation {
  const { beta = 10, background = 0, floor = 0.1, pull = 1 } = options;
  requireBeta(beta);
  requireWithin('background', background, -1e4, 1e4);
  requireWithin('floor', floor, 1e-3, 0.9);
  requireWithin('pull', pull, 0, 1000);
  return { beta, background, floor, pull };
}

/** Both [rows, 1]. */
interface Compensated {
  /** What distances from the middle are divided by; m where the mass is healthy, never below `floor`. */
  readonly mass: Tensor2D;
  /** What is added to the loss, cells: 0 where the mass is healthy. */
  readonly lift: Tensor2D;
}

/**
 * How much of a softmax is not background, made safe. With `s = log(C / n·exp(βb))`, the exact mass is
 * `m = 1 − exp(−s)`; it is healthy from `s₀ = −log(1 − floor)` up.
 *
 * Below, the mass goes from `floor` at s₀ to 1 (no compensation) at s₀ − 1, and s is pulled up by a term of its own whose
 * gradient, `−pull·β·h̃`, is bounded however far below the map lies. The mass is a constant to gradients there:
 * otherwise a map could lower its loss by sinking deeper.
 * @param softmax of `beta` times the values
 * @param cells how many values a row has
 */
export function compensate({ logSum }: RowSoftmax, cells: number, options: Compensation): Compensated {
  const { beta, background, floor, pull } = options;
  const least = -Math.log1p(-floor);
  const s: Tensor2D = sub(logSum, Math.log(cells) + beta * background);
  const short = relu(sub<Tensor2D>(least, s));
  const exact = neg(expm1(neg(maximum<Tensor2D>(s, least))));
  const towardsPlain = withoutGradient(
    (shortage: Tensor2D) => exp(mul<Tensor2D>(minimum(shortage, 1), -Math.log(floor))),
    short,
  );
  return { mass: mul(exact, towardsPlain), lift: mul(short, pull) };
}
