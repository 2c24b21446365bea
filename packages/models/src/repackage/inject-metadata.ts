import { Builder } from 'flatbuffers';
import { Table } from '../tflite/table.ts';
import { alignedBytes, offsetVector } from './vectors.ts';

/** The name under which TFLite's readers look for metadata. */
const METADATA_NAME = 'TFLITE_METADATA';
const FILE_IDENTIFIER = 'TFL3';
/** No buffer of a TFLite file asks for more. */
const ALIGNMENT = 64;

/** Fields of TFLite's `Model` table. */
const MODEL = {
  version: 0,
  operatorCodes: 1,
  subgraphs: 2,
  description: 3,
  buffers: 4,
  metadata: 6,
  fields: 7,
} as const;

/**
 * Adds metadata to a TFLite file. The old content stays as it is, behind a new root that points into it: references
 * in such a file are relative and point forward, so nothing in it has to change.
 * Entries that it has already, such as `min_runtime_version`, are kept.
 * @throws Error where the file has this metadata already
 */
export function injectMetadata(file: Uint8Array, metadata: Uint8Array): Uint8Array {
  const old = Table.root(file);
  if (old.tables(MODEL.metadata).some((entry) => entry.string(0) === METADATA_NAME)) {
    throw new Error(`The TFLite file has ${METADATA_NAME} already.`);
  }
  const builder = new Builder(file.length + metadata.length + 65536);
  const padded = new Uint8Array(Math.ceil(file.length / ALIGNMENT) * ALIGNMENT);
  padded.set(file);
  builder.prep(ALIGNMENT, 0);
  builder.createByteVector(padded);
  /** The builder counts from the end of the file. */
  const moved = (position: number): number => (position === 0 ? 0 : padded.length - position);

  const data = alignedBytes(builder, metadata);
  builder.startObject(1);
  builder.addFieldOffset(0, data, 0);
  const buffers = [...old.targets(MODEL.buffers).map(moved), builder.endObject()];
  const name = builder.createString(METADATA_NAME);
  builder.startObject(2);
  builder.addFieldOffset(0, name, 0);
  builder.addFieldInt32(1, buffers.length - 1, 0);
  const entries = offsetVector(builder, [...old.targets(MODEL.metadata).map(moved), builder.endObject()]);
  const allBuffers = offsetVector(builder, buffers);
  builder.startObject(MODEL.fields);
  builder.addFieldInt32(MODEL.version, old.int32(MODEL.version), 0);
  builder.addFieldOffset(MODEL.operatorCodes, moved(old.target(MODEL.operatorCodes)), 0);
  builder.addFieldOffset(MODEL.subgraphs, moved(old.target(MODEL.subgraphs)), 0);
  builder.addFieldOffset(MODEL.description, moved(old.target(MODEL.description)), 0);
  builder.addFieldOffset(MODEL.buffers, allBuffers, 0);
  builder.addFieldOffset(MODEL.metadata, entries, 0);
  builder.finish(builder.endObject(), FILE_IDENTIFIER);
  return builder.asUint8Array();
}
