import { tidy } from '@tensorflow/tfjs-core';
import type { Decoder } from '../tensor/decoder.ts';
import type { ValueKind } from '../types/manifest.ts';
import { answer, estimateFrom } from './answer.ts';
import { requireBeta } from './options.ts';
import { softmaxMoments } from './softmax-weights.ts';
import { inUnit } from './unit.ts';

/** Options of {@link integral}. */
export interface IntegralOptions {
  /**
   * Inverse temperature of the softmax, per unit of the values, 0.001..1000.
   * Default 10 on probabilities (Gu et al. 2021), 5 on logits (lowest error on BlazePose's maps).
   */
  readonly beta?: number;
  /**
   * What the softmax is taken of. `logit` is the softmax of the network's own output and needs logit maps;
   * `probability` takes the sigmoid of logits first. Default: the kind that the maps are of.
   */
  readonly values?: ValueKind;
}

/**
 * The expectation of the position under a softmax over all cells (Sun et al. 2018, eq. 2–4): `W = exp(β(H − max))`.
 *
 * Every empty cell keeps a weight, so the answer is pulled towards the middle of the map, the more the lower β and the
 * peak: `debiasedIntegral` removes that. Works on flat maps and volumes. Differentiable.
 */
export function integral(options: IntegralOptions = {}): Decoder {
  if (options.beta !== undefined) requireBeta(options.beta);
  return {
    name: 'integral',
    decode: (maps) =>
      tidy(() => {
        const values = options.values ?? maps.values;
        const beta = options.beta ?? (values === 'logit' ? 5 : 10);
        const { raw, least } = softmaxMoments(maps, inUnit(maps, values, 'integral'), beta);
        return answer(maps, estimateFrom(maps, raw, least));
      }),
  };
}
