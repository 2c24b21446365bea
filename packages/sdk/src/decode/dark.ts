import { add, log, matMul, maximum, mul, slice, type Tensor2D, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Decoder } from '../tensor/decoder.ts';
import type { Heatmaps } from '../tensor/heatmaps.ts';
import { answer, peakCentre } from './answer.ts';
import { blurredPatch } from './gaussian-blur.ts';
import { localExtent } from './local-extent.ts';
import { newtonStep } from './newton-step.ts';
import { requireOdd } from './options.ts';
import { requireFlat } from './unit.ts';
import { insideWindow } from './window.ts';

/** Options of {@link dark}. */
export interface DarkOptions {
  /**
   * Side of the Gaussian kernel the map is blurred with first, cells, odd, 3..31. Its σ follows from it
   * (`0.3·((blur − 1)/2 − 1) + 0.8`). Default 7, which measures best on BlazePose's maps; the paper has 11 for maps
   * drawn with σ = 2.
   */
  readonly blur?: number;
}

/** Below this a blurred probability is taken for empty, so that its logarithm is finite in half precision too. */
const EMPTY = 1e-6;

/**
 * Distribution-aware coordinates (Zhang et al. 2020, eq. 7): blur, logarithm, and one Newton step from the highest cell,
 * exact for a Gaussian: `μ = m − (∇²L)⁻¹·∇L`. Derivatives are differences over two cells, so a maximum within two cells
 * of the border is answered as it is; `udpDark` has no such margin.
 *
 * Works on probabilities (the sigmoid of logits), flat maps. At most 2 cells from the maximum on either axis.
 */
export function dark(options: DarkOptions = {}): Decoder {
  const { blur = 7 } = options;
  requireOdd('blur', blur, 3, 31);
  return {
    name: 'dark',
    decode: (maps) =>
      tidy(() => {
        requireFlat(maps, 'dark');
        const step = mul(newtonStep(derivatives(maps, blur), 2), patchInside(maps)) as Tensor2D;
        const position = add(peakCentre(maps), step) as Tensor2D;
        return answer(maps, { position, extent: localExtent(maps, position) });
      }),
  };
}

/** [people · joints, 5]: dx, dy, dxx, dxy, dyy of the logarithm at the maximum. */
function derivatives(maps: Heatmaps, blur: number): Tensor2D {
  const table = new Float32Array(25 * 5);
  const put = (x: number, y: number, column: number, weight: number): void => {
    const at = ((y + 2) * 5 + x + 2) * 5 + column;
    table[at] = (table[at] as number) + weight;
  };
  for (const side of [-1, 1]) {
    put(side, 0, 0, side / 2);
    put(0, side, 1, side / 2);
    put(2 * side, 0, 2, 1 / 4);
    put(0, 2 * side, 4, 1 / 4);
    for (const other of [-1, 1]) put(side, other, 3, (side * other) / 4);
  }
  put(0, 0, 2, -1 / 2);
  put(0, 0, 4, -1 / 2);
  return matMul(log(maximum<Tensor2D>(blurredPatch(maps, 2, blur), EMPTY)), tensor2d(table, [25, 5]));
}

/** [people · joints, 1]: 1 where the 5×5 cells round the maximum are inside the map. */
function patchInside(maps: Heatmaps): Tensor2D {
  const inside = insideWindow(maps, 2);
  return mul(slice(inside, [0, 0], [maps.maps, 1]), slice(inside, [0, 24], [maps.maps, 1]));
}
