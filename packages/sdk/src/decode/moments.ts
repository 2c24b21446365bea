import {
  matMul,
  mul,
  ones,
  range,
  reshape,
  slice,
  square,
  stack,
  sub,
  sum,
  type Tensor2D,
  type Tensor3D,
  tensor2d,
  tile,
} from '@tensorflow/tfjs-core';
import type { Heatmaps } from '../tensor/heatmaps.ts';

/**
 * Raw moments of weights about the centre of the highest cell, [people · joints, 8]:
 * `Σ W`, `Σ W·dx`, `Σ W·dy`, `Σ W·dz`, `Σ W·dx²`, `Σ W·dx·dy`, `Σ W·dy²`, `Σ W·dz²`, in cells.
 *
 * They are taken about the maximum, because about the origin the second moments are the small difference of large
 * numbers: in half precision a variance of 0.54 cells² comes out as −2.
 */
export type RawMoments = Tensor2D;

/** How many columns {@link RawMoments} has. */
export const MOMENTS = 8;

/**
 * Moments of weights over the whole map. Separable: `Yᵀ·W·X` with `X = (1, dx, dx²)`, which no grid of `width · height`
 * columns is needed for. Differentiable in the weights.
 * @param weights [people · joints, cells]
 */
export function momentsOfMap(maps: Heatmaps, weights: Tensor2D): RawMoments {
  const count = maps.maps;
  const { depth, height, width } = maps;
  const x = powersOf(maps, 0, width);
  const y = powersOf(maps, 1, height);
  const slices = count * depth;
  const perSlice = reshape(
    matMul(repeat(y, depth), matMul(reshape(weights, [slices, height, width]), repeat(x, depth)), true, false),
    [count, depth, 9],
  );
  if (depth === 1) return matMul(reshape(perSlice, [count, 9]) as Tensor2D, pick(1));
  const z = powersOf(maps, 2, depth);
  return matMul(reshape(matMul(z, perSlice, true, false), [count, 27]) as Tensor2D, pick(3));
}

/** Moments of equal weights 1 over the whole map: what a constant background adds to {@link momentsOfMap}. */
export function momentsOfOnes(maps: Heatmaps): RawMoments {
  return maps.once('moments of ones', () => {
    const count = maps.maps;
    const x = sum(powersOf(maps, 0, maps.width), 1) as Tensor2D;
    const y = sum(powersOf(maps, 1, maps.height), 1) as Tensor2D;
    const xy = reshape(mul(reshape(y, [count, 3, 1]), reshape(x, [count, 1, 3])), [count, 9]) as Tensor2D;
    if (maps.depth === 1) return matMul(xy, pick(1));
    const z = sum(powersOf(maps, 2, maps.depth), 1) as Tensor2D;
    const all = reshape(mul(reshape(z, [count, 3, 1]), reshape(xy, [count, 1, 9])), [count, 27]) as Tensor2D;
    return matMul(all, pick(3));
  });
}

/**
 * Moments of weights over a window centred on the maximum.
 * @param weights [people · joints, k·k], or [people · joints, k·k·k] for volumes, with `k = 2·radius + 1`
 */
export function momentsOfWindow(maps: Heatmaps, weights: Tensor2D, radius: number): RawMoments {
  return matMul(weights, windowGrid(maps, radius));
}

/** [people · joints, count, 3]: 1, d, d² of each cell along an axis, d its distance from the maximum in cells. */
export function powersOf(maps: Heatmaps, axis: 0 | 1 | 2, count: number): Tensor3D {
  return maps.once(`powers ${axis}`, () => {
    const at = slice(maps.peak.cell, [0, axis], [maps.maps, 1]);
    const d = sub(reshape(range(0, count), [1, count]), at) as Tensor2D;
    return stack([ones([maps.maps, count]), d, square(d)], 2) as Tensor3D;
  });
}

/** Repeats each map's matrix for each of its slices: [maps, a, b] → [maps · depth, a, b]. */
function repeat(matrix: Tensor3D, depth: number): Tensor3D {
  if (depth === 1) return matrix;
  const [count, a, b] = matrix.shape;
  return reshape(tile(reshape(matrix, [count, 1, a * b]), [1, depth, 1]), [count * depth, a, b]);
}

/** [cells of the window, 8]: the terms of {@link RawMoments} of every cell. */
function windowGrid(maps: Heatmaps, radius: number): Tensor2D {
  return maps.once(`window grid ${radius}`, () => {
    const flat = maps.depth === 1;
    const rows: number[] = [];
    for (let dz = flat ? 0 : -radius; dz <= (flat ? 0 : radius); dz++)
      for (let dy = -radius; dy <= radius; dy++)
        for (let dx = -radius; dx <= radius; dx++) rows.push(1, dx, dy, dz, dx * dx, dx * dy, dy * dy, dz * dz);
    return tensor2d(rows, [rows.length / MOMENTS, MOMENTS]);
  });
}

/** From `z^k · y^i · x^j` at row `9k + 3i + j` to the columns of {@link RawMoments}. */
function pick(powersOfZ: 1 | 3): Tensor2D {
  const terms = [
    [0, 0, 0],
    [0, 0, 1],
    [0, 1, 0],
    [1, 0, 0],
    [0, 0, 2],
    [0, 1, 1],
    [0, 2, 0],
    [2, 0, 0],
  ];
  const table = new Float32Array(9 * powersOfZ * MOMENTS);
  terms.forEach(([z = 0, y = 0, x = 0], column) => {
    if (z < powersOfZ) table[(9 * z + 3 * y + x) * MOMENTS + column] = 1;
  });
  return tensor2d(table, [9 * powersOfZ, MOMENTS]);
}
