import type { Point, Size } from '../types/geometry.ts';

/**
 * The training target of heatmap regression (Tompson et al. 2014): a Gaussian of height 1 round the joint. What argmax,
 * quarter offset, DARK and the integrals decode.
 * @param at the joint, cells (cell i covers [i, i + 1)); may lie outside
 * @param sigma cells, > 0. 1 in Sun et al. 2018, 2 in Gu et al. 2022. Default 2
 * @returns height · width probabilities, rows first
 */
export function gaussianTarget(at: Point, size: Size, sigma = 2): Float32Array {
  const cells = new Float32Array(size.width * size.height);
  for (let row = 0, i = 0; row < size.height; row++)
    for (let column = 0; column < size.width; column++, i++) {
      const squares = (column + 0.5 - at.x) ** 2 + (row + 0.5 - at.y) ** 2;
      cells[i] = Math.exp(-squares / (2 * sigma * sigma));
    }
  return cells;
}
