import { mul, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import type { Decoder } from '../tensor/decoder.ts';
import { answer, estimateFrom } from './answer.ts';
import { momentsOfMap } from './moments.ts';
import { inUnit } from './unit.ts';

/**
 * A baseline to compare against: the mean position of the whole map's values, as transformers.js decodes ViTPose (which
 * adds the half cell to x and forgets it on y; here both have it). Pulled to the middle by whatever is left in the
 * background.
 *
 * Works on probabilities (the sigmoid of logits), flat maps and volumes. Negative values count as they are.
 */
export function centreOfMass(): Decoder {
  return {
    name: 'centreOfMass',
    decode: (maps) =>
      tidy(() => {
        const unit = inUnit(maps, 'probability', 'centreOfMass');
        const least = mul<Tensor2D>(unit.peak, 0.5);
        return answer(maps, estimateFrom(maps, momentsOfMap(maps, unit.planes()), least));
      }),
  };
}
