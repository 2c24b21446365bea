import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { FRAME_CODE, type FrameCodeLayout } from './frame-code.ts';

const folder = resolve(dirname(fileURLToPath(import.meta.url)), '../../node_modules/.cache/integral-pose');
/** Counted up whenever the same video would give another file. */
const VERSION = 1;
/** Pictures handed to the page at once. */
const BATCH = 10;

/** The JPEG pictures of a Motion JPEG file, which is nothing but one after the other. */
export function splitMotionJpeg(file: Buffer): Buffer[] {
  const pictures: Buffer[] = [];
  const START = Buffer.from([0xff, 0xd8, 0xff]);
  const END = Buffer.from([0xff, 0xd9]);
  for (let start = file.indexOf(START); start >= 0; ) {
    const end = file.indexOf(END, start);
    if (end < 0) break;
    pictures.push(file.subarray(start, end + END.length));
    start = file.indexOf(START, end);
  }
  return pictures;
}

/**
 * Turns a Motion JPEG into the Y4M file that Chromium's fake camera reads best, with each frame's number in its black
 * bars (see `FRAME_CODE`). A browser decodes the pictures, so that nothing has to be installed. Made once and kept.
 * @param page any page, used only if the file has to be made
 * @returns the file's path
 */
export async function makeCamera(motionJpeg: string, page: () => Promise<Page>): Promise<string> {
  const content = readFileSync(motionJpeg);
  const digest = createHash('sha256')
    .update(`${VERSION}${JSON.stringify(FRAME_CODE)}`)
    .update(content)
    .digest('hex');
  const target = join(folder, `camera-${digest.slice(0, 16)}.y4m`);
  if (existsSync(target)) return target;
  const pictures = splitMotionJpeg(content);
  const painter = await page();
  const parts: Buffer[] = [];
  for (let first = 0; first < pictures.length; first += BATCH) {
    const batch = pictures.slice(first, first + BATCH).map((picture) => picture.toString('base64'));
    const painted = await painter.evaluate(paintFrames, { batch, first, code: FRAME_CODE });
    if (first === 0) {
      const { width, height } = painted[0] as PaintedFrame;
      parts.push(Buffer.from(`YUV4MPEG2 W${width} H${height} F30:1 Ip A1:1 C420jpeg\n`));
    }
    for (const { planes } of painted) parts.push(Buffer.from('FRAME\n'), Buffer.from(planes, 'base64'));
  }
  mkdirSync(folder, { recursive: true });
  // Under another name until it is whole: a run that is broken off leaves nothing behind that looks finished.
  const unfinished = `${target}.${process.pid}`;
  writeFileSync(unfinished, Buffer.concat(parts));
  renameSync(unfinished, target);
  return target;
}

interface PaintedFrame {
  readonly width: number;
  readonly height: number;
  /** Y, U and V (BT.601, 16–235, 4:2:0), base64. */
  readonly planes: string;
}

/** Runs in the page, so it uses nothing from outside. */
async function paintFrames(job: {
  readonly batch: readonly string[];
  readonly first: number;
  readonly code: FrameCodeLayout;
}): Promise<PaintedFrame[]> {
  const { bits, square, left, right, top, step } = job.code;
  const toBase64 = (bytes: Uint8Array<ArrayBuffer>) =>
    new Promise<string>((resolve, reject) => {
      const reader = new FileReader();
      reader.onload = () => resolve((reader.result as string).split(',')[1] as string);
      reader.onerror = () => reject(reader.error);
      reader.readAsDataURL(new Blob([bytes]));
    });
  const frames: PaintedFrame[] = [];
  for (const [index, base64] of job.batch.entries()) {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }));
    const { width, height } = picture;
    const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('There is no 2D context.');
    context.drawImage(picture, 0, 0);
    picture.close();
    for (let bit = 0; bit < bits; bit++) {
      const one = ((job.first + index) >> (bits - 1 - bit)) & 1;
      context.fillStyle = one ? '#fff' : '#000';
      context.fillRect(left, top + bit * step, square, square);
      context.fillStyle = one ? '#000' : '#fff';
      context.fillRect(right, top + bit * step, square, square);
    }
    const { data } = context.getImageData(0, 0, width, height);
    const planes = new Uint8Array((width * height * 3) / 2);
    const at = (x: number, y: number, channel: number) => data[(y * width + x) * 4 + channel] as number;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        planes[y * width + x] = 16.5 + 0.25679 * at(x, y, 0) + 0.50413 * at(x, y, 1) + 0.09791 * at(x, y, 2);
      }
    }
    const u = width * height;
    const v = u + u / 4;
    for (let y = 0; y < height; y += 2) {
      for (let x = 0; x < width; x += 2) {
        const mean = (channel: number) =>
          (at(x, y, channel) + at(x + 1, y, channel) + at(x, y + 1, channel) + at(x + 1, y + 1, channel)) / 4;
        const [red, green, blue] = [mean(0), mean(1), mean(2)];
        const to = ((y / 2) * width) / 2 + x / 2;
        planes[u + to] = 128.5 - 0.14822 * red - 0.29099 * green + 0.43922 * blue;
        planes[v + to] = 128.5 + 0.43922 * red - 0.36779 * green - 0.07143 * blue;
      }
    }
    frames.push({ width, height, planes: await toBase64(planes) });
  }
  return frames;
}
