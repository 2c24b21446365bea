import { greaterEqual, mul, type Tensor2D, tidy, where } from '@tensorflow/tfjs-core';
import type { Decoder } from '../tensor/decoder.ts';
import { answer, estimateFrom, peakCentre } from './answer.ts';
import { momentsOfWindow } from './moments.ts';
import { requireOdd, requireWithin } from './options.ts';
import { inUnit } from './unit.ts';

/** Options of {@link centroid}. */
export interface CentroidOptions {
  /** Side of the window, cells, odd, 3..31. Default 7, MediaPipe's for BlazePose. */
  readonly size?: number;
  /** A peak below this is answered as its cell's centre, 0..1. Default 0.5, MediaPipe's. */
  readonly minScore?: number;
}

/**
 * A baseline to compare against: the mean position of the values in a k×k window, as MediaPipe refines its landmarks
 * with. MediaPipe puts the window round the regressed landmark; a decoder has only the map, so here it is round the
 * maximum. The window cuts the peak's flanks off unevenly, which pulls the answer towards the cell's centre.
 *
 * Works on probabilities (the sigmoid of logits), flat maps and volumes.
 */
export function centroid(options: CentroidOptions = {}): Decoder {
  const { size = 7, minScore = 0.5 } = options;
  requireOdd('size', size, 3, 31);
  requireWithin('minScore', minScore, 0, 1);
  return {
    name: 'centroid',
    decode: (maps) =>
      tidy(() => {
        const radius = (size - 1) / 2;
        const unit = inUnit(maps, 'probability', 'centroid');
        const raw = momentsOfWindow(maps, unit.window(radius, 0), radius);
        const { position, extent, found } = estimateFrom(maps, raw, mul<Tensor2D>(unit.peak, 0.5));
        const sure = greaterEqual<Tensor2D>(maps.score, minScore);
        return answer(maps, { position: where(sure, position, peakCentre(maps)), extent, found });
      }),
  };
}
