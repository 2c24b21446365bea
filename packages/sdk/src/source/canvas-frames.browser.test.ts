import { Subject } from 'rxjs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CODED_SIZE, drawCode, isLater, readCode } from '../../../../test/media/coded-picture.ts';
import { countBitmaps } from '../../../../test/media/count-bitmaps.ts';
import type { PoseError } from '../types/pose-error.ts';
import { canvasFrames } from './canvas-frames.ts';
import { mediaStream } from './media-stream.ts';

let bitmaps: ReturnType<typeof countBitmaps>;
beforeEach(() => {
  bitmaps = countBitmaps();
});
afterEach(() => bitmaps.restore());

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function codedCanvas(): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, CODED_SIZE);
  drawCode(canvas, 1);
  return canvas;
}

describe('canvasFrames', () => {
  for (const kind of ['HTMLCanvasElement', 'OffscreenCanvas']) {
    test(`an owner that says when it has drawn: each drawing, as it was then (${kind})`, async () => {
      const canvas =
        kind === 'OffscreenCanvas' ? new OffscreenCanvas(CODED_SIZE.width, CODED_SIZE.height) : codedCanvas();
      const drawn = new Subject<number>();
      const seen: [number, number][] = [];
      const done = new Promise<void>((resolve, reject) => {
        canvasFrames(canvas, { drawn }).subscribe({
          next: (frame) => {
            seen.push([frame.time, readCode(frame.image)]);
            frame.close();
          },
          complete: resolve,
          error: reject,
        });
      });
      // Three in one task: each snapshot is taken at once.
      for (const code of [10, 20, 30]) {
        drawCode(canvas, code);
        drawn.next(code * 100);
      }
      drawn.complete();
      await done;
      expect(seen).toEqual([
        [1000, 10],
        [2000, 20],
        [3000, 30],
      ]);
      expect(bitmaps.open).toBe(0);
    });
  }

  test('otherwise animation frames, at most fps a second, on a clock from 0', async () => {
    const times: number[] = [];
    const subscription = canvasFrames(codedCanvas(), { fps: 10, rotation: 180 }).subscribe((frame) => {
      times.push(frame.time);
      expect(frame.rotation).toBe(180);
      frame.close();
    });
    while (times.length < 6) await pause(20);
    subscription.unsubscribe();
    expect(times[0]).toBe(0);
    // On the grid of 100 ms, but for the half millisecond; on a busy machine later.
    for (const [index, time] of times.entries()) expect(time).toBeGreaterThanOrEqual(100 * index - 0.5);
    await bitmaps.settled();
    const before = bitmaps.made;
    await pause(250);
    expect(bitmaps.made).toBe(before);
    expect(bitmaps.open).toBe(0);
  });

  test('a canvas of size 0 is an empty-picture; what it ticks on is let go', async () => {
    const drawn = new Subject<number>();
    const error = new Promise<PoseError>((resolve) => {
      canvasFrames(new OffscreenCanvas(0, 0), { drawn }).subscribe({ error: resolve });
    });
    drawn.next(0);
    expect((await error).detail).toEqual({ reason: 'empty-picture', width: 0, height: 0 });
    expect(drawn.observed).toBe(false);
  });

  test('unsubscribed with pictures under way, it closes them', async () => {
    const drawn = new Subject<number>();
    const seen: unknown[] = [];
    const subscription = canvasFrames(codedCanvas(), { drawn }).subscribe((frame) => seen.push(frame));
    drawn.next(0);
    drawn.next(1);
    subscription.unsubscribe();
    await bitmaps.settled();
    expect([seen.length, bitmaps.made, bitmaps.open]).toEqual([0, 2, 0]);
  });
});

describe('mediaStream', () => {
  test('gives the stream’s pictures, leaves its tracks alone, completes when it ends', async () => {
    const canvas = codedCanvas();
    let code = 1;
    const timer = setInterval(() => drawCode(canvas, ++code), 40);
    const stream = canvas.captureStream();
    const codes: number[] = [];
    const watch = (enough: () => void) =>
      mediaStream(stream).subscribe({
        next: (frame) => {
          codes.push(readCode(frame.image));
          frame.close();
          if (codes.length === 4) enough();
        },
      });
    await new Promise<void>((resolve) => {
      const subscription = watch(() => {
        subscription.unsubscribe();
        resolve();
      });
    });
    expect(codes.every((each, i) => i === 0 || isLater(each, codes[i - 1] ?? 0))).toBe(true);
    const [track] = stream.getVideoTracks();
    expect(track?.readyState).toBe('live');

    await new Promise<void>((resolve, reject) => {
      mediaStream(stream).subscribe({
        next: (frame) => {
          expect(frame.size).toEqual(CODED_SIZE);
          frame.close();
          track?.stop();
        },
        complete: resolve,
        error: reject,
      });
    });
    clearInterval(timer);
    // One that has ended has no pictures.
    const ended: unknown[] = [];
    await new Promise<void>((resolve) =>
      mediaStream(stream).subscribe({ next: (e) => ended.push(e), complete: resolve }),
    );
    expect(ended).toEqual([]);
    await bitmaps.settled();
    expect(bitmaps.open).toBe(0);
  });

  test('a stream without pictures is an empty-picture', async () => {
    const error = await new Promise<PoseError>((resolve) =>
      mediaStream(new MediaStream()).subscribe({ error: resolve }),
    );
    expect(error.reason).toBe('empty-picture');
  });
});
