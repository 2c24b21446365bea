import { Builder } from 'flatbuffers';
import type { Anchor } from './ssd-anchors.ts';
import { offsetVector } from './vectors.ts';

// Field numbers are those of MediaPipe's object_detector_metadata_schema.fbs.

const MIN_PARSER_VERSION = '1.0.0';
const FILE_IDENTIFIER = 'V001';

/** How ObjectDetector is to decode raw boxes and scores. */
export interface DetectorDecoding {
  readonly anchors: readonly Anchor[];
  /** Numbers a box: 4, and 2 for each keypoint. */
  readonly coordinates: number;
  readonly keypoints: number;
  /** Side of the input in px, in which boxes are stated. */
  readonly side: number;
}

/** The content of the custom metadata `DETECTOR_METADATA`. Anchors are of size 1, scores are logits of one class. */
export function writeDetectorMetadata({ anchors, coordinates, keypoints, side }: DetectorDecoding): Uint8Array {
  const builder = new Builder(1 << 16);
  const fixed = offsetVector(
    builder,
    anchors.map(({ x, y }) => {
      builder.startObject(4);
      for (const [field, value] of [x, y, 1, 1].entries()) builder.addFieldFloat32(field, value, 0);
      return builder.endObject();
    }),
  );
  builder.startObject(1);
  builder.addFieldOffset(0, fixed, 0);
  const schema = builder.endObject();
  builder.startObject(1);
  builder.addFieldOffset(0, schema, 0);
  const ssd = builder.endObject();
  builder.startObject(12);
  const classes = 1;
  const keypointOffset = 4;
  const valuesPerKeypoint = 2;
  const counts = [classes, anchors.length, coordinates, keypointOffset, keypoints, valuesPerKeypoint];
  for (const [field, value] of counts.entries()) builder.addFieldInt32(field, value, 0);
  for (const field of [6, 7, 8, 9]) builder.addFieldFloat32(field, side, 0);
  builder.addFieldInt8(11, 1, 0); // scores are logits
  const decoding = builder.endObject();
  const version = builder.createString(MIN_PARSER_VERSION);
  builder.startObject(3);
  builder.addFieldOffset(0, version, 0);
  builder.addFieldOffset(1, ssd, 0);
  builder.addFieldOffset(2, decoding, 0);
  builder.finish(builder.endObject(), FILE_IDENTIFIER);
  return builder.asUint8Array();
}
