import type { Affine, Size } from '../types/geometry.ts';

/** Part of a picture in memory, RGBA. What lies outside it is black. */
export interface Patch {
  readonly data: Uint8ClampedArray;
  /** Where its corner is in the picture, px. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Samples a crop bilinearly, in single precision: the same numbers as the GPU's sampling gives.
 * @param toPicture crop px → picture px
 * @param crop size, px
 * @param out RGB is written here, from index `at`; a byte becomes `byte · scale + low`
 */
export function sampleBilinear(
  { data, left, top, width, height }: Patch,
  toPicture: Affine,
  crop: Size,
  scale: number,
  low: number,
  out: Float32Array,
  at: number,
): void {
  const row = 4 * width;
  let to = at;
  for (let v = 0; v < crop.height; v++) {
    // Coordinates of pixel centres, counted in the patch's indices: index i is at i + 0.5.
    let x = toPicture.a * 0.5 + toPicture.c * (v + 0.5) + toPicture.e - left - 0.5;
    let y = toPicture.b * 0.5 + toPicture.d * (v + 0.5) + toPicture.f - top - 0.5;
    for (let u = 0; u < crop.width; u++, to += 3, x += toPicture.a, y += toPicture.b) {
      const x0 = Math.floor(x);
      const y0 = Math.floor(y);
      const fx = x - x0;
      const fy = y - y0;
      let northWest = (1 - fx) * (1 - fy) * scale;
      let northEast = fx * (1 - fy) * scale;
      let southWest = (1 - fx) * fy * scale;
      let southEast = fx * fy * scale;
      let from = row * y0 + 4 * x0;
      if (x0 < 0 || y0 < 0 || x0 >= width - 1 || y0 >= height - 1) {
        // At the edge only the pixels that exist count.
        if (x0 < 0 || x0 >= width) northWest = southWest = 0;
        if (x0 < -1 || x0 >= width - 1) northEast = southEast = 0;
        if (y0 < 0 || y0 >= height) northWest = northEast = 0;
        if (y0 < -1 || y0 >= height - 1) southWest = southEast = 0;
        if (northWest + northEast + southWest + southEast === 0) {
          out[to] = out[to + 1] = out[to + 2] = low;
          continue;
        }
        for (let channel = 0; channel < 3; channel++, from++) {
          out[to + channel] =
            (northWest && northWest * (data[from] as number)) +
            (northEast && northEast * (data[from + 4] as number)) +
            (southWest && southWest * (data[from + row] as number)) +
            (southEast && southEast * (data[from + row + 4] as number)) +
            low;
        }
        continue;
      }
      const below = from + row;
      out[to] =
        northWest * (data[from] as number) +
        northEast * (data[from + 4] as number) +
        southWest * (data[below] as number) +
        southEast * (data[below + 4] as number) +
        low;
      out[to + 1] =
        northWest * (data[from + 1] as number) +
        northEast * (data[from + 5] as number) +
        southWest * (data[below + 1] as number) +
        southEast * (data[below + 5] as number) +
        low;
      out[to + 2] =
        northWest * (data[from + 2] as number) +
        northEast * (data[from + 6] as number) +
        southWest * (data[below + 2] as number) +
        southEast * (data[below + 6] as number) +
        low;
    }
  }
}
