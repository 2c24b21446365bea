import type { Point } from '@integral-pose/sdk';
import { GRID, type LabSettings } from '../settings.ts';
import { normalNoise } from './noise.ts';

/** How maps are drawn. */
export type Brush = Pick<
  LabSettings,
  'sigma' | 'peak' | 'background' | 'noise' | 'seed' | 'second' | 'secondX' | 'secondY'
>;

const CELLS = GRID.width * GRID.height;

/** A Gaussian along one axis, at the centres of its cells. */
function profile(length: number, at: number, sigma: number): Float32Array {
  return Float32Array.from({ length }, (_, cell) => Math.exp(-((cell + 0.5 - at) ** 2) / (2 * sigma * sigma)));
}

/**
 * One map for each centre: a Gaussian from the background up to the peak, joined by maximum with the second peak, which
 * stays where it is, plus noise, other noise in every map.
 * @param centres cells, cell i covering [i, i + 1)
 * @param salt added to the seed: another salt is another draw of noise
 * @returns [centres, height, width], rows of cells
 */
export function drawMaps(centres: readonly Point[], brush: Brush, salt = 0): Float32Array {
  const { sigma, peak, background, noise, seed, second, secondX, secondY } = brush;
  const { width, height } = GRID;
  const maps = new Float32Array(centres.length * CELLS);
  const rise = peak - background;
  const other = second > 0 ? { rise: second * peak - background, x: secondX, y: secondY } : undefined;
  const otherX = other && profile(width, other.x, sigma);
  const otherY = other && profile(height, other.y, sigma);
  centres.forEach(({ x, y }, index) => {
    const across = profile(width, x, sigma);
    const down = profile(height, y, sigma);
    let at = index * CELLS;
    for (let row = 0; row < height; row++) {
      const first = rise * (down[row] as number);
      const last = other ? other.rise * ((otherY as Float32Array)[row] as number) : 0;
      for (let column = 0; column < width; column++) {
        const one = first * (across[column] as number);
        const two = other ? last * ((otherX as Float32Array)[column] as number) : 0;
        maps[at++] = background + Math.max(one, two, 0);
      }
    }
  });
  if (noise > 0) {
    const grain = normalNoise(maps.length, 1_000 * seed + salt);
    for (let i = 0; i < maps.length; i++) maps[i] = (maps[i] as number) + noise * (grain[i] as number);
  }
  return maps;
}
