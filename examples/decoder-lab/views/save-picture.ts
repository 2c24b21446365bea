import { drawMarker, type Look } from '../markers.ts';
import { styleOf } from './canvas.ts';

/** What goes into the picture. */
export interface Sheet {
  /** Drawn over each other into one frame, letterboxed. The last one gives the size. */
  readonly layers: readonly CanvasImageSource[];
  readonly mirrored: boolean;
  readonly lens: HTMLCanvasElement;
  readonly title: string;
  readonly rows: readonly { readonly look: Look; readonly label: string; readonly figures: string }[];
}

const GAP = 24;
const ROW = 26;

function sizeOf(layer: CanvasImageSource): { width: number; height: number } {
  if (layer instanceof HTMLImageElement) return { width: layer.naturalWidth, height: layer.naturalHeight };
  if (layer instanceof HTMLVideoElement) return { width: layer.videoWidth, height: layer.videoHeight };
  return layer as HTMLCanvasElement;
}

/** Lays out stage, lens and legend on one canvas, in the dark colours of the stage. */
function compose({ layers, mirrored, lens, title, rows }: Sheet): HTMLCanvasElement {
  const last = layers.at(-1) as HTMLCanvasElement;
  const scale = Math.max(1, last.width / Math.max(1, last.clientWidth));
  const [width, height] = [last.clientWidth, last.clientHeight];
  const side = 300;
  const total = {
    width: width + side + 3 * GAP,
    height: Math.max(height, side + GAP + rows.length * ROW) + 2 * GAP + 40,
  };
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(total.width * scale);
  canvas.height = Math.round(total.height * scale);
  const context = canvas.getContext('2d');
  if (!context) throw new TypeError('This browser gave no 2D canvas.');
  context.scale(scale, scale);
  context.fillStyle = '#10181a';
  context.fillRect(0, 0, total.width, total.height);
  context.fillStyle = '#080e0f';
  context.fillRect(GAP, GAP, width, height);
  for (const layer of layers) {
    const size = sizeOf(layer);
    const fit = Math.min(width / size.width, height / size.height);
    const [w, h] = [size.width * fit, size.height * fit];
    context.save();
    // The last layer is drawn for the view, mirrored or not; pictures are not.
    if (mirrored && layer !== last) {
      context.translate(2 * GAP + width, 0);
      context.scale(-1, 1);
    }
    context.drawImage(layer, GAP + (width - w) / 2, GAP + (height - h) / 2, w, h);
    context.restore();
  }
  const left = 2 * GAP + width;
  context.drawImage(lens, left, GAP, side, side);
  const font = styleOf(document.documentElement, '--font');
  for (const [index, { look, label, figures }] of rows.entries()) {
    const y = 2 * GAP + side + (index + 0.5) * ROW;
    drawMarker(context, look, left + 8, y, 6);
    context.textBaseline = 'middle';
    context.textAlign = 'left';
    context.fillStyle = '#e9f1f0';
    context.font = `14px ${font}`;
    context.fillText(label, left + 24, y);
    context.textAlign = 'right';
    context.fillStyle = '#9db0ae';
    context.fillText(figures, left + side, y);
  }
  context.textAlign = 'left';
  context.fillStyle = '#9db0ae';
  context.font = `14px ${font}`;
  context.fillText(title, GAP, total.height - GAP - 4);
  return canvas;
}

/** Saves the view as a PNG file. */
export async function savePicture(sheet: Sheet, name: string): Promise<void> {
  const canvas = compose(sheet);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob) download(blob, name);
}

/** Offers a file as a download. */
export function download(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
