import { createDecoder, type Decoder, insideWindow, peakCentre, probabilityWindow } from '@integral-pose/sdk';
import {
  add,
  concat,
  div,
  log,
  maximum,
  minimum,
  mul,
  slice,
  sub,
  type Tensor2D,
  zerosLike,
} from '@tensorflow/tfjs-core';

/**
 * The highest cell, refined on each axis by the parabola through the logarithm of its probability and its two
 * neighbours'. Exact for a Gaussian that is not turned, whatever its widths; it reads five cells and blurs nothing.
 * An axis on which a neighbour is outside the map is answered as it is. Flat maps, logits and probabilities.
 */
export function parabola(): Decoder {
  return createDecoder({
    name: 'parabola',
    locate(maps) {
      const logarithms = log(maximum<Tensor2D>(probabilityWindow(maps, 1, 0), 1e-6));
      const inside = insideWindow(maps, 1);
      // The 3×3 window by rows: 0 1 2 / 3 4 5 / 6 7 8.
      const cell = (window: Tensor2D, at: number): Tensor2D => slice(window, [0, at], [maps.maps, 1]);
      const along = (before: number, after: number): Tensor2D =>
        mul(
          vertex(cell(logarithms, before), cell(logarithms, 4), cell(logarithms, after)),
          mul(cell(inside, before), cell(inside, after)),
        );
      const x = along(3, 5);
      return add(peakCentre(maps), concat([x, along(1, 7), zerosLike(x)], 1));
    },
  });
}

/**
 * Where the parabola through (−1, before), (0, top), (1, after) is highest: −½..½, as no neighbour is above the top.
 * Three equal values bend nowhere: the least bend makes that 0 ÷ something.
 */
function vertex(before: Tensor2D, top: Tensor2D, after: Tensor2D): Tensor2D {
  const bend = sub(add(before, after), mul(top, 2));
  return div(mul(sub(before, after), 0.5), minimum(bend, -1e-4));
}
