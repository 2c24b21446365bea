/** A canvas that is drawn to and read, in turn: kept in main memory, opaque. */
export function createDrawing(width: number, height: number): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(width, height).getContext('2d', { alpha: false, willReadFrequently: true });
  if (!context) throw new Error('The browser gives no 2D context.');
  return context;
}
