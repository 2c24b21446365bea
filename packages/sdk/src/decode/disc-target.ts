import type { Point, Size } from '../types/geometry.ts';

/**
 * The target of per-cell classification (H3 in Sun et al. 2018): 1 in every cell whose centre lies within `radius` of
 * the joint, 0 elsewhere.
 * @param at the joint, cells
 * @param radius cells, > 0. The paper has 15 px of the input: 3.75 cells where a cell is 4 px
 * @returns height · width probabilities, rows first
 */
export function discTarget(at: Point, size: Size, radius = 3.75): Float32Array {
  const cells = new Float32Array(size.width * size.height);
  for (let row = 0, i = 0; row < size.height; row++)
    for (let column = 0; column < size.width; column++, i++) {
      if (Math.hypot(column + 0.5 - at.x, row + 0.5 - at.y) <= radius) cells[i] = 1;
    }
  return cells;
}
