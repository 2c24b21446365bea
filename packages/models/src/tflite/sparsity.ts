/** One level of a sparse tensor's traversal. */
export type SparseLevel =
  /** Every index from 0 to `size − 1` is stored. */
  | { readonly format: 'dense'; readonly size: number }
  /** Compressed sparse rows: of parent `p`, the indices `indices[segments[p]] … indices[segments[p + 1] − 1]` are stored. */
  | { readonly format: 'csr'; readonly segments: readonly number[]; readonly indices: readonly number[] };

/** How TFLite stores a sparse tensor: a tree whose levels are walked in `order`, with a value at each leaf. */
export interface Sparsity {
  /**
   * Which dimension each level walks. Dimensions `0 … rank − 1` are the tensor's own, counted in blocks where
   * blocked; `rank + k` is the inside of a block along dimension `blockMap[k]`.
   */
  readonly order: readonly number[];
  readonly blockMap: readonly number[];
  /** One a level, in the order of walking. */
  readonly levels: readonly SparseLevel[];
}

/** Any element type that is copied without being looked at. */
export type Elements = Float32Array | Uint16Array | Int32Array;

/** How far apart, in the dense tensor, two neighbouring indices of each level lie. */
function levelStrides(sparsity: Sparsity, shape: readonly number[]): number[] {
  const rank = shape.length;
  const strides = shape.map((_, dimension) => shape.slice(dimension + 1).reduce((a, b) => a * b, 1));
  const stride = (dimension: number): number => strides[dimension] as number;
  const blockSize = (dimension: number): number => {
    const block = sparsity.blockMap.indexOf(dimension);
    if (block < 0) return 1;
    const level = sparsity.levels[sparsity.order.indexOf(rank + block)];
    if (level?.format !== 'dense') throw new Error('The inside of a block has to be dense.');
    return level.size;
  };
  return sparsity.order.map((dimension) =>
    dimension < rank ? stride(dimension) * blockSize(dimension) : stride(sparsity.blockMap[dimension - rank] as number),
  );
}

/**
 * Writes a sparse tensor out in full, zeros included.
 * @param stored the values that are kept, in the order of walking
 * @param shape of the dense tensor
 * @returns the dense elements, row-major
 * @throws Error where the number of stored values is not what the levels say
 */
export function expandSparse<T extends Elements>(stored: T, shape: readonly number[], sparsity: Sparsity): T {
  const size = shape.reduce((a, b) => a * b, 1);
  const dense = new (stored.constructor as new (length: number) => T)(size);
  const strides = levelStrides(sparsity, shape);
  let written = 0;
  const walk = (depth: number, parent: number, offset: number): void => {
    const level = sparsity.levels[depth];
    if (!level) {
      dense[offset] = stored[parent] as number;
      written++;
      return;
    }
    const stride = strides[depth] as number;
    if (level.format === 'dense') {
      for (let index = 0; index < level.size; index++) {
        walk(depth + 1, parent * level.size + index, offset + index * stride);
      }
      return;
    }
    const end = level.segments[parent + 1] as number;
    for (let leaf = level.segments[parent] as number; leaf < end; leaf++) {
      walk(depth + 1, leaf, offset + (level.indices[leaf] as number) * stride);
    }
  };
  walk(0, 0, 0);
  if (written !== stored.length) {
    throw new Error(`A sparse tensor stores ${stored.length} values, but its levels name ${written}.`);
  }
  return dense;
}
