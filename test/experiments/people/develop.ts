import { PICTURE_SIDE } from './picture-facts.ts';
import type { Random } from './random.ts';
import { apply, blurring, resampling } from './resample.ts';

/** More px than this of the original picture tell nothing in 64. */
const FINEST = 128;

/**
 * Takes a sharp square to the 64 px picture by way of the original picture's pixels: averaged to them, blurred by a lens,
 * given a sensor's noise and an exposure, and then sampled again. A small person has few of them and comes out blurred.
 *
 * @param sharp RGBA, 0..255, `side` × `side`; alpha is not looked at
 * @param across px of the original picture across the square
 * @returns RGB, 64 × 64 × 3
 */
export function develop(sharp: Uint8ClampedArray, side: number, across: number, random: Random): Uint8Array {
  let picture: Float32Array = new Float32Array(side * side * 3);
  for (let i = 0; i < side * side; i++) for (let c = 0; c < 3; c++) picture[3 * i + c] = sharp[4 * i + c] as number;
  const cells = Math.max(12, Math.min(FINEST, Math.round(across)));
  const finer = cells / across;
  picture = apply(resampling(side, cells), picture, side);
  picture = apply(blurring(cells, random.between(0.45, 0.95) * Math.min(1, finer)), picture, cells);
  const exposure = random.between(0.85, 1.15);
  const contrast = random.between(0.85, 1.15);
  const tint = [0, 1, 2].map(() => exposure * random.between(0.94, 1.06));
  // Averaging what FINEST leaves out would have lowered the noise.
  const noise = random.between(1, 7) * Math.min(1, finer);
  for (let i = 0; i < picture.length; i++) {
    const level = ((picture[i] as number) * (tint[i % 3] as number) - 118) * contrast + 118;
    picture[i] = level + noise * random.normal();
  }
  picture = apply(resampling(cells, PICTURE_SIDE), picture, cells);
  return Uint8Array.from(picture, (value) => Math.max(0, Math.min(255, Math.round(value))));
}
