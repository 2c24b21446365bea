import {
  GOLDEN_ERRORS,
  GOLDEN_SEED,
  GOLDEN_SETTINGS,
  goldenSet,
  goldenTolerance,
  seededRandom,
} from '@integral-pose/test-kit';
import { describe, expect, test } from 'vitest';
import { referenceDebiasedIntegral, referenceIntegral } from './reference-integral.ts';
import type { ReferenceDecoder } from './reference-map.ts';
import { referenceArgmax, referenceDark, referenceQuarterOffset } from './reference-peak.ts';

const decoders: Record<string, ReferenceDecoder> = {
  argmax: referenceArgmax(),
  quarterOffset: referenceQuarterOffset(),
  dark: referenceDark(11),
  integral: referenceIntegral({ beta: 10 }),
  debiasedIntegral: referenceDebiasedIntegral({ beta: 10 }),
  localIntegral: referenceIntegral({ beta: 10, radius: 5 }),
  localDebiasedIntegral: referenceDebiasedIntegral({ beta: 10, radius: 7 }),
};

describe.each(GOLDEN_SETTINGS)('golden table: %s', (setting) => {
  const set = goldenSet(setting, 400, seededRandom(GOLDEN_SEED));

  test.each(Object.keys(decoders))('%s', (name) => {
    const decode = decoders[name] as ReferenceDecoder;
    const errors = set.map(({ map, x, y }) => {
      const answer = decode({ ...map, values: 'probability', background: 0 });
      return Math.hypot(answer.x - x, answer.y - y);
    });
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    const golden = GOLDEN_ERRORS[name]?.[setting] as number;
    expect(Math.abs(mean - golden), `${mean} against ${golden}`).toBeLessThanOrEqual(goldenTolerance(golden));
  });
});
