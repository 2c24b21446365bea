import { tidy } from '@tensorflow/tfjs-core';
import type { Decoder } from '../tensor/decoder.ts';
import type { ValueKind } from '../types/manifest.ts';
import { answer, estimateFrom } from './answer.ts';
import { requireBeta, requireWhole } from './options.ts';
import { localSoftmaxMoments } from './softmax-weights.ts';
import { inUnit } from './unit.ts';

/** Options of {@link localIntegral}. */
export interface LocalIntegralOptions {
  /** Inverse temperature of the softmax, per unit of the values, 0.001..1000. Default 10. */
  readonly beta?: number;
  /** Cells on either side of the maximum, whole, 1..31. Default 5. */
  readonly radius?: number;
  /** What the softmax is taken of; `logit` needs logit maps. Default `probability`: the sigmoid of logits. */
  readonly values?: ValueKind;
}

/**
 * The softmax expectation inside a square window round the maximum. The window is cut at the map's border.
 * Blind to a second peak outside the window. Works on flat maps and volumes.
 */
export function localIntegral(options: LocalIntegralOptions = {}): Decoder {
  const { beta = 10, radius = 5, values = 'probability' } = options;
  requireBeta(beta);
  requireWhole('radius', radius, 1, 31);
  return {
    name: 'localIntegral',
    decode: (maps) =>
      tidy(() => {
        const { raw, least } = localSoftmaxMoments(maps, inUnit(maps, values, 'localIntegral'), beta, radius);
        return answer(maps, estimateFrom(maps, raw, least));
      }),
  };
}
