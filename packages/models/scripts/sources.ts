import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The npm package that the weights come from. */
export const SOURCE_PACKAGE = '@mediapipe/pose';

const manifest = createRequire(import.meta.url).resolve(`${SOURCE_PACKAGE}/package.json`);

/** Its installed version. */
export const SOURCE_VERSION: string = JSON.parse(readFileSync(manifest, 'utf8')).version;

/** The TFLite files in it. The one with the general name holds the person detector and nothing else. */
export const SOURCE_FILES = {
  lite: 'pose_landmark_lite.tflite',
  full: 'pose_landmark_full.tflite',
  heavy: 'pose_landmark_heavy.tflite',
  detector: 'pose_solution_packed_assets.data',
} as const;

export type SourceModel = keyof typeof SOURCE_FILES;

/** Reads one of {@link SOURCE_FILES}. A copy of its own: small files share a buffer in Node. */
export function readSource(model: SourceModel): Uint8Array {
  return new Uint8Array(readFileSync(join(dirname(manifest), SOURCE_FILES[model])));
}
