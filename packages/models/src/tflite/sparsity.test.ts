import { expect, test } from 'vitest';
import { transposeConstant } from './constant.ts';
import { expandSparse, type Sparsity } from './sparsity.ts';

test('compressed rows are written out with their zeros', () => {
  // 0 7 0 0 / 0 0 0 0 / 8 0 0 9
  const rows: Sparsity = {
    order: [0, 1],
    blockMap: [],
    levels: [
      { format: 'dense', size: 3 },
      { format: 'csr', segments: [0, 1, 1, 3], indices: [1, 0, 3] },
    ],
  };
  expect([...expandSparse(Float32Array.of(7, 8, 9), [3, 4], rows)]).toEqual([0, 7, 0, 0, 0, 0, 0, 0, 8, 0, 0, 9]);
});

test('columns first, where the order says so', () => {
  const columns: Sparsity = {
    order: [1, 0],
    blockMap: [],
    levels: [
      { format: 'dense', size: 3 },
      { format: 'csr', segments: [0, 1, 1, 2], indices: [1, 0] },
    ],
  };
  expect([...expandSparse(Int32Array.of(5, 6), [2, 3], columns)]).toEqual([0, 0, 6, 5, 0, 0]);
});

test('blocks are dense inside', () => {
  // One 2×2 block at block row 0, block column 1 of a 2×4 matrix.
  const blocks: Sparsity = {
    order: [0, 1, 2, 3],
    blockMap: [0, 1],
    levels: [
      { format: 'dense', size: 1 },
      { format: 'csr', segments: [0, 1], indices: [1] },
      { format: 'dense', size: 2 },
      { format: 'dense', size: 2 },
    ],
  };
  expect([...expandSparse(Float32Array.of(1, 2, 3, 4), [2, 4], blocks)]).toEqual([0, 0, 1, 2, 0, 0, 3, 4]);
});

test('values that no level names are an error', () => {
  const rows: Sparsity = {
    order: [0, 1],
    blockMap: [],
    levels: [
      { format: 'dense', size: 1 },
      { format: 'csr', segments: [0, 1], indices: [1] },
    ],
  };
  expect(() => expandSparse(Float32Array.of(1, 2), [1, 2], rows)).toThrow(/stores 2 values, but its levels name 1/);
});

test('transposing moves every element', () => {
  const shape = [2, 3, 4, 5];
  const elements = Float32Array.from({ length: 120 }, (_, k) => k);
  const moved = transposeConstant({ type: 'float32', shape, elements }, [1, 2, 3, 0]);
  expect(moved.shape).toEqual([3, 4, 5, 2]);
  for (let a = 0; a < 2; a++)
    for (let b = 0; b < 3; b++)
      for (let c = 0; c < 4; c++)
        for (let d = 0; d < 5; d++)
          expect(moved.elements[((b * 4 + c) * 5 + d) * 2 + a]).toBe(((a * 3 + b) * 4 + c) * 5 + d);
});
