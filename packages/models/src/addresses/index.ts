export { blazePoseDetector } from './blazepose-detector.ts';
export { blazePoseFull } from './blazepose-full.ts';
export { blazePoseHeavy } from './blazepose-heavy.ts';
export { blazePoseLite } from './blazepose-lite.ts';
export { integralPose3D } from './integral-pose-3d.ts';
export { personDetectorTflite } from './person-detector-tflite.ts';
