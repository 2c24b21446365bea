import { createStage, type Stage } from '@integral-pose/test-kit/avatar';
import { memory } from '@tensorflow/tfjs-core';
import { firstValueFrom, Observable, ReplaySubject, skip } from 'rxjs';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { countBitmaps } from '../../../../test/media/count-bitmaps.ts';
import { inTurn } from '../../../../test/media/in-turn.ts';
import { cpu } from '../cpu.ts';
import { createCropSampler } from '../crop/crop-sampler.ts';
import { localDebiasedIntegral } from '../decode/local-debiased-integral.ts';
import { blazePoseDetector } from '../detect/blazepose-detector.ts';
import { wholeFrame } from '../detect/whole-frame.ts';
import { heatmapModel } from '../infer/heatmap-model.ts';
import { oneEuro } from '../smooth/one-euro.ts';
import { createFrame } from '../source/create-frame.ts';
import { pictureTime } from '../source/picture-time.ts';
import { videoFrames } from '../source/video-frames.ts';
import type { Backend } from '../tensor/backend.ts';
import { chooseBackend } from '../tensor/choose-backend.ts';
import type { Frame, Rotation } from '../types/frame.ts';
import type { Point } from '../types/geometry.ts';
import type { Keypoint, PoseFrame } from '../types/pose.ts';
import { wasm } from '../wasm.ts';
import { webgl } from '../webgl.ts';
import { webgpu } from '../webgpu.ts';
import { createPoseTracker } from './create-pose-tracker.ts';
import { estimatePeople } from './estimate-people.ts';
import type { PoseTracker, PoseTrackerOptions } from './pose-tracker.ts';
import { createStopwatch } from './stopwatch.ts';

declare const __SHARED__: boolean;

const WIDTH = 640;
const HEIGHT = 480;
const LITE = '/models/blazepose-lite/manifest.json';
const DETECTOR = '/models/blazepose-detector/manifest.json';
const gpu = (await globalThis.navigator.gpu?.requestAdapter()) ?? null;

let stage: Stage;
// Software WebGL and whole networks, on a machine that may be busy.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const trackers: PoseTracker[] = [];

beforeAll(() => {
  stage = createStage({ canvas: new OffscreenCanvas(WIDTH, HEIGHT), width: WIDTH, height: HEIGHT });
});
afterEach(() => {
  for (const tracker of trackers.splice(0)) tracker.dispose();
});
afterAll(() => stage.dispose());

async function liteTracker(options: Partial<PoseTrackerOptions> = {}): Promise<PoseTracker> {
  const tracker = await createPoseTracker({
    backends: [wasm({ path: '/tfjs-wasm/' })],
    detector: blazePoseDetector({ model: DETECTOR }),
    model: heatmapModel(LITE),
    ...options,
  });
  trackers.push(tracker);
  return tracker;
}

/** The synthetic person at a time, ms. */
async function person(time = 0, clock = time): Promise<Frame> {
  stage.render(time);
  return createFrame(await createImageBitmap(stage.canvas), { time: clock });
}

/** The same, drawn so that `draw` decides where it goes. */
async function redrawn(
  size: { width: number; height: number },
  draw: (context: OffscreenCanvasRenderingContext2D) => void,
  rotation: Rotation = 0,
): Promise<Frame> {
  stage.render(0);
  const canvas = new OffscreenCanvas(size.width, size.height);
  const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
  draw(context);
  context.drawImage(stage.canvas, 0, 0);
  return createFrame(await createImageBitmap(canvas), { rotation });
}

function keypointsOf({ poses: [pose] }: PoseFrame): readonly Keypoint[] {
  if (!pose) throw new Error('Nobody was found.');
  return pose.keypoints;
}

function scoreOf(frame: PoseFrame, name: string): number {
  return keypointsOf(frame).find((keypoint) => keypoint.name === name)?.score ?? Number.NaN;
}

/** Largest distance of joints that both are sure of, px, and how many those are. */
function compare(one: readonly Keypoint[], other: readonly Keypoint[], map = (point: Point): Point => point) {
  const distances = one.flatMap((keypoint, index) => {
    const twin = other[index] as Keypoint;
    if (keypoint.score <= 0.5 || twin.score <= 0.5) return [];
    const { x, y } = map(keypoint);
    return [Math.hypot(twin.x - x, twin.y - y)];
  });
  return { worst: Math.max(...distances), joints: distances.length };
}

