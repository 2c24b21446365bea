import {
  add,
  concat,
  log,
  matMul,
  maximum,
  mul,
  reshape,
  slice,
  sub,
  type Tensor2D,
  type Tensor3D,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';
import type { Decoder } from '../tensor/decoder.ts';
import type { Heatmaps } from '../tensor/heatmaps.ts';
import { answer, peakCentre } from './answer.ts';
import { blurredPatch } from './gaussian-blur.ts';
import { localExtent } from './local-extent.ts';
import { newtonStep } from './newton-step.ts';
import { requireOdd } from './options.ts';
import { requireFlat } from './unit.ts';
import { insideWindow } from './window.ts';

/** Options of {@link udpDark}. */
export interface UdpDarkOptions {
  /** Side of the Gaussian kernel the map is blurred with first, cells, odd, 3..31. Default 7. */
  readonly blur?: number;
}

/** Blurred probabilities below this count as this, as in UDP's code: it keeps the logarithm's tails from ruling. */
const EMPTY = 1e-3;

/**
 * DARK as the unbiased data processing paper has it (Huang et al. 2020): derivatives are differences to the next cell,
 * and the map is continued by its border cells, so that it answers up to the border (where the missing half of the peak
 * makes it inexact). UDP's code takes the mixed derivative from one diagonal, which answers differently for a mirrored
 * map; here it is taken from both.
 *
 * Works on probabilities (the sigmoid of logits), flat maps. At most 2 cells from the maximum on either axis.
 */
export function udpDark(options: UdpDarkOptions = {}): Decoder {
  const { blur = 7 } = options;
  requireOdd('blur', blur, 3, 31);
  return {
    name: 'udpDark',
    decode: (maps) =>
      tidy(() => {
        requireFlat(maps, 'udpDark');
        const position = add(peakCentre(maps), newtonStep(derivatives(maps, blur), 2)) as Tensor2D;
        return answer(maps, { position, extent: localExtent(maps, position) });
      }),
  };
}

/** [people · joints, 5]: dx, dy, dxx, dxy, dyy of the logarithm at the maximum. */
function derivatives(maps: Heatmaps, blur: number): Tensor2D {
  const logarithm = log(maximum<Tensor2D>(blurredPatch(maps, 1, blur), EMPTY));
  // Cells by row: 0 1 2 / 3 4 5 / 6 7 8.
  const table = tensor2d(
    [
      [0, 0, 0, 0.25, 0],
      [0, -0.5, 0, 0, 1],
      [0, 0, 0, -0.25, 0],
      [-0.5, 0, 1, 0, 0],
      [0, 0, -2, 0, -2],
      [0.5, 0, 1, 0, 0],
      [0, 0, 0, -0.25, 0],
      [0, 0.5, 0, 0, 1],
      [0, 0, 0, 0.25, 0],
    ],
    [9, 5],
  );
  return matMul(continued(maps, logarithm), table);
}

/** Cells outside the map take the value of the nearest cell inside. */
function continued(maps: Heatmaps, patch: Tensor2D): Tensor2D {
  const count = maps.maps;
  const inside = insideWindow(maps, 1);
  const is = (at: number): Tensor3D => reshape(slice(inside, [0, at], [count, 1]), [count, 1, 1]);
  const alongRows = outward(reshape(patch, [count, 3, 3]), 2, is(3), is(5));
  return reshape(outward(alongRows, 1, is(1), is(7)), [count, 9]);
}

/** [count, 3, 3] with the first and last entry of an axis replaced by the middle one where they are outside. */
function outward(patch: Tensor3D, axis: 1 | 2, before: Tensor3D, after: Tensor3D): Tensor3D {
  const part = (at: number): Tensor3D =>
    axis === 1 ? slice(patch, [0, at, 0], [-1, 1, -1]) : slice(patch, [0, 0, at], [-1, -1, 1]);
  const middle = part(1);
  const first = add(middle, mul(before, sub(part(0), middle))) as Tensor3D;
  const last = add(middle, mul(after, sub(part(2), middle))) as Tensor3D;
  return concat([first, middle, last], axis);
}
