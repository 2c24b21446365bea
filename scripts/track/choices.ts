/** Sizes of the landmark network, the fastest first. */
export const MODELS = ['lite', 'full', 'heavy'] as const;
export type ModelName = (typeof MODELS)[number];

/** The SDK's decoders for heatmaps, each by its own name. The first is the default. */
export const DECODERS = [
  'localDebiasedIntegral',
  'localIntegral',
  'debiasedIntegral',
  'integral',
  'twoStepIntegral',
  'debiasedTwoStepIntegral',
  'dark',
  'udpDark',
  'distributionMatching',
  'quarterOffset',
  'centroid',
  'centreOfMass',
  'regression',
  'argmax',
] as const;
export type DecoderName = (typeof DECODERS)[number];

/** How an overlay is written, by the extension of its name. */
export const OVERLAYS = { picture: ['.png', '.jpg', '.jpeg'], video: ['.webm', '.mp4'] } as const;
export type OverlayFormat = 'png' | 'jpeg' | 'webm' | 'mp4';

/** The most people that the tracker follows. */
export const MOST_PEOPLE = 20;
