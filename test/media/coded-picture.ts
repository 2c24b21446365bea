/** Pictures that carry a number to be read back, through any video codec: eight bits as black and white squares. */

const BITS = 8;
const SQUARE = 16;

/** Size of a coded picture, px. */
export const CODED_SIZE = { width: BITS * SQUARE, height: 96 } as const;

type Canvas = HTMLCanvasElement | OffscreenCanvas;

function context(canvas: Canvas): CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D {
  const drawing = canvas.getContext('2d', { willReadFrequently: true });
  if (!drawing) throw new Error('No 2D context.');
  return drawing as CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;
}

/** Draws `code` (0..255): squares along the top, the highest bit on the left; below them red on the left, blue on the right. */
export function drawCode(canvas: Canvas, code: number): void {
  const { width, height } = canvas;
  const drawing = context(canvas);
  drawing.fillStyle = 'red';
  drawing.fillRect(0, 0, width / 2, height);
  drawing.fillStyle = 'blue';
  drawing.fillRect(width / 2, 0, width / 2, height);
  for (let bit = 0; bit < BITS; bit++) {
    drawing.fillStyle = (code >> (BITS - 1 - bit)) & 1 ? 'white' : 'black';
    drawing.fillRect(bit * SQUARE, 0, SQUARE, SQUARE);
  }
}

/** The colour of a pixel: red, green, blue, 0..255. */
export function pixel(image: ImageBitmap, x: number, y: number): [number, number, number] {
  const drawing = context(new OffscreenCanvas(image.width, image.height));
  drawing.drawImage(image, 0, 0);
  const [red = 0, green = 0, blue = 0] = drawing.getImageData(x, y, 1, 1).data;
  return [red, green, blue];
}

/** Whether a code that counts up, and begins again after 255, follows another one by less than half a round. */
export function isLater(code: number, before: number): boolean {
  const steps = (code - before + 256) % 256;
  return steps > 0 && steps < 128;
}

/** Reads what {@link drawCode} drew. */
export function readCode(image: ImageBitmap): number {
  const drawing = context(new OffscreenCanvas(image.width, image.height));
  drawing.drawImage(image, 0, 0);
  const row = drawing.getImageData(0, SQUARE / 2, image.width, 1).data;
  let code = 0;
  for (let bit = 0; bit < BITS; bit++)
    code = code * 2 + ((row[(bit * SQUARE + SQUARE / 2) * 4 + 1] ?? 0) > 127 ? 1 : 0);
  return code;
}
