import { reshape, type Tensor2D, type Tensor4D, type Tensor5D, tensor2d, transpose } from '@tensorflow/tfjs-core';

/**
 * The cells of every map in a row, rows of the map first (depth slices first of all).
 * @param maps [people, (depth,) height, width, joints]
 * @returns [people · joints, cells]
 */
export function cellsOf(maps: Tensor4D | Tensor5D): Tensor2D {
  const shape: readonly number[] = maps.shape;
  const [people = 0, joints = 0] = [shape[0], shape[shape.length - 1]];
  const cells = shape.slice(1, -1).reduce((product, side) => product * side, 1);
  return reshape(transpose(reshape(maps, [people, cells, joints]), [0, 2, 1]), [people * joints, cells]);
}

/** [cells, 2]: x and y of every cell's centre from the middle of the map, cells. */
export function mapGrid(width: number, height: number): Tensor2D {
  const grid = new Float32Array(width * height * 2);
  for (let v = 0, at = 0; v < height; v++)
    for (let u = 0; u < width; u++) {
      grid[at++] = u - (width - 1) / 2;
      grid[at++] = v - (height - 1) / 2;
    }
  return tensor2d(grid, [width * height, 2]);
}

/** [length, 1]: the same of a heat vector. */
export function vectorGrid(length: number): Tensor2D {
  return tensor2d(
    Array.from({ length }, (_, i) => i - (length - 1) / 2),
    [length, 1],
  );
}
