// The part of TensorFlow's GraphDef, in the JSON form that tfjs's GraphModel reads, that the converter writes.

/** An attribute of a node. Strings are base64, 64-bit integers are decimal strings. */
export type Attribute =
  | { readonly type: string }
  | { readonly s: string }
  | { readonly i: string }
  | { readonly b: boolean }
  | { readonly f: number }
  | { readonly shape: { readonly dim: readonly { readonly size: string }[] } }
  | { readonly list: { readonly i: readonly string[] } | { readonly s: readonly string[] } };

export type Attributes = Readonly<Record<string, Attribute>>;

/** A node of the graph; its name is also the name of its (only) output. */
export interface GraphNode {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
  readonly attr: Attributes;
}

/** What a weight is, in tfjs's weights manifest. */
export interface WeightSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32';
  /** Stored as half-precision floats, widened when loaded. */
  readonly quantization?: { readonly dtype: 'float16'; readonly original_dtype: 'float32' };
}

export const FLOAT: Attribute = { type: 'DT_FLOAT' };
export const INT32: Attribute = { type: 'DT_INT32' };

const base64 = (text: string): string => btoa(text);

export const text = (value: string): Attribute => ({ s: base64(value) });
export const texts = (values: readonly string[]): Attribute => ({ list: { s: values.map(base64) } });
export const integer = (value: number): Attribute => ({ i: String(value) });
export const integers = (values: readonly number[]): Attribute => ({ list: { i: values.map(String) } });
export const shapeOf = (dimensions: readonly number[]): Attribute => ({
  shape: { dim: dimensions.map((size) => ({ size: String(size) })) },
});