/** What tfjs holds once every tracker is disposed. Releasing takes until the next task. */
async function released(): Promise<ReturnType<typeof memory>> {
  for (const tracker of trackers.splice(0)) tracker.dispose();
  await new Promise((resolve) => setTimeout(resolve));
  return memory();
}

test('R4 200 frames with lite leave tensors and bitmaps as they were', async () => {
  const bitmaps = countBitmaps();
  try {
    const tracker = await liteTracker({ smooth: oneEuro() });
    const pictures = (count: number, start: number) =>
      Array.from({ length: count }, (_, index) => () => person(40 * index, start + 40 * index));
    await inTurn(tracker, pictures(5, 0));
    const before = memory();
    const results = await inTurn(tracker, pictures(200, 1_000));
    expect(results.filter(({ poses }) => poses.length === 1)).toHaveLength(200);
    expect(memory().numTensors).toBe(before.numTensors);
    expect(memory().numDataBuffers).toBe(before.numDataBuffers);
    expect(memory().numBytes).toBe(before.numBytes);
    expect(bitmaps.made).toBeGreaterThan(200);
    expect(bitmaps.open).toBe(0);
  } finally {
    bitmaps.restore();
  }
});

test('R4 create and dispose ×5 with lite and the detector returns to the start', async () => {
  await liteTracker();
  const before = await released();
  for (let round = 0; round < 5; round++) {
    const tracker = await liteTracker();
    expect((await tracker.estimate(await person())).poses).toHaveLength(1);
    expect(memory().numTensors).toBeGreaterThan(before.numTensors + 100);
    tracker.dispose();
    tracker.dispose();
    const after = await released();
    expect(after.numTensors).toBe(before.numTensors);
    expect(after.numBytes).toBe(before.numBytes);
  }
});

test('R11 after warming up, the first real frame takes at most twice as long as later ones that do the same', async () => {
  // Each estimate begins afresh: it detects and looks twice, as the first frame of a stream does.
  const ratios: number[] = [];
  for (let round = 0; round < 5; round++) {
    const tracker = await liteTracker();
    const times: number[] = [];
    for (let index = 0; index < 11; index++) {
      times.push((await tracker.estimate(await person(40 * index))).timings.total ?? Number.NaN);
    }
    const [first, ...later] = times as [number, ...number[]];
    ratios.push(first / (later.sort((a, b) => a - b)[5] as number));
    tracker.dispose();
  }
  expect(ratios.sort((a, b) => a - b)[2]).toBeLessThanOrEqual(2);
});

const others: readonly { name: string; backend: () => Backend; missing?: boolean }[] = [
  { name: 'webgl', backend: webgl },
  { name: 'cpu', backend: cpu },
  {
    name: gpu ? 'webgpu' : 'webgpu (not here: this browser has no adapter, and says so)',
    backend: webgpu,
    missing: !gpu,
  },
];
test.each(others)(
  'R7 lite on wasm and on $name agree within 0.25 px, and within 0.01 px on the same crop',
  async ({ backend, missing }) => {
    if (missing) {
      // Not skipped: this browser has no adapter, which the back-end has to say.
      await expect(liteTracker({ backends: [backend()], detector: wholeFrame() })).rejects.toMatchObject({
        reason: 'no-backend',
        detail: { tried: [{ name: 'webgpu', why: expect.stringMatching(/WebGPU/) }] },
      });
      return;
    }
    const reference = wasm({ path: '/tfjs-wasm/' });
    const region = { centre: { x: WIDTH / 2, y: 270 }, side: 460, angle: 0.1 };
    const frame = await person();
    const look = async (candidate: Backend) => {
      await chooseBackend([candidate]);
      const context = { backend: candidate, signal: undefined, onBytes: () => undefined, logger: undefined };
      const network = await heatmapModel(LITE).load(context);
      // Drawn in memory for every back-end: the same pixels.
      const sampler = createCropSampler(false);
      const estimation = { network, decoders: [localDebiasedIntegral()], backend: candidate.name };
      const [seen] = await estimatePeople(sampler.open(frame), [region], estimation, createStopwatch());
      network.dispose();
      sampler.dispose();
      return seen?.keypoints[0] ?? [];
    };
    const samePixels = compare(await look(reference), await look(backend()));
    frame.close();
    expect(samePixels.joints).toBeGreaterThan(20);
    expect(samePixels.worst).toBeLessThan(0.01);

    // The whole pipeline.
    const size = { width: WIDTH, height: HEIGHT };
    const small = createStage({ canvas: new OffscreenCanvas(size.width, size.height), ...size });
    small.render(900);
    const estimate = async (candidate: Backend) => {
      const tracker = await liteTracker({ backends: [candidate], detector: wholeFrame(), warmup: false });
      expect(tracker.backend).toBe(candidate.name);
      const result = await tracker.estimate(createFrame(await createImageBitmap(small.canvas)));
      tracker.dispose();
      return keypointsOf(result);
    };
    const whole = compare(await estimate(reference), await estimate(backend()));
    small.dispose();
    expect(whole.joints).toBeGreaterThan(20);
    expect(whole.worst).toBeLessThan(0.1); // R7 allows 0.25
  },
);

