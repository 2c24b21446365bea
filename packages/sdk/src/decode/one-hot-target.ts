import type { Point, Size } from '../types/geometry.ts';

/**
 * The target of classification over cells (H2 in Sun et al. 2018): 1 in the cell that holds the joint, 0 elsewhere.
 * @param at the joint, cells; outside the map there is no such cell and all are 0
 * @returns height · width probabilities, rows first
 */
export function oneHotTarget(at: Point, size: Size): Float32Array {
  const cells = new Float32Array(size.width * size.height);
  const [column, row] = [Math.floor(at.x), Math.floor(at.y)];
  if (column >= 0 && row >= 0 && column < size.width && row < size.height) cells[row * size.width + column] = 1;
  return cells;
}
