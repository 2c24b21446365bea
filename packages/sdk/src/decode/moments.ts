import {
  concat,
  matMul,
  mul,
  ones,
  range,
  reshape,
  slice,
  square,
  stack,
  sub,
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
 * Moments of weights over the whole map. Differentiable in the weights.
 *
 * Of flat maps they are taken about the middle of the map by one product with a constant grid, and moved to the maximum:
 * in single precision that is exact to 1e-3 cells². Volumes would need a grid as large as they are, and go axis by axis.
 * @param weights [people · joints, cells]
 */
export function momentsOfMap(maps: Heatmaps, weights: Tensor2D): RawMoments {
  return maps.depth === 1 ? movedToPeak(maps, matMul(weights, mapGrid(maps))) : momentsOfVolume(maps, weights);
}

/** [cells, 6]: 1, x, y, x², x·y, y² of every cell of a flat map, about its middle, cells. */
function mapGrid(maps: Heatmaps): Tensor2D {
  return maps.once('map grid', () => {
    const { width, height } = maps;
    const grid = new Float32Array(width * height * 6);
    for (let v = 0, at = 0; v < height; v++) {
      const y = v - (height - 1) / 2;
      for (let u = 0; u < width; u++, at += 6) {
        const x = u - (width - 1) / 2;
        grid[at] = 1;
        grid[at + 1] = x;
        grid[at + 2] = y;
        grid[at + 3] = x * x;
        grid[at + 4] = x * y;
        grid[at + 5] = y * y;
      }
    }
    return tensor2d(grid, [width * height, 6]);
  });
}

/**
 * From moments about the middle of a flat map to {@link RawMoments}: with (ex, ey) from the middle to the maximum,
 * `Σ W(x − ex) = Sx − ex·S`, `Σ W(x − ex)² = Sxx − 2·ex·Sx + ex²·S`, and so on: each a sum of products, picked by a table.
 * @param centred [people · joints, 6], the columns of the map's grid
 */
function movedToPeak(maps: Heatmaps, centred: Tensor2D): RawMoments {
  const count = maps.maps;
  const products = mul(reshape(centred, [count, 6, 1]), reshape(peakPowers(maps), [count, 1, 9]));
  return matMul(reshape(products, [count, 54]) as Tensor2D, maps.once('shift', shiftTable));
}

/** [people · joints, 9]: (1, ex, ey) times itself. */
function peakPowers(maps: Heatmaps): Tensor2D {
  return maps.once('peak powers', () => {
    const count = maps.maps;
    const middle = tensor2d([[(maps.width - 1) / 2, (maps.height - 1) / 2]]);
    const e = concat([ones([count, 1]), sub(slice(maps.peak.cell, [0, 0], [count, 2]), middle)], 1);
    return reshape(mul(reshape(e, [count, 3, 1]), reshape(e, [count, 1, 3])), [count, 9]);
  });
}

/** [54, 8]: the factor of each product, moment r (of 6) times power e (of 9), in each column of {@link RawMoments}. */
function shiftTable(): Tensor2D {
  const [S, Sx, Sy, Sxx, Sxy, Syy] = [0, 1, 2, 3, 4, 5];
  const [one, ex, ey, exx, exy, eyy] = [0, 1, 2, 4, 5, 8];
  const terms: readonly (readonly [column: number, moment: number, power: number, factor: number])[] = [
    [0, S, one, 1],
    [1, Sx, one, 1],
    [1, S, ex, -1],
    [2, Sy, one, 1],
    [2, S, ey, -1],
    [4, Sxx, one, 1],
    [4, Sx, ex, -2],
    [4, S, exx, 1],
    [5, Sxy, one, 1],
    [5, Sy, ex, -1],
    [5, Sx, ey, -1],
    [5, S, exy, 1],
    [6, Syy, one, 1],
    [6, Sy, ey, -2],
    [6, S, eyy, 1],
  ];
  const table = new Float32Array(54 * MOMENTS);
  for (const [column, moment, power, factor] of terms) table[(9 * moment + power) * MOMENTS + column] = factor;
  return tensor2d(table, [54, MOMENTS]);
}

/** Separable: `Yᵀ·W·X` in each slice, with `X = (1, dx, dx²)`, then the same along z. */
function momentsOfVolume(maps: Heatmaps, weights: Tensor2D): RawMoments {
  const count = maps.maps;
  const { depth, height, width } = maps;
  const slices = count * depth;
  const x = repeat(powersOf(maps, 0, width), depth);
  const y = repeat(powersOf(maps, 1, height), depth);
  const perSlice = reshape(matMul(y, matMul(reshape(weights, [slices, height, width]), x), true, false), [
    count,
    depth,
    9,
  ]);
  const z = powersOf(maps, 2, depth);
  return matMul(reshape(matMul(z, perSlice, true, false), [count, 27]) as Tensor2D, pick());
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
function pick(): Tensor2D {
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
  const table = new Float32Array(27 * MOMENTS);
  terms.forEach(([z = 0, y = 0, x = 0], column) => {
    table[(9 * z + 3 * y + x) * MOMENTS + column] = 1;
  });
  return tensor2d(table, [27, MOMENTS]);
}
