import { Subscription } from 'rxjs';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { readCode } from '../../../../test/media/coded-picture.ts';
import { countBitmaps } from '../../../../test/media/count-bitmaps.ts';
import { recordMovie } from '../../../../test/media/record-movie.ts';
import type { PoseError } from '../types/pose-error.ts';
import { videoFrames } from './video-frames.ts';

declare const __SHARED__: boolean;

const PICTURES = 10;
let movie: Blob;
let movieUrl: string;
beforeAll(async () => {
  movie = await recordMovie(PICTURES);
  movieUrl = URL.createObjectURL(movie);
});

let bitmaps: ReturnType<typeof countBitmaps>;
const videos: HTMLVideoElement[] = [];
beforeEach(() => {
  bitmaps = countBitmaps();
});
afterEach(() => {
  bitmaps.restore();
  for (const video of videos.splice(0)) {
    video.removeAttribute('src');
    video.load();
  }
});

function element(src: string): HTMLVideoElement {
  const video = document.createElement('video');
  video.muted = true;
  video.preload = 'auto';
  video.src = src;
  videos.push(video);
  return video;
}

async function loaded(src: string): Promise<HTMLVideoElement> {
  const video = element(src);
  await new Promise((resolve) => video.addEventListener('loadeddata', resolve, { once: true }));
  return video;
}

interface Seen {
  readonly code: number;
  readonly time: number;
}

/** Waits until the picture that stands there can be taken: `loadeddata` may come a moment before that. */
async function takeable(video: HTMLVideoElement): Promise<void> {
  for (;;) {
    try {
      (await createImageBitmap(video)).close();
      return;
    } catch {
      await pause(20);
    }
  }
}

