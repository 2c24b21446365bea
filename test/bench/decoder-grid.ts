import {
  type Decoder,
  dark,
  debiasedIntegral,
  integral,
  localDebiasedIntegral,
  localIntegral,
  quarterOffset,
} from '@integral-pose/sdk';

/** Decoders with the parameters that defaults are chosen from, by what they are set to. */
export const decoderGrid: Readonly<Record<string, Decoder>> = Object.fromEntries([
  ['quarterOffset', quarterOffset()],
  ...[3, 5, 7, 11].map((blur) => [`dark blur ${blur}`, dark({ blur })] as const),
  ...[2, 3, 5].map((beta) => [`integral logit β ${beta}`, integral({ beta, values: 'logit' })] as const),
  ...[10, 20].map((beta) => [`integral probability β ${beta}`, integral({ beta, values: 'probability' })] as const),
  ...[10, 20, 40].map((beta) => [`debiasedIntegral β ${beta}`, debiasedIntegral({ beta })] as const),
  ...[5, 7, 10].map(
    (radius) => [`localIntegral logit β 2 r ${radius}`, localIntegral({ beta: 2, radius, values: 'logit' })] as const,
  ),
  ...[5, 10, 20].flatMap((beta) =>
    [5, 7, 10, 15].map(
      (radius) => [`localDebiasedIntegral β ${beta} r ${radius}`, localDebiasedIntegral({ beta, radius })] as const,
    ),
  ),
]);
