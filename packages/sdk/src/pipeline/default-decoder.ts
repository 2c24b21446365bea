import { localDebiasedIntegral } from '../decode/local-debiased-integral.ts';
import { twoStepIntegral } from '../decode/two-step-integral.ts';
import type { Decoder } from '../tensor/decoder.ts';
import type { HeatmapManifest } from '../types/manifest.ts';

/**
 * The decoder for a network when none was chosen: the one that measures best on real pictures for flat maps, the one
 * that volumes are trained with for volumes.
 */
export function defaultDecoder({ heatmaps }: HeatmapManifest): Decoder {
  return heatmaps.layout === 'dhwk' ? twoStepIntegral() : localDebiasedIntegral();
}