/** Subscribes and writes down what comes. */
function watch(video: HTMLVideoElement) {
  const seen: Seen[] = [];
  const subscription = new Subscription();
  let arrived = () => {};
  const ended = new Promise<PoseError | 'complete'>((resolve) => {
    const watching = videoFrames(video).subscribe({
      next: (frame) => {
        seen.push({ code: readCode(frame.image), time: frame.time });
        frame.close();
        arrived();
      },
      error: resolve,
      complete: () => resolve('complete'),
    });
    subscription.add(watching);
  });
  const until = async (what: () => boolean) => {
    while (!what()) {
      await new Promise<void>((resolve) => {
        arrived = resolve;
      });
    }
  };
  return { seen, ended, until, unsubscribe: () => subscription.unsubscribe() };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
/** Slow enough for a busy machine to show most pictures. */
const SLOW = 0.4;
const rising = (numbers: number[]) => numbers.every((value, i) => i === 0 || value > (numbers[i - 1] ?? 0));

test('a video that plays gives its pictures in order with their media time, and completes at its end', async () => {
  const video = element(movieUrl);
  video.playbackRate = SLOW;
  const { seen, ended } = watch(video);
  await video.play();
  expect(await ended).toBe('complete');
  expect(rising(seen.map(({ time }) => time))).toBe(true);
  expect(rising(seen.map(({ code }) => code))).toBe(true);
  expect(seen.at(-1)?.code).toBe(PICTURES - 1);
  // A busy machine may skip some; most are there.
  expect(seen.length).toBeGreaterThan(PICTURES / 2);
  expect(bitmaps.open).toBe(0);
});

test('a paused video gives the picture that stands there, once', async () => {
  const video = await loaded(movieUrl);
  const { seen, until, unsubscribe } = watch(video);
  await until(() => seen.length === 1);
  await pause(200);
  expect(seen).toEqual([{ code: 0, time: 0 }]);
  unsubscribe();
});

test('without requestVideoFrameCallback, animation frames do', async () => {
  const descriptor = Object.getOwnPropertyDescriptor(HTMLVideoElement.prototype, 'requestVideoFrameCallback');
  Reflect.deleteProperty(HTMLVideoElement.prototype, 'requestVideoFrameCallback');
  try {
    const video = element(movieUrl);
    video.playbackRate = SLOW;
    const { seen, ended } = watch(video);
    await video.play();
    expect(await ended).toBe('complete');
    const times = seen.map(({ time }) => time);
    expect(rising(times)).toBe(true);
    // Not one a picture: it cannot know when they change. But every one is there or nearly.
    expect(new Set(seen.map(({ code }) => code)).size).toBeGreaterThan(PICTURES / 2);
    expect(bitmaps.open).toBe(0);
  } finally {
    Object.defineProperty(HTMLVideoElement.prototype, 'requestVideoFrameCallback', descriptor as PropertyDescriptor);
  }
});

describe.skipIf(!__SHARED__)('R21 the source’s part of a seek (needs the shared video)', () => {
  const squats = '/shared/data/video/squats.mp4';

  test('R21 after a seek backward the time is smaller, and frames go on', async () => {
    const video = await loaded(squats);
    const { seen, until, unsubscribe } = watch(video);
    video.currentTime = 6.1;
    await until(() => seen.some(({ time }) => time === 6000));
    await video.play();
    await until(() => (seen.at(-1)?.time ?? 0) >= 6400);
    const before = seen.length;
    video.currentTime = 2.1;
    await until(() => (seen.at(-1)?.time ?? 9e9) < 6000);
    await until(() => seen.length >= before + 3 && (seen.at(-1)?.time ?? 0) > 2300);
    unsubscribe();
    // Media times of a film of 5 pictures a second, wherever it was sought.
    for (const { time } of seen) expect(Math.abs(time / 200 - Math.round(time / 200))).toBeLessThan(1e-6);
    expect(bitmaps.open).toBe(0);
  });

  test('R21 a paused video gives one picture for each seek: the one of a fresh run', async () => {
    const video = await loaded(squats);
    const { seen, until, unsubscribe } = watch(video);
    await until(() => seen.length === 1);
    const times = [5.1, 1.3, 12.9, 1.3, 0.1];
    for (const [index, time] of times.entries()) {
      video.currentTime = time;
      await until(() => seen.length === index + 2);
      await pause(150);
    }
    unsubscribe();
    expect(seen.map(({ time }) => Math.round(time))).toEqual([0, 5000, 1200, 12800, 1200, 0]);
    expect(bitmaps.made).toBe(6);
    expect(bitmaps.open).toBe(0);
  });

  test('R21 a busy browser that still shows the picture before a seek is waited for', async () => {
    const video = await loaded(squats);
    // It says nothing of the pictures it shows.
    video.requestVideoFrameCallback = () => 0;
    const { seen, until, unsubscribe } = watch(video);
    await until(() => seen.length === 1);
    for (const [index, [time, late]] of (
      [
        [6.1, 3],
        [2.1, 3],
        [2.15, 0],
      ] as const
    ).entries()) {
      const before = seen.at(-1)?.time ?? 0;
      let asked = 0;
      const Real = VideoFrame;
      vi.stubGlobal('VideoFrame', function shownLate(picture: HTMLVideoElement) {
        return asked++ < late ? { timestamp: before * 1000, close() {} } : new Real(picture);
      });
      video.currentTime = time;
      await until(() => seen.length === index + 2);
      vi.unstubAllGlobals();
      expect(asked).toBeGreaterThan(late);
    }
    unsubscribe();
    // Of the last seek, the picture before it is the right one.
    expect(seen.map(({ time }) => Math.round(time))).toEqual([0, 6000, 2000, 2000]);
  });

  test('R21 at four times the speed, time is still the video’s', async () => {
    const video = await loaded(squats);
    const { seen, until, unsubscribe } = watch(video);
    video.playbackRate = 4;
    await video.play();
    await until(() => (seen.at(-1)?.time ?? 0) >= 4000);
    unsubscribe();
    expect(rising(seen.map(({ time }) => time))).toBe(true);
    // Media times of a film of 5 pictures a second, which reach the screen every 50 ms.
    for (const { time } of seen) expect(Math.abs(time / 200 - Math.round(time / 200))).toBeLessThan(1e-6);
  });
});

describe('bad input', () => {
  test('a corrupt video is undecodable-media', async () => {
    const address = URL.createObjectURL(new Blob([new Uint8Array(4000).fill(9)], { type: 'video/webm' }));
    const error = await watch(element(address)).ended;
    expect((error as PoseError).detail).toEqual({ reason: 'undecodable-media', address });
    // The same of an element that has failed already.
    const failed = element(address);
    await new Promise((resolve) => failed.addEventListener('error', resolve, { once: true }));
    expect(((await watch(failed).ended) as PoseError).reason).toBe('undecodable-media');
    URL.revokeObjectURL(address);
    expect(bitmaps.made).toBe(0);
  });

  test('a video whose bytes go bad in the middle ends after the good frames, with or without an error', async () => {
    const bytes = new Uint8Array(await movie.arrayBuffer());
    bytes.fill(0xff, Math.floor(bytes.length * 0.5));
    const address = URL.createObjectURL(new Blob([bytes], { type: 'video/webm' }));
    const video = element(address);
    const { seen, ended } = watch(video);
    video.play().catch(() => {});
    // Browsers differ, and Chromium does by file, in whether they call that an error or the end.
    const end = await ended;
    expect(['complete', 'undecodable-media']).toContain(end === 'complete' ? end : end.reason);
    expect(rising(seen.map(({ code }) => code))).toBe(true);
    expect(seen.length).toBeLessThan(PICTURES);
    expect(bitmaps.open).toBe(0);
    URL.revokeObjectURL(address);
  });

  test('<source> children of which none fits are undecodable-media', async () => {
    const video = document.createElement('video');
    const source = document.createElement('source');
    source.src = URL.createObjectURL(new Blob([new Uint8Array(4000).fill(9)], { type: 'video/webm' }));
    const { ended } = watch(video);
    video.append(source);
    expect(((await ended) as PoseError).reason).toBe('undecodable-media');
    URL.revokeObjectURL(source.src);
  });

  test('sound without pictures is an empty-picture', async () => {
    const error = await watch(element(URL.createObjectURL(silence()))).ended;
    expect((error as PoseError).detail).toEqual({ reason: 'empty-picture', width: 0, height: 0 });
  });
});

/** A tenth of a second of silence, 8 kHz, 8 bits, as a WAV file. */
function silence(): Blob {
  const samples = 800;
  const header = new DataView(new ArrayBuffer(44));
  const text = (at: number, word: string) => new Uint8Array(header.buffer).set(new TextEncoder().encode(word), at);
  text(0, 'RIFF');
  header.setUint32(4, 36 + samples, true);
  text(8, 'WAVEfmt ');
  header.setUint32(16, 16, true);
  header.setUint16(20, 1, true);
  header.setUint16(22, 1, true);
  header.setUint32(24, 8000, true);
  header.setUint32(28, 8000, true);
  header.setUint16(32, 1, true);
  header.setUint16(34, 8, true);
  text(36, 'data');
  header.setUint32(40, samples, true);
  return new Blob([header, new Uint8Array(samples).fill(128)], { type: 'audio/wav' });
}

test('unsubscribing stops listening; a picture under way is closed, not handed over', async () => {
  const video = await loaded(movieUrl);
  await takeable(video);
  const made = bitmaps.made;
  const frames: unknown[] = [];
  const add = vi.spyOn(video, 'addEventListener');
  const cancel = vi.spyOn(video, 'cancelVideoFrameCallback');
  const subscription = videoFrames(video).subscribe((frame) => frames.push(frame));
  // The picture that stands there is under way.
  subscription.unsubscribe();
  await bitmaps.settled();
  expect(bitmaps.made).toBe(made + 1);
  expect(bitmaps.open).toBe(0);
  expect(frames).toEqual([]);
  expect(cancel).toHaveBeenCalledTimes(1);
  expect(add.mock.calls.length).toBeGreaterThan(4);
  for (const [, , options] of add.mock.calls) {
    expect((options as AddEventListenerOptions).signal?.aborted).toBe(true);
  }
  await video.play();
  await pause(150);
  expect(bitmaps.made).toBe(made + 1);
});

test('R22 nothing is written to the console', async () => {
  const spies = (['log', 'info', 'debug', 'warn', 'error'] as const).map((name) => vi.spyOn(console, name));
  const video = element(movieUrl);
  const { ended } = watch(video);
  await video.play();
  await ended;
  const address = URL.createObjectURL(new Blob([new Uint8Array(400)]));
  await watch(element(address)).ended;
  URL.revokeObjectURL(address);
  for (const spy of spies) {
    expect(spy).not.toHaveBeenCalled();
    spy.mockRestore();
  }
});
