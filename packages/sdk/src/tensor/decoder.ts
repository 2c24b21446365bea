import type { Tensor3D } from '@tensorflow/tfjs-core';
import type { Heatmaps } from './heatmaps.ts';

/** The columns of a decoder's answer, in order. */
export const DECODED = { x: 0, y: 1, z: 2, score: 3, xx: 4, xy: 5, yy: 6, zz: 7, columns: 8 } as const;

/**
 * Turns heatmaps into coordinates. A value without state: one decoder may serve any number of trackers.
 *
 * `decode` answers `[people, joints, 8]` with the columns of {@link DECODED}: `x`, `y`, `z` in cells (cell `i`
 * covers `[i, i + 1)`; `z` is 0 for flat maps), `score` in 0..1 (the height of the peak, as a probability),
 * and the activation's extent `xx`, `xy`, `yy`, `zz` in cells². It is never outside the map and, for finite maps,
 * never non-finite. The caller disposes the answer; the maps stay the caller's.
 */
export interface Decoder {
  readonly name: string;
  decode(maps: Heatmaps): Tensor3D;
}
