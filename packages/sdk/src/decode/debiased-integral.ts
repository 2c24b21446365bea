import { tidy } from '@tensorflow/tfjs-core';
import type { Decoder } from '../tensor/decoder.ts';
import type { ValueKind } from '../types/manifest.ts';
import { answer, estimateFrom } from './answer.ts';
import { requireBeta } from './options.ts';
import { debiasedSoftmaxMoments } from './softmax-weights.ts';
import { inUnit } from './unit.ts';

/** Options of {@link debiasedIntegral}. */
export interface DebiasedIntegralOptions {
  /** Inverse temperature of the softmax, per unit of the values, 0.001..1000. Default 10 (Gu et al. 2021, table 6). */
  readonly beta?: number;
  /**
   * What the softmax is taken of. Default `probability`: the sigmoid of logit maps, whose background is 0 as the
   * derivation asks for. `logit` only fits networks trained through this very integral, whose background is a
   * constant; on the logits of a detection network (background around −10, not constant) the answers are nonsense.
   */
  readonly values?: ValueKind;
  /** Value of an empty cell, in the unit of `values`. Default: what the maps say. */
  readonly background?: number;
}

/**
 * The integral without the background's pull (Gu et al. 2021, eq. 10, with the grid's true mean and any background):
 * `J = (C·J̃ − n·exp(βb)·c) / (C − n·exp(βb))`, which is the expectation under `W = exp(βH) − exp(βb)`.
 *
 * Cells below the background weigh negatively and are not clipped: clipping keeps the positive half of the noise,
 * which is a background again (0.077 instead of 0.050 cells at noise 0.02). Works on flat maps and volumes.
 * Differentiable.
 */
export function debiasedIntegral(options: DebiasedIntegralOptions = {}): Decoder {
  const { beta = 10, values = 'probability' } = options;
  requireBeta(beta);
  return {
    name: 'debiasedIntegral',
    decode: (maps) =>
      tidy(() => {
        const unit = inUnit(maps, values, 'debiasedIntegral', options.background);
        const { raw, least } = debiasedSoftmaxMoments(maps, unit, beta);
        return answer(maps, estimateFrom(maps, raw, least));
      }),
  };
}
