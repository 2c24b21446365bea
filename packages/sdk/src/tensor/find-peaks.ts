import {
  argMax,
  cast,
  concat,
  image,
  max,
  range,
  reshape,
  type Tensor2D,
  type Tensor3D,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { boxesRound } from './crop-cells.ts';

/**
 * The highest cell of each grid: the row with the highest maximum first, then the column in that row, so that no index
 * is larger than a side. The first of equals.
 * @param grids [grids, rows, columns], both sides ≥ 2
 * @returns [grids, 3]: column, row and value
 */
export function findPeaks(grids: Tensor3D): Tensor2D {
  const [count, rows, columns] = grids.shape;
  const row = reshape(cast(argMax(max(grids, 2), 1), 'float32'), [count, 1]) as Tensor2D;
  const boxes = boxesRound(
    concat([row, zerosLike(row)], 1),
    { width: columns, height: rows },
    { top: 0, left: 0, bottom: 0, right: columns - 1 },
  );
  const line = reshape(
    image.cropAndResize(
      reshape(grids, [count, rows, columns, 1]),
      boxes,
      range(0, count, 1, 'int32'),
      [1, columns],
      'nearest',
    ),
    [count, columns],
  );
  const column = reshape(cast(argMax(line, 1), 'float32'), [count, 1]) as Tensor2D;
  return concat([column, row, max<Tensor2D>(line, 1, true)], 1);
}