test('R13 with lite, keypoints of a turned picture agree with the upright ones within 0.5 px', async () => {
  const tracker = await liteTracker();
  const upright = keypointsOf(await tracker.estimate(await person()));
  // Where an upright pixel lies in a picture that has to be turned by `rotation` to be upright again.
  const stored = {
    90: { map: ({ x, y }: Point) => ({ x: y, y: WIDTH - x }), matrix: [0, -1, 1, 0, 0, WIDTH] },
    180: { map: ({ x, y }: Point) => ({ x: WIDTH - x, y: HEIGHT - y }), matrix: [-1, 0, 0, -1, WIDTH, HEIGHT] },
    270: { map: ({ x, y }: Point) => ({ x: HEIGHT - y, y: x }), matrix: [0, 1, -1, 0, HEIGHT, 0] },
  } as const;
  for (const rotation of [90, 180, 270] as const) {
    const { map, matrix } = stored[rotation];
    const size = rotation === 180 ? { width: WIDTH, height: HEIGHT } : { width: HEIGHT, height: WIDTH };
    const frame = await redrawn(size, (context) => context.setTransform(new DOMMatrix([...matrix])), rotation);
    const { worst, joints } = compare(upright, keypointsOf(await tracker.estimate(frame)), map);
    expect(joints, `joints at ${rotation}`).toBeGreaterThan(20);
    expect(worst, `px at ${rotation}`).toBeLessThan(0.5);
  }
});

test('R15 joints outside the picture score below 0.3, those inside keep their score', async () => {
  const tracker = await liteTracker();
  const whole = await tracker.estimate(await person());
  const waist = stage.measure(0).people[0]?.keypoints2d.find(({ name }) => name === 'left_hip')?.y as number;
  const cut = await tracker.estimate(await redrawn({ width: WIDTH, height: Math.round(waist) }, () => undefined));
  for (const side of ['left', 'right']) {
    for (const joint of ['knee', 'ankle', 'heel']) {
      expect(scoreOf(whole, `${side}_${joint}`), `${side} ${joint} in the picture`).toBeGreaterThan(0.5);
      expect(scoreOf(cut, `${side}_${joint}`), `${side} ${joint} cut off`).toBeLessThan(0.3);
    }
    expect(scoreOf(cut, `${side}_shoulder`), `${side} shoulder`).toBeGreaterThan(0.5);
  }
});

