import { type NetworkRecipe, wholeFrame } from '@integral-pose/sdk';
import { wasm } from '@integral-pose/sdk/wasm';
import type { UsePoseTrackerOptions } from '../use-pose-tracker.ts';

/** Options of a tracker that follows three coloured discs. */
export function colourOptions(model: NetworkRecipe, more: Partial<UsePoseTrackerOptions> = {}): UsePoseTrackerOptions {
  return { backends: [wasm({ path: '/tfjs-wasm/' })], detector: wholeFrame(), model, ...more };
}
