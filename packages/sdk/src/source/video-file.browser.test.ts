import { concatMap, lastValueFrom, toArray } from 'rxjs';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { readCode } from '../../../../test/media/coded-picture.ts';
import { countBitmaps } from '../../../../test/media/count-bitmaps.ts';
import { recordMovie } from '../../../../test/media/record-movie.ts';
import type { PoseError } from '../types/pose-error.ts';
import { type VideoFacts, videoFile } from './video-file.ts';

declare const __SHARED__: boolean;

const PICTURES = 12;
let movie: Blob;
beforeAll(async () => {
  movie = await recordMovie(PICTURES);
});

let bitmaps: ReturnType<typeof countBitmaps>;
const addresses = new Set<string>();
beforeEach(() => {
  bitmaps = countBitmaps();
  addresses.clear();
  const create = URL.createObjectURL;
  const revoke = URL.revokeObjectURL;
  vi.spyOn(URL, 'createObjectURL').mockImplementation((object) => {
    const address = create.call(URL, object);
    addresses.add(address);
    return address;
  });
  vi.spyOn(URL, 'revokeObjectURL').mockImplementation((address) => {
    addresses.delete(address);
    revoke.call(URL, address);
  });
});
afterEach(() => {
  bitmaps.restore();
  vi.restoreAllMocks();
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Every frame of a file, worked on for so long. */
function stepThrough(file: Blob | string, work: (index: number) => number, onOpen?: (facts: VideoFacts) => void) {
  let index = 0;
  return lastValueFrom(
    videoFile(file, { everyFrame: true, ...(onOpen ? { onOpen } : {}) }).pipe(
      concatMap(async (frame) => {
        await pause(work(index++));
        const seen = { time: frame.time, code: readCode(frame.image), size: frame.size };
        frame.close();
        return seen;
      }),
      toArray(),
    ),
  );
}

describe('everyFrame', () => {
  test('every picture once, in order, however slow the work', async () => {
    const seen = await stepThrough(movie, (index) => (index % 4) * 40);
    expect(seen.map(({ code }) => code)).toEqual(Array.from({ length: PICTURES }, (_, i) => i));
    expect(bitmaps.open).toBe(0);
    expect(addresses.size).toBe(0);
  });

  const all65 = 'every picture of the shared video: all 65, at their media time';
  test.skipIf(!__SHARED__)(all65, { timeout: 600_000 }, async () => {
    const facts: VideoFacts[] = [];
    const seen = await stepThrough(
      '/shared/data/video/squats.mp4',
      (index) => (index % 10 === 3 ? 150 : 5),
      (fact) => facts.push(fact),
    );
    expect(facts).toEqual([{ duration: 13000, size: { width: 720, height: 1280 } }]);
    expect(seen.map(({ time }) => Math.round(time))).toEqual(Array.from({ length: 65 }, (_, i) => i * 200));
    expect(bitmaps.made).toBe(65);
    expect(bitmaps.open).toBe(0);
  });

  test('unsubscribing in the middle releases the file and the picture taken ahead', async () => {
    await new Promise<void>((resolve) => {
      const subscription = videoFile(movie, { everyFrame: true }).subscribe(async (frame) => {
        while (bitmaps.made < 2) await pause(10);
        // Long enough for a third, if it were taken.
        await pause(150);
        subscription.unsubscribe();
        frame.close();
        resolve();
      });
    });
    expect(addresses.size).toBe(0);
    await bitmaps.settled();
    expect(bitmaps.made).toBe(2);
    expect(bitmaps.open).toBe(0);
  });

  test('unsubscribing while it loads leaves nothing', async () => {
    const errors: unknown[] = [];
    const subscription = videoFile(movie, { everyFrame: true }).subscribe({ error: (error) => errors.push(error) });
    subscription.unsubscribe();
    expect(addresses.size).toBe(0);
    await pause(100);
    expect([errors, bitmaps.made]).toEqual([[], 0]);
  });
});

describe('live', () => {
  test('plays the file, and completes at its end', async () => {
    const codes = await lastValueFrom(
      videoFile(movie, { rotation: 180 }).pipe(
        concatMap(async (frame) => {
          const code = readCode(frame.image);
          expect(frame.rotation).toBe(180);
          frame.close();
          return code;
        }),
        toArray(),
      ),
    );
    expect(codes.at(-1)).toBe(PICTURES - 1);
    expect(codes).toEqual([...new Set(codes)].sort((a, b) => a - b));
    expect(addresses.size).toBe(0);
    expect(bitmaps.open).toBe(0);
  });

  test('a browser that puts off playing, on a hidden page say, is waited for', async () => {
    const play = HTMLVideoElement.prototype.play;
    vi.spyOn(HTMLVideoElement.prototype, 'play').mockImplementation(async function (this: HTMLVideoElement) {
      setTimeout(() => play.call(this), 20);
      throw new DOMException('interrupted to save power', 'AbortError');
    });
    const codes = await lastValueFrom(
      videoFile(movie).pipe(
        concatMap(async (frame) => {
          const code = readCode(frame.image);
          frame.close();
          return code;
        }),
        toArray(),
      ),
    );
    expect(codes.at(-1)).toBe(PICTURES - 1);
    expect(bitmaps.open).toBe(0);
  });

  test('loops when asked to: time begins again', async () => {
    const times: number[] = [];
    await new Promise<void>((resolve, reject) => {
      const subscription = videoFile(movie, { loop: true, playbackRate: 4 }).subscribe({
        next: (frame) => {
          times.push(frame.time);
          frame.close();
          if (times.some((time, i) => time < (times[i - 1] ?? 0))) {
            subscription.unsubscribe();
            resolve();
          }
        },
        complete: () => reject(new Error('It completed.')),
        error: reject,
      });
    });
    expect(addresses.size).toBe(0);
  });
});

describe('bad input', () => {
  for (const everyFrame of [false, true]) {
    test(`a corrupt file is undecodable-media and leaves nothing (everyFrame: ${everyFrame})`, async () => {
      const corrupt = new Blob([new Uint8Array(4000).fill(9)], { type: 'video/mp4' });
      const error = await new Promise<PoseError>((resolve, reject) => {
        videoFile(corrupt, { everyFrame }).subscribe({
          error: resolve,
          complete: () => reject(new Error('completed')),
        });
      });
      expect(error.reason).toBe('undecodable-media');
      expect(addresses.size).toBe(0);
      expect(bitmaps.made).toBe(0);
    });

    test(`an address without a file is undecodable-media with that address (everyFrame: ${everyFrame})`, async () => {
      const error = await new Promise<PoseError>((resolve) => {
        videoFile('/shared/no-such-film.mp4', { everyFrame }).subscribe({ error: resolve });
      });
      expect(error.detail).toEqual({
        reason: 'undecodable-media',
        address: new URL('/shared/no-such-film.mp4', location.href).href,
      });
    });
  }
});
