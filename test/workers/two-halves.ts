import type { DetectorRecipe } from '@integral-pose/sdk';

/** A detector that always proposes the left and the right half of the picture. */
export function twoHalves(): DetectorRecipe {
  return {
    name: 'halves',
    load: async () => ({
      detect: async ({ frame: { size } }) =>
        [0.25, 0.75].map((share) => ({
          region: { centre: { x: size.width * share, y: size.height / 2 }, side: size.width / 2, angle: 0 },
          score: 1,
        })),
      dispose() {},
    }),
  };
}
