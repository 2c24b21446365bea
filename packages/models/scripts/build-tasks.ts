import { personDetector } from '../src/repackage/person-detector.ts';
import { poseLandmarkerTask } from '../src/repackage/pose-landmarker.ts';
import { readTflite } from '../src/tflite/read-model.ts';
import { DETECTOR } from './manifests.ts';
import { readSource } from './sources.ts';

/** The person detector for tasks-vision's ObjectDetector. */
export function buildPersonDetector(): Uint8Array {
  return personDetector(readSource('detector'), DETECTOR);
}

/** A bundle for tasks-vision's PoseLandmarker. */
export function buildPoseLandmarker(size: 'lite' | 'full' | 'heavy'): Uint8Array {
  const landmarks = readSource(size);
  return poseLandmarkerTask(readSource('detector'), landmarks, readTflite(landmarks).outputs.length);
}
