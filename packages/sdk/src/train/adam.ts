import { add, div, mul, sqrt, square, type Tensor, tidy, type Variable } from '@tensorflow/tfjs-core';
import { requireWithin } from '../decode/options.ts';

/** Options of Adam. */
export interface AdamOptions {
  /** Decay of the mean of the gradients, 0..0.99999. Default 0.9. */
  readonly beta1?: number;
  /** Decay of the mean of their squares, 0..0.99999. Default 0.999. */
  readonly beta2?: number;
  /** Keeps tiny gradients from being blown up, 1e-12..1. Default 1e-7. */
  readonly epsilon?: number;
}

/** One array of numbers, and what Adam remembers of its gradients. All three are changed in place. */
export interface AdamSlot {
  readonly value: Variable;
  readonly mean: Variable;
  readonly square: Variable;
}

/** The options with their defaults. @throws PoseError `invalid-argument` */
export function adamSettings(options: AdamOptions): Required<AdamOptions> {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 } = options;
  requireWithin('beta1', beta1, 0, 0.99999);
  requireWithin('beta2', beta2, 0, 0.99999);
  requireWithin('epsilon', epsilon, 1e-12, 1);
  return { beta1, beta2, epsilon };
}

/**
 * One step of Adam (Kingma and Ba 2015, algorithm 1): `m ← β1·m + (1 − β1)·g`, `v ← β2·v + (1 − β2)·g²`,
 * `θ ← θ − α·m̂ / (√v̂ + ε)` with `m̂ = m / (1 − β1ᵗ)`, `v̂ = v / (1 − β2ᵗ)`.
 *
 * tfjs's own optimiser is not used because it keeps β1ᵗ and β2ᵗ as single-precision products, and makes them anew, a
 * little different, when its state is restored: a resumed training would drift away from an uninterrupted one.
 * @param step t − 1: how many steps came before
 * @param rate α
 */
export function adamStep(
  { value, mean, square: meanSquare }: AdamSlot,
  gradient: Tensor,
  step: number,
  rate: number,
  { beta1, beta2, epsilon }: Required<AdamOptions>,
): void {
  tidy(() => {
    const m = add(mul(mean, beta1), mul(gradient, 1 - beta1));
    const v = add(mul(meanSquare, beta2), mul(square(gradient), 1 - beta2));
    const deviation = add(sqrt(mul(v, 1 / (1 - beta2 ** (step + 1)))), epsilon);
    mean.assign(m);
    meanSquare.assign(v);
    value.assign(add(value, mul(div(m, deviation), -rate / (1 - beta1 ** (step + 1)))));
  });
}
