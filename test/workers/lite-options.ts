import { blazePoseDetector, heatmapModel, type PoseTrackerOptions } from '@integral-pose/sdk';
import { wasm } from '@integral-pose/sdk/wasm';

/** The lite network on WebAssembly, on the page or in a worker. */
export function liteOptions(): PoseTrackerOptions {
  return {
    backends: [wasm({ path: '/tfjs-wasm/' })],
    detector: blazePoseDetector({ model: '/models/blazepose-detector/manifest.json' }),
    model: heatmapModel('/models/blazepose-lite/manifest.json'),
  };
}
