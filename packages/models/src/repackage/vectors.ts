import type { Builder, Offset } from 'flatbuffers';

// A FlatBuffers file is written from its end to its start, so vectors are filled from their last element.

/** A vector of tables, strings or vectors written before. */
export function offsetVector(builder: Builder, offsets: readonly Offset[]): Offset {
  builder.startVector(4, offsets.length, 4);
  for (const offset of offsets.toReversed()) builder.addOffset(offset);
  return builder.endVector();
}

export function floatVector(builder: Builder, values: readonly number[]): Offset {
  builder.startVector(4, values.length, 4);
  for (const value of values.toReversed()) builder.addFloat32(value);
  return builder.endVector();
}

export function intVector(builder: Builder, values: readonly number[]): Offset {
  builder.startVector(4, values.length, 4);
  for (const value of values.toReversed()) builder.addInt32(value);
  return builder.endVector();
}

/** Bytes whose first one lies at a multiple of 16, as TFLite asks for its buffers and nested files. */
export function alignedBytes(builder: Builder, bytes: Uint8Array): Offset {
  builder.startVector(1, bytes.length, 16);
  for (const byte of bytes.toReversed()) builder.addInt8(byte);
  return builder.endVector();
}
