/** Colours of a heatmap from empty to peak: almost without hue, so that the decoders' colours stand out. */
const STOPS: readonly (readonly [at: number, red: number, green: number, blue: number])[] = [
  [0, 12, 20, 21],
  [0.25, 24, 51, 55],
  [0.5, 51, 92, 96],
  [0.75, 124, 160, 160],
  [1, 236, 246, 244],
];

const TABLE = Array.from({ length: 256 }, (_, index) => {
  const value = index / 255;
  const next = Math.max(
    1,
    STOPS.findIndex(([at]) => at >= value),
  );
  const [low, high] = [STOPS[next - 1], STOPS[next]] as [(typeof STOPS)[number], (typeof STOPS)[number]];
  const share = (value - low[0]) / (high[0] - low[0]);
  return [1, 2, 3].map((channel) => (low[channel] as number) * (1 - share) + (high[channel] as number) * share);
});

/** Colours of a heatmap that lies over a picture: of one hue, so that it stands on dark and on light. */
const VEIL = { empty: [11, 114, 99], full: [222, 255, 246] } as const;

/**
 * A map as a picture with one pixel a cell.
 * @param values rows of cells; 0 and less is empty, `most` is full
 * @param veil 0: opaque. Else empty cells are clear, and a full one is so opaque, 0..1
 */
export function heatPicture(
  canvas: OffscreenCanvas,
  values: Float32Array,
  size: { readonly width: number; readonly height: number },
  most: number,
  veil = 0,
): OffscreenCanvas {
  if (canvas.width !== size.width) canvas.width = size.width;
  if (canvas.height !== size.height) canvas.height = size.height;
  const image = new ImageData(size.width, size.height);
  for (let i = 0; i < values.length; i++) {
    const value = Math.min(1, Math.max(0, (values[i] as number) / most)) || 0;
    const veiled = VEIL.empty.map((low, channel) => low + value * ((VEIL.full[channel] as number) - low));
    const [red = 0, green = 0, blue = 0] = (veil ? veiled : TABLE[Math.round(255 * value)]) ?? [];
    image.data.set([red, green, blue, veil ? 255 * veil * Math.sqrt(value) : 255], 4 * i);
  }
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  return canvas;
}
