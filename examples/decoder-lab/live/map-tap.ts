import {
  createCropSampler,
  cropTransform,
  type Frame,
  type HeatmapManifest,
  Heatmaps,
  type NetworkRecipe,
  type PoseNetwork,
  type Region,
} from '@integral-pose/sdk';
import { clone, keep, reshape, slice, type Tensor2D, type Tensor4D, tidy, transpose } from '@tensorflow/tfjs-core';

/** One person's heatmaps, kept beyond the frame that they came from. Valid until the network looks again. */
export interface KeptMaps {
  readonly manifest: HeatmapManifest;
  /** The values of one joint's map, [height · width], in the unit that the manifest states. */
  plane(joint: number): Promise<Float32Array>;
  /** The maps as decoders take them, made anew; the caller disposes them. */
  heatmaps(): Heatmaps;
}

interface Kept extends KeptMaps {
  dispose(): void;
}

/**
 * Looks at the heatmaps of a tracker, which are not part of its results: wraps the recipe of its network, and keeps a
 * copy of what the network said last. The copy stays on the back-end until it is asked for.
 *
 * A frame's maps are known to be those of its pose where the network looked once, at one person: in every frame in
 * which somebody is followed and no detector ran. For the others {@link MapTap.lookAgain} is there.
 */
export class MapTap {
  #kept: Kept | undefined;
  #looks = 0;
  #network: PoseNetwork | undefined;
  #onGpu = false;

  /** The recipe to give to `createPoseTracker({ model })`. */
  wrap(recipe: NetworkRecipe): NetworkRecipe {
    return {
      name: recipe.name,
      load: async (context) => {
        const network = await recipe.load(context);
        this.#network = network;
        this.#onGpu = context.backend.onGpu;
        return {
          ...network,
          infer: (crops) => {
            const inference = network.infer(crops);
            this.#looks++;
            this.#keep(crops.shape[0] === 1 ? keepMaps(inference.maps, network.manifest) : undefined);
            return inference;
          },
          dispose: () => {
            this.#keep(undefined);
            if (this.#network === network) this.#network = undefined;
            network.dispose();
          },
        };
      },
    };
  }

  /** The maps of the frame whose result has just come, where they are known to be its pose's. Call once a result. */
  take(): KeptMaps | undefined {
    const looks = this.#looks;
    this.#looks = 0;
    return looks === 1 ? this.#kept : undefined;
  }

  /**
   * Runs the network once more on a region that it has looked at, as the tracker does: crop, infer. For a frame that
   * {@link MapTap.take} does not know the maps of.
   * @param frame stays the caller's
   */
  lookAgain(frame: Frame, region: Region): KeptMaps | undefined {
    const network = this.#network;
    if (!network) return undefined;
    const { input } = network.manifest;
    const sampler = createCropSampler(this.#onGpu);
    const crops = sampler.open(frame).sample([cropTransform(region, input)], input, input.range);
    const inference = network.infer(crops);
    this.#keep(keepMaps(inference.maps, network.manifest));
    inference.dispose();
    crops.dispose();
    sampler.dispose();
    return this.#kept;
  }

  /** Are these still the network's last? Else they are gone. */
  isCurrent(maps: KeptMaps): boolean {
    return maps === this.#kept;
  }

  /** The back-end was lost with everything on it: there is nothing left to release. */
  forget(): void {
    this.#kept = undefined;
  }

  #keep(maps: Kept | undefined): void {
    this.#kept?.dispose();
    this.#kept = maps;
  }
}

function keepMaps(maps: Heatmaps, manifest: HeatmapManifest): Kept {
  // The pipeline calls this within a `tidy`: `keep` takes them out of it.
  const planes = keep(clone(maps.planes));
  const regressed = maps.regressed && keep(clone(maps.regressed));
  const { width, height, joints, values, background } = maps;
  return {
    manifest,
    async plane(joint) {
      const row = slice(planes, [joint, 0], [1, width * height]);
      try {
        return await row.data<'float32'>();
      } finally {
        row.dispose();
      }
    },
    heatmaps() {
      const output = tidy(() => reshape(transpose(planes), [1, height, width, joints]) as Tensor4D);
      const facts = { layout: 'hwk', values, background } as const;
      const made = new Heatmaps(output, {
        ...facts,
        ...(regressed ? { regressed: () => clone(regressed) as Tensor2D } : {}),
      });
      output.dispose();
      return made;
    },
    dispose() {
      planes.dispose();
      regressed?.dispose();
    },
  };
}
