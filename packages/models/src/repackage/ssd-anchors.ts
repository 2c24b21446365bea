/** The centre of an anchor, 0..1 of the picture. */
export interface Anchor {
  readonly x: number;
  readonly y: number;
}

/**
 * The anchors of a single-shot detector, in the order of its outputs: row by row, and `perCell` for every layer that
 * shares the cell.
 * @param strides of the layers, px; neighbouring equal ones share a grid
 * @param side of the square input, px
 */
export function ssdAnchors(strides: readonly number[], side: number, perCell: number): Anchor[] {
  const anchors: Anchor[] = [];
  for (let layer = 0; layer < strides.length; ) {
    const stride = strides[layer] as number;
    let layers = 0;
    while (strides[layer + layers] === stride) layers++;
    const cells = Math.ceil(side / stride);
    for (let row = 0; row < cells; row++) {
      for (let column = 0; column < cells; column++) {
        const anchor = { x: (column + 0.5) / cells, y: (row + 0.5) / cells };
        for (let k = 0; k < layers * perCell; k++) anchors.push(anchor);
      }
    }
    layer += layers;
  }
  return anchors;
}
