import type { ElementType, TfliteModel, TfliteTensor } from './model.ts';
import { type Operator, readOperatorKind } from './operator.ts';
import type { Sparsity } from './sparsity.ts';
import { Table } from './table.ts';

// Field numbers are those of TFLite's schema (schema.fbs, version 3).

const ELEMENT_TYPES: Readonly<Record<number, ElementType>> = { 0: 'float32', 1: 'float16', 2: 'int32' };
const IDENTIFIER = 'TFL3';

function readIndices(level: Table, typeField: number, valueField: number): number[] {
  const vector = level.table(valueField);
  if (!vector) return [];
  switch (level.uint8(typeField)) {
    case 1:
      return vector.int32s(0);
    case 2:
      return vector.uint16s(0);
    case 3:
      return [...vector.bytes(0)];
    default:
      throw new Error('A sparse tensor has indices of an unknown type.');
  }
}

function readSparsity(table: Table): Sparsity {
  return {
    order: table.int32s(0),
    blockMap: table.int32s(1),
    levels: table
      .tables(2)
      .map((level) =>
        level.int8(0) === 0
          ? { format: 'dense', size: level.int32(1) }
          : { format: 'csr', segments: readIndices(level, 2, 3), indices: readIndices(level, 4, 5) },
      ),
  };
}

function readTensor(table: Table, id: number, buffers: readonly Table[]): TfliteTensor {
  const type = ELEMENT_TYPES[table.int8(1)];
  if (!type) throw new Error(`Tensor ${id} has the element type ${table.int8(1)}, which is not supported.`);
  if (table.table(4)?.float32s(2).length) throw new Error(`Tensor ${id} is quantised, which is not supported.`);
  const sparsity = table.table(6);
  return {
    id,
    name: table.string(3),
    shape: table.int32s(0),
    type,
    data: buffers[table.int32(2)]?.bytes(0) ?? new Uint8Array(),
    sparsity: sparsity && readSparsity(sparsity),
  };
}

/** The number of an operator: files from before there were more than 127 hold it in the narrow field. */
function builtinCode(table: Table): number {
  return Math.max(table.int8(0), table.int32(3));
}

/**
 * Reads a TFLite file with one graph.
 * @param file its content; the tensors' `data` are views of it
 * @throws Error where the file is no such file, or holds something the converter does not know
 */
export function readTflite(file: Uint8Array): TfliteModel {
  if (new TextDecoder().decode(file.subarray(4, 8)) !== IDENTIFIER) {
    throw new Error(`The file is not a TFLite model: it does not carry the identifier ${IDENTIFIER}.`);
  }
  const root = Table.root(file);
  const codes = root.tables(1).map(builtinCode);
  const buffers = root.tables(4);
  const [graph, ...others] = root.tables(2);
  if (!graph || others.length > 0) throw new Error('Only models with exactly one graph are supported.');
  return {
    version: root.int32(0),
    description: root.string(3),
    tensors: graph.tables(0).map((table, id) => readTensor(table, id, buffers)),
    inputs: graph.int32s(1),
    outputs: graph.int32s(2),
    operators: graph.tables(3).map(
      (table): Operator => ({
        ...readOperatorKind(codes[table.int32(0)] ?? -1, table.table(4)),
        inputs: table.int32s(1),
        outputs: table.int32s(2),
      }),
    ),
  };
}
