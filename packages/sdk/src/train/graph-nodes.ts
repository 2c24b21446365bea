// The part of TensorFlow's GraphDef, in the JSON form that tfjs's GraphModel reads, that a trained network needs.

/** An attribute of a node. Strings are base64, 64-bit integers are decimal strings. */
export type GraphAttribute =
  | { readonly type: string }
  | { readonly s: string }
  | { readonly i: string }
  | { readonly b: boolean }
  | { readonly f: number }
  | { readonly shape: { readonly dim: readonly { readonly size: string }[] } }
  | { readonly list: { readonly i: readonly string[] } | { readonly s: readonly string[] } };

/** A node of the graph; its name is also the name of its (only) output. */
export interface GraphNode {
  readonly name: string;
  readonly op: string;
  readonly input: readonly string[];
  readonly attr: Readonly<Record<string, GraphAttribute>>;
}

/** Where layers write their nodes. */
export interface GraphNodes {
  /** Writes a node whose elements are floats unless `attr` says otherwise. */
  node(name: string, op: string, input: readonly string[], attr?: GraphNode['attr']): void;
  /** Writes a vector of whole numbers, for example the size to resize to. */
  integers(name: string, values: readonly number[]): void;
}

/** Attributes of nodes. */
export const attribute = {
  float: { type: 'DT_FLOAT' },
  int32: { type: 'DT_INT32' },
  text: (value: string): GraphAttribute => ({ s: btoa(value) }),
  texts: (values: readonly string[]): GraphAttribute => ({ list: { s: values.map((value) => btoa(value)) } }),
  integer: (value: number): GraphAttribute => ({ i: String(value) }),
  integers: (values: readonly number[]): GraphAttribute => ({ list: { i: values.map(String) } }),
  /** −1 for a side of any length. */
  shape: (sides: readonly number[]): GraphAttribute => ({
    shape: { dim: sides.map((side) => ({ size: String(side) })) },
  }),
} as const;
