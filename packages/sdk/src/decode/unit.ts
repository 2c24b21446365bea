import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Heatmaps } from '../tensor/heatmaps.ts';
import type { ValueKind } from '../types/manifest.ts';
import { PoseError } from '../types/pose-error.ts';
import { probabilityWindow, rawWindow } from './window.ts';

/** The maps in one unit: as probabilities, or as the logits that they are. */
export interface InUnit {
  /** [people · joints, cells]. Computed when asked for. */
  planes(): Tensor2D;
  /** [people · joints, cells of the window], as `rawWindow`. Cells outside the map read as `outside`. */
  window(radius: number, outside: number): Tensor2D;
  /** [people · joints, 1]: the maximum. */
  readonly peak: Tensor2D;
  /** Value of an empty cell. */
  readonly background: number;
}

/**
 * @param decoder whose name an error states
 * @param background value of an empty cell in that unit; default what the maps say
 * @throws PoseError `wrong-value-kind` when logits are asked for and the maps hold probabilities
 */
export function inUnit(maps: Heatmaps, unit: ValueKind, decoder: string, background?: number): InUnit {
  if (unit === 'probability') {
    return {
      planes: () => maps.probabilities,
      window: (radius, outside) => probabilityWindow(maps, radius, outside),
      peak: maps.values === 'logit' ? maps.score : maps.peak.value,
      background: background ?? maps.backgroundProbability,
    };
  }
  if (maps.values !== 'logit') {
    throw new PoseError(
      { reason: 'wrong-value-kind', decoder, found: maps.values, wanted: unit },
      `The decoder ${decoder} was set to work on logits and was given maps of probabilities.`,
      'Leave its option `values` out, or choose a model whose manifest says `logit`.',
    );
  }
  return {
    planes: () => maps.planes,
    window: (radius, outside) => rawWindow(maps, radius, outside),
    peak: maps.peak.value,
    background: background ?? maps.background,
  };
}

/** @throws PoseError `wrong-value-kind` when the maps are volumes */
export function requireFlat(maps: Heatmaps, decoder: string): void {
  if (maps.depth === 1) return;
  throw new PoseError(
    { reason: 'wrong-value-kind', decoder, found: 'volumes', wanted: 'flat maps' },
    `The decoder ${decoder} answers for flat maps and was given volumes of depth ${maps.depth}.`,
    'Use argmax, integral, debiasedIntegral, their local forms, or a two-step integral.',
  );
}
