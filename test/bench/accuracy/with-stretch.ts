import type { NetworkRecipe } from '@integral-pose/sdk';
import type { Stretch } from './job.ts';

/** The same network, whose depths are stretched as told instead of as its manifest says. */
export function withStretch(recipe: NetworkRecipe, { depth, ...tilt }: Stretch): NetworkRecipe {
  return {
    ...recipe,
    async load(context) {
      const network = await recipe.load(context);
      const { heatmaps, input } = network.manifest;
      const { depthAxis } = heatmaps;
      if (!depthAxis?.tilt) throw new Error('The manifest of this network says nothing of tilts.');
      const pixelsPerCell = (depth * input.width) / heatmaps.width;
      const stretched = { ...depthAxis, pixelsPerCell, tilt: { ...depthAxis.tilt, ...tilt } };
      return { ...network, manifest: { ...network.manifest, heatmaps: { ...heatmaps, depthAxis: stretched } } };
    },
  };
}
