import {
  cast,
  concat,
  greater,
  image,
  range,
  reshape,
  sigmoid,
  slice,
  type Tensor2D,
  type Tensor4D,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { boxesRound } from '../tensor/crop-cells.ts';
import type { Heatmaps } from '../tensor/heatmaps.ts';

/**
 * The cells round each maximum, raw. Shared: computed once per `radius` and `fill`, owned by the maps.
 *
 * @param radius cells on either side, whole, ≥ 0
 * @param fill what cells outside the map read as
 * @returns [people · joints, k·k] with `k = 2·radius + 1`, rows first; for volumes [people · joints, k·k·k], depth first
 */
export function rawWindow(maps: Heatmaps, radius: number, fill: number): Tensor2D {
  return maps.once(`window ${radius} ${fill}`, () => {
    const k = 2 * radius + 1;
    const cell = maps.peak.cell;
    const count = maps.maps;
    if (maps.depth === 1) {
      const images: Tensor4D = reshape(maps.planes, [count, maps.height, maps.width, 1]);
      return reshape(around(images, rowAndColumn(cell, count), radius, fill), [count, k * k]);
    }
    return reshape(cube(maps, radius, fill), [count, k * k * k]);
  });
}

/**
 * {@link rawWindow} as probabilities: for logits their sigmoid.
 * @param outside the probability that cells outside the map read as
 */
export function probabilityWindow(maps: Heatmaps, radius: number, outside: number): Tensor2D {
  if (maps.values === 'probability') return rawWindow(maps, radius, outside);
  const fill = outside > 0 ? Math.log(outside / (1 - outside)) : NOTHING;
  return maps.once(`probability window ${radius} ${outside}`, () => sigmoid(rawWindow(maps, radius, fill)));
}

/** As {@link rawWindow}: 1 for cells inside the map, 0 for those outside. Owned by the maps. */
export function insideWindow(maps: Heatmaps, radius: number): Tensor2D {
  return maps.once(`inside window ${radius}`, () =>
    cast(greater<Tensor2D>(rawWindow(maps, radius, NOTHING), NOTHING / 10), 'float32'),
  );
}

/** A logit whose sigmoid is 0. It marks cells outside the map: no network answers with it. */
const NOTHING = -1e30;

function around(images: Tensor4D, cells: Tensor2D, radius: number, fill: number): Tensor4D {
  const [count, height, width] = images.shape;
  const k = 2 * radius + 1;
  const reach = { top: -radius, left: -radius, bottom: radius, right: radius };
  const boxes = boxesRound(cells, { width, height }, reach);
  return image.cropAndResize(images, boxes, range(0, count, 1, 'int32'), [k, k], 'nearest', fill);
}

function rowAndColumn(cell: Tensor2D, count: number): Tensor2D {
  return concat([slice(cell, [0, 1], [count, 1]), slice(cell, [0, 0], [count, 1])], 1) as Tensor2D;
}

/** First the slices round the maximum, then rows and columns within each. */
function cube(maps: Heatmaps, radius: number, fill: number): Tensor4D {
  const k = 2 * radius + 1;
  const { width, height, depth } = maps;
  const count = maps.maps;
  const t = slice(maps.peak.cell, [0, 2], [count, 1]);
  const slices = image.cropAndResize(
    reshape(maps.planes, [count, depth, height * width, 1]),
    boxesRound(
      concat([t, zerosLike(t)], 1) as Tensor2D,
      { width: height * width, height: depth },
      { top: -radius, left: 0, bottom: radius, right: height * width - 1 },
    ),
    range(0, count, 1, 'int32'),
    [k, height * width],
    'nearest',
    fill,
  );
  const cells = rowAndColumn(maps.peak.cell, count);
  const repeated = reshape(concat(new Array<Tensor2D>(k).fill(cells), 1), [count * k, 2]) as Tensor2D;
  return around(reshape(slices, [count * k, height, width, 1]), repeated, radius, fill);
}
