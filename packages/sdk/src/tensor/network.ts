import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { HeatmapManifest } from '../types/manifest.ts';
import type { Heatmaps } from './heatmaps.ts';
import type { Recipe } from './recipe.ts';

/** What a network says about the people in a batch of crops. The taker disposes it. */
export interface Inference {
  readonly maps: Heatmaps;
  /** [people, points · stride] as the manifest's `landmarks` describes them, or null. */
  readonly landmarks: Tensor2D | null;
  /** [people, points · 3], metres, or null. */
  readonly world: Tensor2D | null;
  /** [people, 1] probability that a person is in the crop, or null. */
  readonly presence: Tensor2D | null;
  dispose(): void;
}

/** A heatmap network. */
export interface PoseNetwork {
  readonly manifest: HeatmapManifest;
  /** @param crops [people, height, width, 3] in the manifest's range; stays the caller's */
  infer(crops: Tensor4D): Inference;
  /** Makes the graph again on a back-end that was restarted. Absent where it holds no tensors. */
  reload?(): Promise<void>;
  /** Releases the weights. May be called twice. */
  dispose(): void;
}

/** A network not yet loaded. */
export type NetworkRecipe = Recipe<PoseNetwork>;
