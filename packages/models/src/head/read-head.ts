import type { Constant } from '../tflite/constant.ts';

/** What lies beside the numbers of a trained head: their names and shapes, in order. */
export interface HeadIndex {
  readonly tensors: readonly { readonly name: string; readonly shape: readonly number[] }[];
}

/**
 * The weights of a trained head by name.
 * @param data half-precision floats, one tensor after the other
 * @throws Error when they are not as many as the index says
 */
export function readHead({ tensors }: HeadIndex, data: Uint8Array): ReadonlyMap<string, Constant> {
  // A copy: the file's own bytes need not be aligned.
  const all = new Uint16Array(new Uint8Array(data).buffer);
  let at = 0;
  const weights = new Map<string, Constant>();
  for (const { name, shape } of tensors) {
    const size = shape.reduce((a, b) => a * b, 1);
    weights.set(name, { type: 'float16', shape, elements: all.slice(at, at + size) });
    at += size;
  }
  if (at !== all.length) throw new Error(`The head has ${all.length} numbers, but its index asks for ${at}.`);
  return weights;
}
