import type { NetworkRecipe } from '@integral-pose/sdk';
import { colourNetwork } from '@integral-pose/test-kit/colours';
import { zeros } from '@tensorflow/tfjs-core';

/** The test-kit's network, and what became of it. */
export interface CountedNetwork extends NetworkRecipe {
  /** How often it was loaded, and how many of those are not disposed. */
  readonly loads: number;
  readonly alive: number;
  /** The most that ever were alive at the same time. */
  readonly most: number;
  /** Passes through it, those of warming up among them. */
  readonly passes: number;
}

/**
 * A stand-in for a heatmap network that holds one tensor while it is loaded, and counts.
 * @param before what loading waits for
 */
export function countedNetwork(
  name = 'colours',
  before: () => Promise<unknown> = async () => undefined,
): CountedNetwork {
  const counts = { loads: 0, alive: 0, most: 0, passes: 0 };
  return {
    name,
    async load(context) {
      counts.loads++;
      await before();
      const network = await colourNetwork().load(context);
      const weights = zeros([4]);
      counts.alive++;
      counts.most = Math.max(counts.most, counts.alive);
      return {
        ...network,
        manifest: { ...network.manifest, name },
        infer(crops) {
          counts.passes++;
          return network.infer(crops);
        },
        dispose() {
          if (weights.isDisposed) return;
          weights.dispose();
          counts.alive--;
        },
      };
    },
    get loads() {
      return counts.loads;
    },
    get alive() {
      return counts.alive;
    },
    get most() {
      return counts.most;
    },
    get passes() {
      return counts.passes;
    },
  };
}
