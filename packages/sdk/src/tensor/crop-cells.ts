import { add, matMul, type Tensor2D, tensor2d } from '@tensorflow/tfjs-core';
import type { Size } from '../types/geometry.ts';

/**
 * Boxes that make `image.cropAndResize(…, 'nearest')` copy whole cells round a cell.
 *
 * The operation refuses a sample that lies a rounding error outside the image, and the first and last row lie exactly
 * on its border. So the sampling positions are squeezed: cell `i` of `n` is sampled at `0.25 + i · (n − 1.5) / (n − 1)`,
 * a quarter of a cell inside at either end and never further than a quarter from `i`. Cells outside the image stay
 * outside.
 *
 * @param cells [boxes, 2]: row and column
 * @param size of the images, each side ≥ 2
 * @param reach offsets of the box's edges in cells: rows from `row + top` to `row + bottom`, and columns alike
 * @returns [boxes, 4], normalised y1, x1, y2, x2
 */
export function boxesRound(
  cells: Tensor2D,
  size: Size,
  reach: { readonly top: number; readonly left: number; readonly bottom: number; readonly right: number },
): Tensor2D {
  const rows = squeeze(size.height);
  const columns = squeeze(size.width);
  const slopes = tensor2d(
    [
      [rows.slope, 0, rows.slope, 0],
      [0, columns.slope, 0, columns.slope],
    ],
    [2, 4],
  );
  const start = tensor2d(
    [[rows.at(reach.top), columns.at(reach.left), rows.at(reach.bottom), columns.at(reach.right)]],
    [1, 4],
  );
  return add(matMul(cells, slopes), start);
}

function squeeze(count: number): { slope: number; at(cell: number): number } {
  const last = count - 1;
  const slope = (count - 1.5) / last / last;
  return { slope, at: (cell) => 0.25 / last + cell * slope };
}
