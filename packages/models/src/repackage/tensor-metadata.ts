import type { Builder, Offset } from 'flatbuffers';
import { floatVector, intVector, offsetVector } from './vectors.ts';

// Field numbers and unions are those of TFLite's metadata_schema.fbs.

/** What the metadata says about an input or output of a model. */
export interface TensorMetadata {
  readonly name: string;
  /** For an RGB picture: bytes 0..255 become `(byte − mean) / std`. */
  readonly image?: { readonly mean: number; readonly std: number };
  /** For boxes: which of the four numbers is the left, top, right and bottom edge. */
  readonly boxEdges?: readonly [number, number, number, number];
  /** For scores: the file, within the model, that has a label a line. */
  readonly labels?: string;
}

const CONTENT = { image: 2, boundingBox: 3 } as const;
const COLOUR_SPACE_RGB = 1;
const BOX_BOUNDARIES = 1;
const NORMALISATION = 1;
const FILE_OF_VALUE_LABELS = 2;

function content(builder: Builder, type: number, properties: Offset): Offset {
  builder.startObject(3);
  builder.addFieldInt8(0, type, 0);
  builder.addFieldOffset(1, properties, 0);
  return builder.endObject();
}

function imageContent(builder: Builder): Offset {
  builder.startObject(2);
  builder.addFieldInt8(0, COLOUR_SPACE_RGB, 0);
  return content(builder, CONTENT.image, builder.endObject());
}

function boxContent(builder: Builder, edges: readonly number[]): Offset {
  const index = intVector(builder, edges);
  builder.startObject(3);
  builder.addFieldOffset(0, index, 0);
  builder.addFieldInt8(1, BOX_BOUNDARIES, 0);
  return content(builder, CONTENT.boundingBox, builder.endObject());
}

function normalisation(builder: Builder, { mean, std }: { mean: number; std: number }): Offset {
  const means = floatVector(builder, [mean, mean, mean]);
  const stds = floatVector(builder, [std, std, std]);
  builder.startObject(2);
  builder.addFieldOffset(0, means, 0);
  builder.addFieldOffset(1, stds, 0);
  const options = builder.endObject();
  builder.startObject(2);
  builder.addFieldInt8(0, NORMALISATION, 0);
  builder.addFieldOffset(1, options, 0);
  return offsetVector(builder, [builder.endObject()]);
}

function labelFile(builder: Builder, path: string): Offset {
  const name = builder.createString(path);
  builder.startObject(5);
  builder.addFieldOffset(0, name, 0);
  builder.addFieldInt8(2, FILE_OF_VALUE_LABELS, 0);
  return offsetVector(builder, [builder.endObject()]);
}

/** Writes a `TensorMetadata` table. */
export function writeTensorMetadata(builder: Builder, tensor: TensorMetadata): Offset {
  const name = builder.createString(tensor.name);
  let meaning: Offset = 0;
  if (tensor.image) meaning = imageContent(builder);
  if (tensor.boxEdges) meaning = boxContent(builder, tensor.boxEdges);
  const processing = tensor.image ? normalisation(builder, tensor.image) : 0;
  const files = tensor.labels ? labelFile(builder, tensor.labels) : 0;
  builder.startObject(7);
  builder.addFieldOffset(0, name, 0);
  builder.addFieldOffset(3, meaning, 0);
  builder.addFieldOffset(4, processing, 0);
  builder.addFieldOffset(6, files, 0);
  return builder.endObject();
}
