import type { NetworkRecipe } from '@integral-pose/sdk';
import type { Tilt } from './job.ts';

/** The same network, whose bodies are turned and leant as `tilt` says instead of as its manifest does. */
export function withTilt(recipe: NetworkRecipe, tilt: Tilt): NetworkRecipe {
  return {
    ...recipe,
    async load(context) {
      const network = await recipe.load(context);
      const { heatmaps } = network.manifest;
      const depthAxis = heatmaps.depthAxis;
      if (!depthAxis?.tilt) throw new Error('The manifest of this network says nothing of tilts.');
      const tilted = { ...depthAxis, tilt: { ...depthAxis.tilt, ...tilt } };
      return { ...network, manifest: { ...network.manifest, heatmaps: { ...heatmaps, depthAxis: tilted } } };
    },
  };
}
