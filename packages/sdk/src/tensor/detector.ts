import type { Region } from '../types/geometry.ts';
import type { Pixels } from './pixels.ts';
import type { Recipe } from './recipe.ts';

/** A person found in a picture. */
export interface Detection {
  /** Where the heatmap network should look: upright person, whole body. Image px. */
  readonly region: Region;
  /** 0..1. */
  readonly score: number;
}

/** Finds people in a whole picture. */
export interface Detector {
  /**
   * @param pixels the picture; not kept
   * @param maxPeople how many at most, the best first
   */
  detect(pixels: Pixels, maxPeople: number): Promise<readonly Detection[]>;
  /** Makes its graph again on a back-end that was restarted. Absent where nothing of it lives on the back-end. */
  reload?(): Promise<void>;
  /** Releases everything `load` made. May be called twice. */
  dispose(): void;
}

/** A detector not yet loaded. */
export type DetectorRecipe = Recipe<Detector>;
