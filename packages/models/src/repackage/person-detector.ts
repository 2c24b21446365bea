import { writeDetectorMetadata } from './detector-metadata.ts';
import { injectMetadata } from './inject-metadata.ts';
import { writeModelMetadata } from './model-metadata.ts';
import { ssdAnchors } from './ssd-anchors.ts';
import { joinBytes, storedZip } from './stored-zip.ts';

const LABELS = 'labelmap.txt';

/** Shape of a single-shot detector with keypoints, on a square input. */
export interface DetectorShape {
  readonly side: number;
  readonly strides: readonly number[];
  readonly anchorsPerCell: number;
  readonly keypoints: number;
}

/**
 * BlazePose's person detector as a model for tasks-vision's ObjectDetector, which wants anchors, normalisation and
 * labels inside the file.
 *
 * ObjectDetector reads a box as y, x, height, width; BlazePose writes x, y, width, height. So the anchors are written
 * with x and y exchanged, and whoever uses the answers exchanges x and y back. The box is the head's region; keypoint 0
 * is the hips' centre, keypoint 1 a point on the circle round the whole body.
 */
export function personDetector(tflite: Uint8Array, shape: DetectorShape): Uint8Array {
  const { side, strides, anchorsPerCell, keypoints } = shape;
  const anchors = ssdAnchors(strides, side, anchorsPerCell).map(({ x, y }) => ({ x: y, y: x }));
  const metadata = writeModelMetadata({
    name: 'BlazePosePersonDetector',
    inputs: [{ name: 'image', image: { mean: 127.5, std: 127.5 } }],
    outputs: [
      { name: 'location', boxEdges: [0, 1, 2, 3] },
      { name: 'score', labels: LABELS },
    ],
    custom: {
      DETECTOR_METADATA: writeDetectorMetadata({ anchors, coordinates: 4 + 2 * keypoints, keypoints, side }),
    },
  });
  const model = injectMetadata(tflite, metadata);
  const labels = storedZip([{ path: LABELS, data: new TextEncoder().encode('person\n') }], { start: model.length });
  return joinBytes([model, labels]);
}
