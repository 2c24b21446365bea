import { stack, type Tensor3D, type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import { PoseError } from '../types/pose-error.ts';
import type { Decoder } from './decoder.ts';
import type { Heatmaps } from './heatmaps.ts';

/**
 * Several decoders on the same maps, to be read back once. What they share is computed once.
 * @param decoders at least one
 * @returns [decoders, people, joints, 8], the columns of `DECODED`; the caller disposes it
 * @throws PoseError `invalid-argument` without decoders; `wrong-value-kind` when one does not answer for these maps
 */
export function decodeAll(maps: Heatmaps, decoders: readonly Decoder[]): Tensor4D {
  if (decoders.length === 0) {
    throw new PoseError(
      { reason: 'invalid-argument', argument: 'decoders', found: 'none', wanted: 'at least one decoder' },
      'There is no decoder to decode with.',
      'Give at least one, for example localDebiasedIntegral().',
    );
  }
  return tidy(() => stack<Tensor3D>(decoders.map((decoder) => decoder.decode(maps))) as Tensor4D);
}
