import { describeDetector } from '@integral-pose/test-kit';
import * as vision from '@mediapipe/tasks-vision';
import { wasm } from '../wasm.ts';
import { blazePoseDetector } from './blazepose-detector.ts';
import { mediaPipeDetector } from './mediapipe-detector.ts';
import { wholeFrame } from './whole-frame.ts';

const backend = wasm({ path: '/tfjs-wasm/' });
await backend.start();

describeDetector('blazepose', blazePoseDetector({ model: '/models/blazepose-detector/manifest.json' }), {
  backend,
  worstCentre: 0.1,
  sides: [1, 1.8],
});
describeDetector('whole-frame', wholeFrame(), { backend, worstCentre: 0.35, sides: [1, 3] });
describeDetector(
  'mediapipe, on the CPU',
  mediaPipeDetector({
    vision,
    wasmPath: '/tasks-vision/',
    model: '/models/person-detector.tflite',
    boxes: 'blazepose',
    delegate: 'CPU',
  }),
  { backend, worstCentre: 0.1, sides: [1, 1.8] },
);