test('R22 loading and tracking with lite write nothing to the console; a logger is told', async () => {
  const names = ['log', 'info', 'debug', 'warn', 'error'] as const;
  const spies = names.map((name) => vi.spyOn(console, name));
  const lines: string[] = [];
  const logger = { debug: (line: string) => void lines.push(line), warn: (line: string) => void lines.push(line) };
  try {
    const silent = await liteTracker();
    await inTurn(silent, [() => person(0), () => person(40)]);
    silent.dispose();
    const talking = await liteTracker({ logger });
    await talking.estimate(await person());
    talking.dispose();
    for (const [index, spy] of spies.entries()) expect(spy, names[index]).not.toHaveBeenCalled();
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  expect(lines.join('\n')).toMatch(/wasm/);
});

test('aborting in the middle of loading lite rejects as aborted and leaves nothing behind', async () => {
  await liteTracker();
  const before = await released();
  await caches.delete('integral-pose-models'); // so that there is something to load
  const bitmaps = countBitmaps();
  try {
    for (const phase of ['download', 'warmup']) {
      const abort = new AbortController();
      let aborted = 0;
      const loading = liteTracker({
        signal: abort.signal,
        onProgress: (progress) => {
          if (progress.phase !== phase || (phase === 'download' && progress.loaded === 0)) return;
          aborted ||= progress.fraction;
          abort.abort();
        },
      });
      await expect(loading, phase).rejects.toMatchObject({ name: 'PoseError', reason: 'aborted' });
      expect(aborted, `fraction loaded by the abort in ${phase}`).toBeLessThan(1);
      const after = await released();
      expect(after.numTensors, phase).toBe(before.numTensors);
      expect(after.numBytes, phase).toBe(before.numBytes);
      expect(bitmaps.open, phase).toBe(0);
    }
  } finally {
    bitmaps.restore();
  }
});

test('disposing in the middle of a frame with lite completes the stream and leaves nothing behind', async () => {
  await liteTracker();
  const before = await released();
  const tracker = await liteTracker();
  const bitmaps = countBitmaps();
  try {
    const frame = await person();
    const completed = vi.fn();
    const seen = vi.fn();
    const failed = vi.fn();
    const source = new Observable<Frame>((subscriber) => subscriber.next(frame));
    tracker.track(source).subscribe({ next: seen, complete: completed, error: failed });
    // By now the detector's or the network's answer is being read back.
    await Promise.resolve();
    expect(bitmaps.open).toBe(1);
    tracker.dispose();
    expect(completed).toHaveBeenCalledOnce();
    await vi.waitFor(() => expect(bitmaps.open).toBe(0), { timeout: 30_000 });
    await vi.waitFor(() => expect(memory().numTensors).toBe(before.numTensors), { timeout: 30_000 });
    expect(memory().numBytes).toBe(before.numBytes);
    expect(seen).not.toHaveBeenCalled();
    expect(failed).not.toHaveBeenCalled();
  } finally {
    bitmaps.restore();
  }
});

test.skipIf(!__SHARED__)(
  'R21 seeking a real video back gives what a fresh run gives, and throws nothing (needs ../shared)',
  async () => {
    const tracker = await liteTracker({ smooth: oneEuro() });
    const video = document.createElement('video');
    video.muted = true;
    video.src = '/shared/data/video/squats.mp4';
    await new Promise((resolve) => video.addEventListener('loadeddata', resolve, { once: true }));
    const events: string[] = [];
    tracker.events.subscribe(({ type }) => events.push(type));
    const visit = async ([start, ...rest]: readonly [number, ...number[]]) => {
      const arrived = new Promise((resolve) => video.addEventListener('seeked', resolve, { once: true }));
      video.currentTime = start;
      await arrived;
      // It may show the picture before for a moment longer. There are 5 pictures a second.
      await vi.waitFor(() => expect(pictureTime(video)).toBeCloseTo(Math.floor(start * 5) * 200), { timeout: 30_000 });
      const tracked = new ReplaySubject<PoseFrame>();
      const subscription = tracker.track(videoFrames(video)).subscribe(tracked);
      const results = [await firstValueFrom(tracked)];
      for (const second of rest) {
        const next = firstValueFrom(tracked.pipe(skip(results.length)));
        video.currentTime = second;
        results.push(await next);
      }
      subscription.unsubscribe();
      return results;
    };
    const sought = await visit([5.1, 5.3, 5.5, 1.1, 1.3, 1.5]);
    expect(events).toEqual(['seek']);
    const fresh = await visit([1.1, 1.3, 1.5]);
    expect(sought.map(({ poses }) => poses[0]?.id)).toEqual([1, 1, 1, 2, 2, 2]);
    expect(fresh.map(({ time }) => time)).toEqual(sought.slice(3).map(({ time }) => time));
    expect(fresh.map(keypointsOf)).toEqual(sought.slice(3).map(keypointsOf));
    expect(events).toEqual(['seek']);
    video.removeAttribute('src');
    video.load();
  },
);
