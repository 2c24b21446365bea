import { heatmapModel, wholeFrame } from '@integral-pose/sdk';
import { wasm } from '@integral-pose/sdk/wasm';
import { servePoseTracker } from '@integral-pose/sdk/worker';
import { colourNetwork } from '@integral-pose/test-kit/colours';
import { plugins } from './plugins.ts';
import type { ColourLive, ColourSettings } from './settings.ts';
import { twoHalves } from './two-halves.ts';

servePoseTracker(
  ({ maxPeople = 1, trouble }: ColourSettings) => {
    if (trouble === 'untyped') throw new Error('out of order');
    if (trouble === 'never-ready') return new Promise<never>(() => {});
    return {
      backends: [wasm({ path: trouble === 'no-backend' ? '/nowhere/' : '/tfjs-wasm/' })],
      detector: maxPeople > 1 ? twoHalves() : wholeFrame(),
      model: trouble === 'model-unreachable' ? heatmapModel('/nowhere/manifest.json') : colourNetwork(),
      maxPeople,
    };
  },
  {
    ...plugins,
    live: ({ most, die }: ColourLive) => {
      if (die) queueMicrotask(() => reportError(new Error('a stroke')));
      return most === undefined ? {} : { maxPeople: most };
    },
  },
);
