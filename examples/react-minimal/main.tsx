import { PoseCamera } from '@integral-pose/react';
import { blazePoseDetector, heatmapModel } from '@integral-pose/sdk';
import { wasm } from '@integral-pose/sdk/wasm';
import { webgl } from '@integral-pose/sdk/webgl';
import { createRoot } from 'react-dom/client';

const options = {
  backends: [webgl(), wasm({ path: '../tfjs-wasm/' })],
  detector: blazePoseDetector({ model: '../models/blazepose-detector/manifest.json' }),
  model: heatmapModel('../models/blazepose-full/manifest.json'),
};

createRoot(document.querySelector('main') as HTMLElement).render(<PoseCamera options={options} />);
