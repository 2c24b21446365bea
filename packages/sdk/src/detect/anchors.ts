import type { Point, Size } from '../types/geometry.ts';

/**
 * Centres of a single-shot detector's anchors in input px, in the order of its outputs. Layers of equal, neighbouring
 * stride share one grid whose cells hold the anchors of all of them.
 */
export function anchorCentres(input: Size, strides: readonly number[], perLayer: number): readonly Point[] {
  const centres: Point[] = [];
  for (let layer = 0; layer < strides.length; ) {
    const stride = strides[layer] as number;
    let end = layer;
    while (strides[end] === stride) end++;
    const perCell = perLayer * (end - layer);
    const columns = Math.ceil(input.width / stride);
    const rows = Math.ceil(input.height / stride);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const centre = { x: ((column + 0.5) / columns) * input.width, y: ((row + 0.5) / rows) * input.height };
        for (let anchor = 0; anchor < perCell; anchor++) centres.push(centre);
      }
    }
    layer = end;
  }
  return centres;
}
