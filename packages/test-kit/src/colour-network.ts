import type { HeatmapManifest, NetworkRecipe } from '@integral-pose/sdk';
import { Heatmaps } from '@integral-pose/sdk';
import {
  add,
  avgPool,
  concat,
  max,
  maximum,
  mul,
  reshape,
  sigmoid,
  split,
  sub,
  type Tensor2D,
  type Tensor4D,
  tidy,
} from '@tensorflow/tfjs-core';

const SIDE = 64;
const CELLS = 16;
/** Logit of a cell without colour: an eighth of full colour is as likely present as not. */
const BACKGROUND = -2.5;

/** The manifest of {@link colourNetwork}: three joints, `red`, `green` and `blue`. */
export const colourManifest: HeatmapManifest = {
  schema: 'integral-pose/model',
  version: 1,
  name: 'colours',
  format: 'tfjs-graph',
  graph: { path: 'none', sha256: '', bytes: 0 },
  weights: [],
  input: { name: 'image', width: SIDE, height: SIDE, range: [0, 1] },
  licence: 'Apache-2.0',
  origin: 'test-kit',
  kind: 'heatmap',
  heatmaps: {
    output: 'heatmaps',
    layout: 'hwk',
    width: CELLS,
    height: CELLS,
    depth: 1,
    channels: 3,
    values: 'logit',
    background: BACKGROUND,
    offset: { x: 0, y: 0 },
    calibration: { default: { kappa: 0.1, floor: 0.01 } },
  },
  skeleton: {
    name: 'colours',
    keypoints: ['red', 'green', 'blue'],
    bones: [
      [0, 1],
      [1, 2],
    ],
    pairs: [],
  },
  presence: { output: 'presence', values: 'probability' },
  crop: { scale: 2.5 },
};

/**
 * A stand-in for a heatmap network that needs no weights: its joints are a red, a green and a blue disc. A cell is as hot
 * as its colour stands out from the other two, and a person is present where all three colours are. Small enough for
 * ten thousand frames, real enough that a wrong crop, a swapped axis or a stale frame shows.
 */
export function colourNetwork(): NetworkRecipe {
  return {
    name: 'colours',
    load: async () => ({
      manifest: colourManifest,
      infer(crops: Tensor4D) {
        const [logits, presence] = tidy(() => {
          const colours = split(crops, 3, 3) as Tensor4D[];
          const excess = colours.map((colour, index) => {
            const [one, other] = colours.filter((_, at) => at !== index) as [Tensor4D, Tensor4D];
            return sub(colour, maximum(one, other)) as Tensor4D;
          });
          // Wider than a cell, so that a disc gives a peak and not a plateau.
          const heat = avgPool(concat(excess, 3) as Tensor4D, (3 * SIDE) / CELLS, SIDE / CELLS, 'same');
          const logits = add(mul(heat, 20), BACKGROUND) as Tensor4D;
          const peaks = max(reshape(logits, [crops.shape[0], CELLS * CELLS, 3]), 1); // [people, 3]
          const faintest = sub(0, max(sub(0, peaks), 1, true));
          return [logits, sigmoid(faintest) as Tensor2D] as const;
        });
        const maps = new Heatmaps(logits, { layout: 'hwk', values: 'logit', background: BACKGROUND });
        return {
          maps,
          landmarks: null,
          world: null,
          presence,
          dispose() {
            maps.dispose();
            logits.dispose();
            presence.dispose();
          },
        };
      },
      dispose() {},
    }),
  };
}
