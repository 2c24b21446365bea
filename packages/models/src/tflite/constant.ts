import type { ElementType, TfliteTensor } from './model.ts';
import { type Elements, expandSparse } from './sparsity.ts';

/** A constant, written out in full. Half-precision numbers stay the bits they are. */
export interface Constant {
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly elements: Elements;
}

function view(type: ElementType, bytes: Uint8Array): Elements {
  // A copy: the file's own bytes need not be aligned.
  const { buffer } = new Uint8Array(bytes);
  switch (type) {
    case 'float32':
      return new Float32Array(buffer);
    case 'float16':
      return new Uint16Array(buffer);
    case 'int32':
      return new Int32Array(buffer);
  }
}

/** Reads a constant tensor, expanding it where it is sparse. */
export function readConstant(tensor: TfliteTensor): Constant {
  const stored = view(tensor.type, tensor.data);
  const elements = tensor.sparsity ? expandSparse(stored, tensor.shape, tensor.sparsity) : stored;
  const size = tensor.shape.reduce((a, b) => a * b, 1);
  if (elements.length !== size) {
    throw new Error(`Tensor ${tensor.id} has ${elements.length} elements, but its shape asks for ${size}.`);
  }
  return { type: tensor.type, shape: tensor.shape, elements };
}

/** Moves dimension `permutation[k]` to place `k`. */
export function transposeConstant(constant: Constant, permutation: readonly number[]): Constant {
  const { shape, elements } = constant;
  const strides = shape.map((_, dimension) => shape.slice(dimension + 1).reduce((a, b) => a * b, 1));
  const newShape = permutation.map((dimension) => shape[dimension] as number);
  const newStrides = permutation.map((dimension) => strides[dimension] as number);
  const result = new (elements.constructor as new (length: number) => Elements)(elements.length);
  const index = new Array<number>(newShape.length).fill(0);
  let from = 0;
  for (let to = 0; to < result.length; to++) {
    result[to] = elements[from] as number;
    for (let dimension = newShape.length - 1; dimension >= 0; dimension--) {
      const next = (index[dimension] as number) + 1;
      from += newStrides[dimension] as number;
      if (next < (newShape[dimension] as number)) {
        index[dimension] = next;
        break;
      }
      index[dimension] = 0;
      from -= next * (newStrides[dimension] as number);
    }
  }
  return { type: constant.type, shape: newShape, elements: result };
}
