import { regionOfPicture } from '../math/regions.ts';
import type { DetectorRecipe } from '../tensor/detector.ts';

/**
 * No detector: one person is taken to fill the frame. Nothing to download; right for selfies and for clips that are
 * already cropped. The crop still follows the person once the network has seen them.
 */
export function wholeFrame(): DetectorRecipe {
  return {
    name: 'whole-frame',
    load: async () => ({
      detect: async ({ frame }) => [
        { region: regionOfPicture(frame.size, (-frame.rotation * Math.PI) / 180), score: 1 },
      ],
      dispose() {},
    }),
  };
}
