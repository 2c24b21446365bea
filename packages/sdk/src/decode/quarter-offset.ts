import { add, matMul, mul, sign, slice, type Tensor2D, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Decoder } from '../tensor/decoder.ts';
import type { Heatmaps } from '../tensor/heatmaps.ts';
import { answer, peakCentre } from './answer.ts';
import { localExtent } from './local-extent.ts';
import { requireFlat } from './unit.ts';
import { insideWindow, rawWindow } from './window.ts';

/**
 * The highest cell, moved a quarter of a cell towards the higher of its two neighbours on each axis (Newell et al. 2016,
 * and the heatmap networks since). Where a neighbour is outside the map, or both are equal, that axis is not moved.
 *
 * Works on logits and probabilities (only the order of the values counts), flat maps.
 */
export function quarterOffset(): Decoder {
  return {
    name: 'quarterOffset',
    decode: (maps) =>
      tidy(() => {
        requireFlat(maps, 'quarterOffset');
        const position = add(peakCentre(maps), mul(towardsHigher(maps), 0.25)) as Tensor2D;
        return answer(maps, { position, extent: localExtent(maps, position) });
      }),
  };
}

/** [people · joints, 3]: −1, 0 or 1 on x and y. */
function towardsHigher(maps: Heatmaps): Tensor2D {
  // Cells of the 3×3 window by row: 0 1 2 / 3 4 5 / 6 7 8.
  const difference = tensor2d(
    [0, 0, 0, 0, -1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0],
    [9, 3],
  );
  const inside = insideWindow(maps, 1);
  const cell = (at: number): Tensor2D => slice(inside, [0, at], [maps.maps, 1]);
  const both = matMul(mul(cell(3), cell(5)), tensor2d([[1, 0, 0]]));
  const bothRows = matMul(mul(cell(1), cell(7)), tensor2d([[0, 1, 0]]));
  const steps = sign(matMul(rawWindow(maps, 1, 0), difference));
  return mul(steps, add(both, bothRows)) as Tensor2D;
}
