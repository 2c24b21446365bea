import type { Operator } from './operator.ts';
import type { Sparsity } from './sparsity.ts';

/** Element types that the BlazePose family uses. */
export type ElementType = 'float32' | 'float16' | 'int32';

/** A tensor of a TFLite graph: a constant where it carries `data`, an activation otherwise. */
export interface TfliteTensor {
  /** Its index in the file, by which operators refer to it. */
  readonly id: number;
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: ElementType;
  /** The stored bytes, little-endian; empty for an activation. */
  readonly data: Uint8Array;
  /** How `data` is laid out where it holds only the non-zero elements. */
  readonly sparsity: Sparsity | undefined;
}

/** What a TFLite file says, as far as converting it needs. */
export interface TfliteModel {
  readonly version: number;
  readonly description: string;
  readonly tensors: readonly TfliteTensor[];
  /** In an order in which they can be run. */
  readonly operators: readonly Operator[];
  /** Tensor ids. */
  readonly inputs: readonly number[];
  /** Tensor ids. */
  readonly outputs: readonly number[];
}

/** The tensor of that id. */
export function tensorOf(model: TfliteModel, id: number): TfliteTensor {
  const tensor = model.tensors[id];
  if (!tensor) throw new RangeError(`There is no tensor ${id}: the model has ${model.tensors.length}.`);
  return tensor;
}
