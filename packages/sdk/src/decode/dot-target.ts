import type { Point, Size } from '../types/geometry.ts';

/**
 * The target of distribution matching (Qu et al. 2022): the dot annotation as four demanders, the cells whose centres
 * are round it, with bilinear weights that sum to 1. Their mean is the joint, exactly. `distributionMatching` is the
 * inverse.
 * @param at the joint, cells; what falls on cells outside the map is lost
 * @returns height · width probabilities, rows first
 */
export function dotTarget(at: Point, size: Size): Float32Array {
  const cells = new Float32Array(size.width * size.height);
  const [left, top] = [Math.floor(at.x - 0.5), Math.floor(at.y - 0.5)];
  const [right, below] = [at.x - 0.5 - left, at.y - 0.5 - top];
  for (const [dx, dy, weight] of [
    [0, 0, (1 - right) * (1 - below)],
    [1, 0, right * (1 - below)],
    [0, 1, (1 - right) * below],
    [1, 1, right * below],
  ] as const) {
    const [column, row] = [left + dx, top + dy];
    if (column >= 0 && row >= 0 && column < size.width && row < size.height) cells[row * size.width + column] = weight;
  }
  return cells;
}
