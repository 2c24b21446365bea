import { tidy } from '@tensorflow/tfjs-core';
import type { Decoder } from '../tensor/decoder.ts';
import { answer, estimateFrom } from './answer.ts';
import type { DebiasedIntegralOptions } from './debiased-integral.ts';
import { requireBeta, requireWhole } from './options.ts';
import { localDebiasedSoftmaxMoments } from './softmax-weights.ts';
import { inUnit } from './unit.ts';

/** Options of {@link localDebiasedIntegral}. */
export interface LocalDebiasedIntegralOptions extends DebiasedIntegralOptions {
  /** Cells on either side of the maximum, whole, 1..31. Default 7. */
  readonly radius?: number;
}

/**
 * The debiased integral inside a square window round the maximum: exact for one peak, and what survives a second one.
 * The cheapest of the sub-cell decoders, as only the window is weighed. Works on flat maps and volumes.
 */
export function localDebiasedIntegral(options: LocalDebiasedIntegralOptions = {}): Decoder {
  const { beta = 10, radius = 7, values = 'probability' } = options;
  requireBeta(beta);
  requireWhole('radius', radius, 1, 31);
  return {
    name: 'localDebiasedIntegral',
    decode: (maps) =>
      tidy(() => {
        const unit = inUnit(maps, values, 'localDebiasedIntegral', options.background);
        const { raw, least } = localDebiasedSoftmaxMoments(maps, unit, beta, radius);
        return answer(maps, estimateFrom(maps, raw, least));
      }),
  };
}
