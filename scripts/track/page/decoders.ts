import {
  argmax,
  centreOfMass,
  centroid,
  type Decoder,
  dark,
  debiasedIntegral,
  debiasedTwoStepIntegral,
  distributionMatching,
  integral,
  localDebiasedIntegral,
  localIntegral,
  quarterOffset,
  regression,
  twoStepIntegral,
  udpDark,
} from '../../../packages/sdk/src/index.ts';
import type { DecoderName } from '../choices.ts';

/** Makes each decoder with its defaults. */
export const DECODER_FACTORIES: Readonly<Record<DecoderName, () => Decoder>> = {
  argmax,
  centreOfMass,
  centroid,
  dark,
  debiasedIntegral,
  debiasedTwoStepIntegral,
  distributionMatching,
  integral,
  localDebiasedIntegral,
  localIntegral,
  quarterOffset,
  regression,
  twoStepIntegral,
  udpDark,
};
