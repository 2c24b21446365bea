import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Heatmaps } from '../tensor/heatmaps.ts';
import { extentAbout } from './answer.ts';
import { localDebiasedSoftmaxMoments } from './softmax-weights.ts';
import { inUnit } from './unit.ts';

/** What the extent of decoders without weights is measured with. */
const EXTENT_WEIGHTS = { beta: 10, radius: 7 } as const;

/**
 * Extent of the activation about an answer, for decoders that have no weights of their own: second moments of local
 * debiased weights (β = 10, radius 7) about `position`.
 * @param position [people · joints, 3], cells
 * @returns [people · joints, 4]: xx, xy, yy, zz in cells²
 */
export function localExtent(maps: Heatmaps, position: Tensor2D): Tensor2D {
  const { beta, radius } = EXTENT_WEIGHTS;
  const { raw, least } = localDebiasedSoftmaxMoments(maps, inUnit(maps, 'probability', 'local extent'), beta, radius);
  return extentAbout(maps, raw, least, position);
}
