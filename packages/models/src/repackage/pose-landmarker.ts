import { injectMetadata } from './inject-metadata.ts';
import { writeModelMetadata } from './model-metadata.ts';
import { storedZip } from './stored-zip.ts';

/** tasks-vision maps the files in place. */
const ALIGNMENT = 64;

/**
 * A bundle for tasks-vision's PoseLandmarker, from the person detector and a landmark model of the same family: what
 * this SDK is compared with, on the same weights.
 * @param landmarkOutputs how many outputs the landmark model has
 */
export function poseLandmarkerTask(detector: Uint8Array, landmarks: Uint8Array, landmarkOutputs: number): Uint8Array {
  const detectorMetadata = writeModelMetadata({
    name: 'PoseDetector',
    inputs: [{ name: 'image', image: { mean: 127.5, std: 127.5 } }],
    outputs: [{ name: 'location' }, { name: 'score' }],
  });
  const landmarkMetadata = writeModelMetadata({
    name: 'PoseLandmarks',
    inputs: [{ name: 'image', image: { mean: 0, std: 255 } }],
    outputs: Array.from({ length: landmarkOutputs }, (_, k) => ({ name: `Identity_${k}` })),
  });
  return storedZip(
    [
      { path: 'pose_detector.tflite', data: injectMetadata(detector, detectorMetadata) },
      { path: 'pose_landmarks_detector.tflite', data: injectMetadata(landmarks, landmarkMetadata) },
    ],
    { alignment: ALIGNMENT },
  );
}
