import {
  argmax,
  centreOfMass,
  centroid,
  type Decoder,
  dark,
  debiasedIntegral,
  distributionMatching,
  integral,
  localDebiasedIntegral,
  localIntegral,
  quarterOffset,
  regression,
  udpDark,
} from '@integral-pose/sdk';

/** The SDK's default, as one value, so that it can be told from the others. */
export const defaultDecoder: Decoder = localDebiasedIntegral();

/** Every decoder that reads flat heatmaps, by the name it has in reports. */
export const decoders: Readonly<Record<string, Decoder>> = {
  argmax: argmax(),
  quarterOffset: quarterOffset(),
  dark: dark(),
  udpDark: udpDark(),
  integral: integral(),
  debiasedIntegral: debiasedIntegral(),
  localIntegral: localIntegral(),
  localDebiasedIntegral: defaultDecoder,
  distributionMatching: distributionMatching(),
  centreOfMass: centreOfMass(),
  centroid: centroid(),
  regression: regression(),
};
