import { Builder, type Offset } from 'flatbuffers';
import { type TensorMetadata, writeTensorMetadata } from './tensor-metadata.ts';
import { alignedBytes, offsetVector } from './vectors.ts';

/** What TFLite's metadata says about a model. */
export interface ModelMetadata {
  readonly name: string;
  readonly inputs: readonly TensorMetadata[];
  readonly outputs: readonly TensorMetadata[];
  /** Nested files by name, for readers that know them. */
  readonly custom?: Readonly<Record<string, Uint8Array>>;
}

const MIN_PARSER_VERSION = '1.0.0';
const FILE_IDENTIFIER = 'M001';

function customMetadata(builder: Builder, name: string, bytes: Uint8Array): Offset {
  const text = builder.createString(name);
  const data = alignedBytes(builder, bytes);
  builder.startObject(2);
  builder.addFieldOffset(0, text, 0);
  builder.addFieldOffset(1, data, 0);
  return builder.endObject();
}

/** The content of the buffer `TFLITE_METADATA` of a model with one graph. */
export function writeModelMetadata(metadata: ModelMetadata): Uint8Array {
  const builder = new Builder(1024);
  const write = (tensors: readonly TensorMetadata[]): Offset =>
    offsetVector(
      builder,
      tensors.map((tensor) => writeTensorMetadata(builder, tensor)),
    );
  const inputs = write(metadata.inputs);
  const outputs = write(metadata.outputs);
  const nested = Object.entries(metadata.custom ?? {}).map(([name, bytes]) => customMetadata(builder, name, bytes));
  const custom = nested.length > 0 ? offsetVector(builder, nested) : 0;
  const name = builder.createString(metadata.name);
  builder.startObject(10);
  builder.addFieldOffset(0, name, 0);
  builder.addFieldOffset(2, inputs, 0);
  builder.addFieldOffset(3, outputs, 0);
  builder.addFieldOffset(9, custom, 0);
  const graphs = offsetVector(builder, [builder.endObject()]);
  const version = builder.createString(MIN_PARSER_VERSION);
  builder.startObject(8);
  builder.addFieldOffset(0, name, 0);
  builder.addFieldOffset(3, graphs, 0);
  builder.addFieldOffset(7, version, 0);
  builder.finish(builder.endObject(), FILE_IDENTIFIER);
  return builder.asUint8Array();
}
