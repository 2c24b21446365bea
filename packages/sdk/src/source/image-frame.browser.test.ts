import { concatMap, lastValueFrom, toArray } from 'rxjs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CODED_SIZE, drawCode, pixel, readCode } from '../../../../test/media/coded-picture.ts';
import { countBitmaps } from '../../../../test/media/count-bitmaps.ts';
import { PoseError } from '../types/pose-error.ts';
import { imageFrame } from './image-frame.ts';
import { images } from './images.ts';

let bitmaps: ReturnType<typeof countBitmaps>;
beforeEach(() => {
  bitmaps = countBitmaps();
});
afterEach(() => bitmaps.restore());

function coded(code: number): OffscreenCanvas {
  const canvas = new OffscreenCanvas(CODED_SIZE.width, CODED_SIZE.height);
  drawCode(canvas, code);
  return canvas;
}

async function reasonOf(promise: Promise<unknown>): Promise<PoseError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(PoseError);
  return error as PoseError;
}

/** A JPEG that says to be turned: EXIF orientation 6, "turn 90° clockwise". */
async function turnedJpeg(): Promise<Blob> {
  const jpeg = new Uint8Array(
    await (await coded(0b1010_0001).convertToBlob({ type: 'image/jpeg', quality: 1 })).arrayBuffer(),
  );
  const exif = [0x45, 0x78, 0x69, 0x66, 0, 0];
  const tiff = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];
  const segment = [0xff, 0xe1, 0, exif.length + tiff.length + 2, ...exif, ...tiff];
  return new Blob([jpeg.slice(0, 2), new Uint8Array(segment), jpeg.slice(2)], { type: 'image/jpeg' });
}

test('R12 image space is intrinsic and unmirrored: pixels are where they were drawn, from every kind of picture', async () => {
  const canvas = coded(0b1010_0001);
  const png = await canvas.convertToBlob({ type: 'image/png' });
  const image = new Image();
  // Neither style nor attributes touch image space.
  image.width = 10;
  image.style.transform = 'scaleX(-1)';
  image.src = URL.createObjectURL(png);
  const drawn = canvas.getContext('2d')?.getImageData(0, 0, CODED_SIZE.width, CODED_SIZE.height) as ImageData;
  const bitmap = await createImageBitmap(canvas);
  const videoFrame = new VideoFrame(canvas, { timestamp: 0 });
  for (const picture of [canvas, png, image, drawn, bitmap, videoFrame]) {
    const frame = await imageFrame(picture);
    expect(frame.size).toEqual(CODED_SIZE);
    expect(readCode(frame.image)).toBe(0b1010_0001);
    expect(pixel(frame.image, 2, 90)).toEqual([255, 0, 0]);
    expect(pixel(frame.image, CODED_SIZE.width - 3, 90)).toEqual([0, 0, 255]);
    frame.close();
  }
  URL.revokeObjectURL(image.src);
  videoFrame.close();
  // The caller's own is still open.
  expect(bitmap.width).toBe(CODED_SIZE.width);
  bitmap.close();
  expect(bitmaps.open).toBe(0);
});

test('R12 an EXIF orientation is applied: red, drawn on the left, is on top', async () => {
  const frame = await imageFrame(await turnedJpeg());
  expect(frame.size).toEqual({ width: CODED_SIZE.height, height: CODED_SIZE.width });
  const [red, , blueAbove] = pixel(frame.image, 2, 20);
  const [redBelow, , blue] = pixel(frame.image, 2, CODED_SIZE.width - 20);
  expect([red > 200, blueAbove < 60, blue > 200, redBelow < 60]).toEqual([true, true, true, true]);
  expect(frame.rotation).toBe(0);
  frame.close();
});

test('facts are passed through; a frame keeps its size and closes once', async () => {
  const frame = await imageFrame(coded(3), { time: 40, captured: 7, rotation: 270 });
  expect([frame.time, frame.captured, frame.rotation]).toEqual([40, 7, 270]);
  frame.close();
  // A second close of the bitmap itself would throw here.
  frame.close();
  expect(frame.size).toEqual(CODED_SIZE);
  expect(frame.image.width).toBe(0);
  expect(bitmaps.open).toBe(0);
});

test('a picture of size 0 is an empty-picture', async () => {
  const closed = await createImageBitmap(coded(0));
  closed.close();
  for (const picture of [new Blob([]), new OffscreenCanvas(0, 5), document.createElement('video'), closed]) {
    const error = await reasonOf(imageFrame(picture));
    expect(error.reason).toBe('empty-picture');
  }
  expect((await reasonOf(imageFrame(new OffscreenCanvas(0, 5)))).detail).toEqual({
    reason: 'empty-picture',
    width: 0,
    height: 5,
  });
});

test('what cannot be decoded is undecodable-media, by name or address', async () => {
  const file = new File([new Uint8Array(500).fill(7)], 'broken.png', { type: 'image/png' });
  expect((await reasonOf(imageFrame(file))).detail).toEqual({ reason: 'undecodable-media', address: 'broken.png' });
  const image = new Image();
  image.src = URL.createObjectURL(file);
  const error = await reasonOf(imageFrame(image));
  expect(error.detail).toEqual({ reason: 'undecodable-media', address: image.src });
  expect(error.message).toContain(image.src);
  URL.revokeObjectURL(image.src);
  expect(bitmaps.made).toBe(0);
});

test('images: every one, in order, at the pace of whoever takes them', async () => {
  let most = 0;
  const seen = await lastValueFrom(
    images([1, 2, 3, 4, 5].map(coded), { interval: 40, rotation: 90 }).pipe(
      concatMap(async (frame) => {
        // Until the one ahead is there; after the last there is none.
        if (frame.time < 160) await vi.waitFor(() => expect(bitmaps.open).toBeGreaterThan(1), { timeout: 30_000 });
        await bitmaps.settled();
        most = Math.max(most, bitmaps.open);
        const answer = [readCode(frame.image), frame.time, frame.rotation];
        frame.close();
        return answer;
      }),
      toArray(),
    ),
  );
  expect(seen).toEqual([1, 2, 3, 4, 5].map((code, index) => [code, index * 40, 90]));
  // The one worked on and the one ahead.
  expect(most).toBe(2);
  expect(bitmaps.open).toBe(0);
});

test('images: an error comes after the frames before it; unsubscribing closes what was taken ahead', async () => {
  const codes: number[] = [];
  const error = await new Promise<PoseError>((resolve) => {
    images([coded(1), new OffscreenCanvas(0, 0), coded(2)]).subscribe({
      next: (frame) => {
        codes.push(readCode(frame.image));
        frame.close();
      },
      error: resolve,
    });
  });
  expect([codes, error.reason]).toEqual([[1], 'empty-picture']);

  await new Promise<void>((resolve) => {
    const subscription = images([1, 2, 3].map(coded)).subscribe((frame) => {
      setTimeout(() => {
        frame.close();
        subscription.unsubscribe();
        resolve();
      }, 20);
    });
  });
  await bitmaps.settled();
  expect(bitmaps.open).toBe(0);
  // 1 before the error; then the first and the one ahead of it, not the third.
  expect(bitmaps.made).toBe(3);
});
