// Draws the synthetic person once: as a picture, as a film of one picture for Chromium's fake camera, and as the truth.
import { createAvatar, createStage, idle } from '@integral-pose/test-kit/avatar';

/** What the page leaves behind. */
export interface DrawnPerson {
  /** JPEG, base64. */
  readonly jpeg: string;
  /** Y4M, base64. */
  readonly y4m: string;
  readonly joints: readonly {
    readonly name: string;
    readonly x: number;
    readonly y: number;
    readonly visible: boolean;
  }[];
  /** Height of the figure in the picture, px. */
  readonly height: number;
}

declare global {
  interface Window {
    person?: DrawnPerson;
  }
}

const [width, height] = [640, 480];
const stage = createStage({
  canvas: document.createElement('canvas'),
  width,
  height,
  people: [{ avatar: createAvatar({ seed: 1 }), motion: idle() }],
});
const truth = stage.render(0).people[0];
if (!truth) throw new Error('Nobody stands on the stage.');

const flat = document.createElement('canvas');
flat.width = width;
flat.height = height;
const context = flat.getContext('2d') as CanvasRenderingContext2D;
context.drawImage(stage.canvas, 0, 0);
const { data } = context.getImageData(0, 0, width, height);
window.person = {
  jpeg: flat.toDataURL('image/jpeg', 0.95).split(',')[1] as string,
  y4m: toBase64(filmOf(data)),
  joints: truth.keypoints2d.map(({ name, x, y, visible }) => ({ name, x, y, visible })),
  height: truth.box.height,
};

/** One picture in full-range BT.601 with colour at half the resolution. */
function filmOf(rgba: Uint8ClampedArray): Uint8Array {
  const head = new TextEncoder().encode(`YUV4MPEG2 W${width} H${height} F30:1 Ip A1:1 C420jpeg\nFRAME\n`);
  const film = new Uint8Array(head.length + (width * height * 3) / 2);
  film.set(head);
  const [u, v] = [head.length + width * height, head.length + (width * height * 5) / 4];
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const at = 4 * (row * width + column);
      const [r, g, b] = [rgba[at] as number, rgba[at + 1] as number, rgba[at + 2] as number];
      film[head.length + row * width + column] = 0.299 * r + 0.587 * g + 0.114 * b;
      if (row % 2 || column % 2) continue;
      const chroma = (row / 2) * (width / 2) + column / 2;
      film[u + chroma] = 128 - 0.168736 * r - 0.331264 * g + 0.5 * b;
      film[v + chroma] = 128 + 0.5 * r - 0.418688 * g - 0.081312 * b;
    }
  }
  return film;
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(text);
}
