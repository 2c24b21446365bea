import { colourManifest, colourNetwork, type DiscPerson, discFrame, discPerson } from '@integral-pose/test-kit/colours';
import { fill, getBackend, memory } from '@tensorflow/tfjs-core';
import { concatMap, firstValueFrom, from, lastValueFrom, Observable, of, Subject, toArray } from 'rxjs';
import { afterEach, expect, test, vi } from 'vitest';
import { inTurn } from '../../../../test/media/in-turn.ts';
import { wholeFrame } from '../detect/whole-frame.ts';
import { oneEuro } from '../smooth/one-euro.ts';
import type { DetectorRecipe } from '../tensor/detector.ts';
import type { NetworkRecipe } from '../tensor/network.ts';
import type { Frame } from '../types/frame.ts';
import type { Point } from '../types/geometry.ts';
import type { SpreadCalibration } from '../types/manifest.ts';
import type { PoseFrame } from '../types/pose.ts';
import { wasm } from '../wasm.ts';
import { webgl } from '../webgl.ts';
import { createPoseTracker } from './create-pose-tracker.ts';
import type { PoseTracker, PoseTrackerOptions } from './pose-tracker.ts';

const trackers: PoseTracker[] = [];

async function colourTracker(options: Partial<PoseTrackerOptions> = {}): Promise<PoseTracker> {
  const tracker = await createPoseTracker({
    backends: [wasm({ path: '/tfjs-wasm/' })],
    detector: wholeFrame(),
    model: colourNetwork(),
    ...options,
  });
  trackers.push(tracker);
  return tracker;
}

afterEach(() => {
  for (const tracker of trackers.splice(0)) tracker.dispose();
});

function positions(frame: PoseFrame, person = 0): Record<string, Point> {
  return Object.fromEntries((frame.poses[person]?.keypoints ?? []).map(({ name, x, y }) => [name, { x, y }]));
}

function worst(found: Record<string, Point>, truth: DiscPerson): number {
  return Math.max(
    ...Object.entries(truth).map(([name, { x, y }]) =>
      Math.hypot((found[name]?.x ?? Number.NaN) - x, (found[name]?.y ?? Number.NaN) - y),
    ),
  );
}

test('finds the joints of a picture to a fraction of a heatmap cell, in intrinsic pixels', async () => {
  const tracker = await colourTracker();
  const truth = discPerson(137.3, 81.6);
  const result = await tracker.estimate(await discFrame({ people: [truth] }));
  expect(result.size).toEqual({ width: 320, height: 240 });
  expect(result.poses).toHaveLength(1);
  expect(worst(positions(result), truth)).toBeLessThan(1); // a cell of the last crop is 8 px wide
});

test('R12 left stays left and nothing is mirrored, at any size of picture', async () => {
  const tracker = await colourTracker();
  for (const [width, height] of [
    [640, 480],
    [333, 517],
    [200, 120],
  ] as const) {
    const scale = Math.min(width, height) / 240;
    const truth = discPerson(width * 0.3, height * 0.3, scale);
    const result = await tracker.estimate(await discFrame({ width, height, people: [truth], radius: 20 * scale }));
    expect(worst(positions(result), truth), `${width}×${height}`).toBeLessThan(1.2 * scale);
  }
});

test('R13 keypoints of a turned picture agree with the upright ones within 0.5 px', async () => {
  const tracker = await colourTracker();
  const upright = discPerson(120.4, 90.7);
  const [width, height] = [320, 240];
  const reference = positions(await tracker.estimate(await discFrame({ width, height, people: [upright] })));
  // Where a stored pixel is when the camera is turned so that `rotation` makes its picture upright again.
  const stored = {
    90: ({ x, y }: Point) => ({ x: y, y: width - x }),
    180: ({ x, y }: Point) => ({ x: width - x, y: height - y }),
    270: ({ x, y }: Point) => ({ x: height - y, y: x }),
  };
  for (const rotation of [90, 180, 270] as const) {
    const map = stored[rotation];
    const person = { red: map(upright.red), green: map(upright.green), blue: map(upright.blue) };
    const size = rotation === 180 ? { width, height } : { width: height, height: width };
    const found = positions(await tracker.estimate(await discFrame({ ...size, people: [person], rotation })));
    for (const name of ['red', 'green', 'blue']) {
      const expected = map(reference[name] as Point);
      const { x, y } = found[name] as Point;
      expect(Math.hypot(x - expected.x, y - expected.y), `${name} at ${rotation}`).toBeLessThan(0.5);
    }
  }
});

test('R10 every result carries capture and emit time, and they only grow', async () => {
  const tracker = await colourTracker();
  const results = await inTurn(
    tracker,
    [0, 33, 66].map((time) => () => discFrame({ people: [discPerson(100 + time / 10, 80)], time })),
  );
  expect(results.map(({ time }) => time)).toEqual([0, 33, 66]);
  for (const [index, { captured, emitted, timings }] of results.entries()) {
    expect(emitted).toBeGreaterThan(captured);
    expect(emitted).toBeGreaterThan(results[index - 1]?.emitted ?? 0);
    expect(timings.total).toBeGreaterThan(0);
    expect(timings.infer).toBeGreaterThan(0);
  }
});

test('R10 while a frame is worked on at most one waits: the newest wins, the rest are closed and counted', async () => {
  const tracker = await colourTracker();
  const frames = await Promise.all(
    [0, 10, 20, 30, 40].map((time) => discFrame({ people: [discPerson(100, 80)], time })),
  );
  const closed = frames.map((frame) => vi.spyOn(frame, 'close'));
  const results = await lastValueFrom(tracker.track(from(frames)).pipe(toArray()));
  expect(results.map(({ time }) => time)).toEqual([0, 40]);
  expect(results.at(-1)?.dropped).toBe(3);
  for (const spy of closed) expect(spy).toHaveBeenCalled();
});

test('ids stay with people who move, and a person who comes back within a second keeps theirs', async () => {
  const detector: DetectorRecipe = twoHalves();
  const tracker = await colourTracker({ detector, maxPeople: 2, detectEvery: 0 });
  const people = (step: number) => [discPerson(40 + 2 * step, 60), discPerson(220 - 2 * step, 120)];
  const results = await inTurn(
    tracker,
    [0, 1, 2, 3, 4, 5].map(
      (step) => () =>
        discFrame({ people: step === 3 ? [people(step)[0] as DiscPerson] : people(step), time: step * 33 }),
    ),
  );
  const idAt = (frame: PoseFrame, truth: DiscPerson) =>
    frame.poses.find((_, index) => worst(positions(frame, index), truth) < 3)?.id;
  const first = idAt(results[0] as PoseFrame, people(0)[0] as DiscPerson);
  const second = idAt(results[0] as PoseFrame, people(0)[1] as DiscPerson);
  expect(new Set([first, second])).toEqual(new Set([1, 2]));
  for (const step of [1, 2, 4, 5]) {
    expect(idAt(results[step] as PoseFrame, people(step)[0] as DiscPerson), `step ${step}`).toBe(first);
    expect(idAt(results[step] as PoseFrame, people(step)[1] as DiscPerson), `step ${step}`).toBe(second);
  }
  expect(results[3]?.poses.map(({ id }) => id)).toEqual([first]);
});

test('R21 going back in time gives what a fresh run gives, with new ids, and says so', async () => {
  const picture = (time: number, x: number) => () => discFrame({ people: [discPerson(x, 80)], time });
  const tracker = await colourTracker({ smooth: oneEuro() });
  const events: unknown[] = [];
  tracker.events.subscribe((event) => events.push(event));
  const sought = await inTurn(tracker, [picture(500, 60), picture(533, 70), picture(100, 150), picture(133, 155)]);
  const fresh = await inTurn(tracker, [picture(100, 150), picture(133, 155)]);
  for (const index of [0, 1]) {
    expect(positions(sought[index + 2] as PoseFrame)).toEqual(positions(fresh[index] as PoseFrame));
  }
  expect(sought.map(({ poses }) => poses[0]?.id)).toEqual([1, 1, 2, 2]);
  expect(events).toEqual([{ type: 'seek', from: 533, to: 100 }]);
});

test('compare decodes one network pass with every decoder: same people, same ids', async () => {
  const tracker = await colourTracker();
  const { argmax } = await import('../decode/argmax.ts');
  const { integral } = await import('../decode/integral.ts');
  const truth = discPerson(111.4, 77.7);
  const compared = tracker.compare(of(await discFrame({ people: [truth] })), { cell: argmax(), soft: integral() });
  const { poses } = await firstValueFrom(compared);
  expect(Object.keys(poses)).toEqual(['cell', 'soft']);
  expect(poses.cell.map(({ id }) => id)).toEqual([1]);
  expect(poses.soft.map(({ id }) => id)).toEqual([1]);
  const [cell, soft] = [poses.cell[0]?.keypoints[0], poses.soft[0]?.keypoints[0]];
  expect(Math.hypot((cell?.x ?? 0) - truth.red.x, (cell?.y ?? 0) - truth.red.y)).toBeLessThan(8);
  expect(cell?.x).not.toBeCloseTo(soft?.x ?? 0, 3);
});

test('two trackers on different back-ends take turns on one page, each on its own', { timeout: 600_000 }, async () => {
  const one = await colourTracker();
  const other = await colourTracker({ backends: [webgl()] });
  expect([one.backend, other.backend]).toEqual(['wasm', 'webgl']);
  const truth = discPerson(111.4, 77.7);
  const estimate = async (tracker: PoseTracker) =>
    positions(await tracker.estimate(await discFrame({ people: [truth] })));
  const alone = await estimate(one);
  expect(getBackend()).toBe('wasm');
  const [first, second, third] = await Promise.all([estimate(one), estimate(other), estimate(one)]);
  expect(first).toEqual(alone);
  expect(third).toEqual(alone);
  for (const name of ['red', 'green', 'blue']) {
    expect(second[name]?.x).toBeCloseTo(alone[name]?.x ?? Number.NaN, 1);
    expect(second[name]?.y).toBeCloseTo(alone[name]?.y ?? Number.NaN, 1);
  }
});

test('the spread is in px² of the picture: twice as near, four times as large', async () => {
  const tracker = await colourTracker();
  const spreadOf = async (scale: number) => {
    const at = ({ x, y }: Point) => ({ x: x * scale, y: y * scale });
    const { red, green, blue } = discPerson(100, 80);
    const people = [{ red: at(red), green: at(green), blue: at(blue) }];
    const size = { width: 320 * scale, height: 240 * scale };
    const result = await tracker.estimate(await discFrame({ ...size, people, radius: 20 * scale }));
    return result.poses[0]?.keypoints[0]?.spread;
  };
  const [near, far] = [await spreadOf(2), await spreadOf(1)];
  expect(near?.xx).toBeGreaterThan(0);
  expect((near?.xx ?? 0) / (far?.xx ?? 1)).toBeCloseTo(4, 0);
});

test('a joint whose maps are broader than its errors has a factor of its own', async () => {
  const spreads = async (calibration: SpreadCalibration) => {
    const { heatmaps } = colourManifest;
    const model: NetworkRecipe = {
      name: 'calibrated',
      load: async (context) => ({
        ...(await colourNetwork().load(context)),
        manifest: { ...colourManifest, heatmaps: { ...heatmaps, calibration: { default: calibration } } },
      }),
    };
    const tracker = await colourTracker({ model });
    const { poses } = await tracker.estimate(await discFrame({ people: [discPerson(100, 80)] }));
    return poses[0]?.keypoints.map(({ spread }) => spread) ?? [];
  };
  const alike = await spreads({ kappa: 0.1, floor: 0 });
  const apart = await spreads({ kappa: 0.1, floor: 0, joints: [4, 1, 0.25] });
  expect(alike).toHaveLength(3);
  for (const axis of ['xx', 'yy'] as const) {
    const ratios = alike.map((spread, joint) => (apart[joint]?.[axis] ?? 0) / spread[axis]);
    expect(ratios.map((ratio) => Number(ratio.toFixed(4)))).toEqual([4, 1, 0.25]);
  }
});

// On two busy cores it takes minutes.
test('R4 10,000 frames through a small graph move neither tensors nor open bitmaps', { timeout: 900_000 }, async () => {
  const opened = vi.spyOn(globalThis, 'createImageBitmap');
  const closed = vi.spyOn(ImageBitmap.prototype, 'close');
  const tracker = await colourTracker({ smooth: oneEuro() });
  const picture = await discFrame({ people: [discPerson(100, 80)] });
  const forever: Frame = { ...picture, close() {} };
  const run = (count: number, start: number) =>
    new Promise<void>((resolve, reject) => {
      const frames = new Subject<Frame>();
      let done = 0;
      const subscription = tracker.track(frames).subscribe({
        next: ({ poses }) => {
          if (poses.length !== 1) reject(new Error(`frame ${done} has ${poses.length} people`));
          done++;
          if (done < count) queueMicrotask(() => frames.next({ ...forever, time: start + done }));
          else {
            subscription.unsubscribe();
            resolve();
          }
        },
        error: reject,
      });
      frames.next({ ...forever, time: start });
    });
  await run(10, 0);
  const before = memory();
  await run(10_000, 100);
  const after = memory();
  expect(after.numTensors).toBe(before.numTensors);
  expect(after.numDataBuffers).toBe(before.numDataBuffers);
  picture.close();
  expect(closed.mock.calls.length).toBe(opened.mock.calls.length);
  vi.restoreAllMocks();
});

test('R4 create and dispose ×50 returns to the start; dispose may be called twice', async () => {
  await colourTracker();
  const before = memory().numTensors;
  for (let round = 0; round < 50; round++) {
    const tracker = await colourTracker();
    const result = await tracker.estimate(await discFrame({ people: [discPerson(100, 80)] }));
    expect(result.poses).toHaveLength(1);
    tracker.dispose();
    tracker.dispose();
  }
  expect(memory().numTensors).toBe(before);
});

test('unsubscribing in the middle of a frame releases the source and the frame, and leaks nothing', async () => {
  const tracker = await colourTracker();
  const before = memory().numTensors;
  const frame = await discFrame({ people: [discPerson(100, 80)] });
  const closed = vi.spyOn(frame, 'close');
  let released = false;
  const source = new Observable<Frame>((subscriber) => {
    subscriber.next(frame);
    return () => {
      released = true;
    };
  });
  const results: PoseFrame[] = [];
  tracker
    .track(source)
    .subscribe((result) => results.push(result))
    .unsubscribe();
  expect(released).toBe(true);
  await vi.waitFor(() => expect(closed).toHaveBeenCalled(), { timeout: 30_000 });
  expect(results).toEqual([]);
  expect(memory().numTensors).toBe(before);
});

test('disposing in the middle of a frame completes the stream, closes the frame and leaks nothing', async () => {
  await colourTracker();
  const before = memory().numTensors;
  const tracker = await colourTracker();
  const frame = await discFrame({ people: [discPerson(100, 80)] });
  const closed = vi.spyOn(frame, 'close');
  const completed = vi.fn();
  const failed = vi.fn();
  const never = new Observable<Frame>((subscriber) => subscriber.next(frame));
  tracker.track(never).subscribe({ complete: completed, error: failed });
  tracker.dispose();
  expect(completed).toHaveBeenCalledOnce();
  expect(failed).not.toHaveBeenCalled();
  await vi.waitFor(() => expect(closed).toHaveBeenCalled(), { timeout: 30_000 });
  await vi.waitFor(() => expect(memory().numTensors).toBe(before), { timeout: 30_000 });
});

test('a disposed tracker says so and still closes the frame', async () => {
  const tracker = await colourTracker();
  tracker.dispose();
  const frame = await discFrame({ people: [] });
  const closed = vi.spyOn(frame, 'close');
  await expect(tracker.estimate(frame)).rejects.toMatchObject({ name: 'PoseError', reason: 'disposed' });
  expect(closed).toHaveBeenCalled();
  await expect(firstValueFrom(tracker.track(of(frame)))).rejects.toMatchObject({ reason: 'disposed' });
});

test('an error of the source goes on as it is', async () => {
  const tracker = await colourTracker();
  const broken = of(1).pipe(
    concatMap(() => {
      throw new Error('unplugged');
    }),
  ) as Observable<Frame>;
  await expect(firstValueFrom(tracker.track(broken))).rejects.toThrow('unplugged');
});

test('a number of people that makes no sense is refused before anything is loaded', async () => {
  const load = vi.fn();
  const model = { name: 'never', load };
  for (const maxPeople of [0, 21, 1.5, Number.NaN]) {
    await expect(colourTracker({ model, maxPeople })).rejects.toMatchObject({
      reason: 'invalid-argument',
      detail: { argument: 'maxPeople' },
    });
  }
  expect(load).not.toHaveBeenCalled();
});

test('aborting while loading rejects with a typed error and releases what was loaded', async () => {
  const abort = new AbortController();
  const dispose = vi.fn();
  const detector: DetectorRecipe = { name: 'quick', load: async () => ({ detect: async () => [], dispose }) };
  const model = {
    name: 'slow',
    load: ({ signal }: { signal: AbortSignal | undefined }) => {
      setTimeout(() => abort.abort());
      return new Promise<never>((_, reject) => signal?.addEventListener('abort', () => reject(new Error('given up'))));
    },
  };
  const loading = colourTracker({ detector, model, signal: abort.signal });
  await expect(loading).rejects.toMatchObject({ name: 'PoseError', reason: 'aborted' });
  expect(dispose).toHaveBeenCalledOnce();
});

test('aborting later disposes the tracker', async () => {
  const abort = new AbortController();
  const tracker = await colourTracker({ signal: abort.signal });
  const completed = vi.fn();
  tracker.events.subscribe({ complete: completed });
  abort.abort();
  expect(completed).toHaveBeenCalledOnce();
});

test('R11 progress rises to 1 and warming up is part of it', async () => {
  const fractions: number[] = [];
  const phases = new Set<string>();
  await colourTracker({
    onProgress: ({ fraction, phase }) => {
      fractions.push(fraction);
      phases.add(phase);
    },
  });
  expect(fractions.at(-1)).toBe(1);
  expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
  expect([...phases]).toContain('warmup');
});

test('R7 a network that gives NaN is a typed error on the stream, never a keypoint', async () => {
  const model = colourNetwork();
  const tracker = await colourTracker({
    warmup: false,
    model: {
      name: 'broken',
      async load(context) {
        const network = await model.load(context);
        return {
          ...network,
          infer(crops) {
            const poisoned = fill(crops.shape, Number.NaN);
            const inference = network.infer(poisoned as typeof crops);
            poisoned.dispose();
            return inference;
          },
        };
      },
    },
  });
  const results: PoseFrame[] = [];
  const frame = await discFrame({ people: [discPerson(100, 80)] });
  const failure = new Promise((resolve) => {
    tracker.track(of(frame)).subscribe({ next: (result) => results.push(result), error: resolve });
  });
  expect(await failure).toMatchObject({ name: 'PoseError', reason: 'non-finite-output', detail: { backend: 'wasm' } });
  expect(results).toEqual([]);
});

/** A detector that always proposes the left and the right half of the picture. */
function twoHalves(): DetectorRecipe {
  return {
    name: 'halves',
    load: async () => ({
      detect: async ({ frame: { size } }) =>
        [0.25, 0.75].map((share) => ({
          region: { centre: { x: size.width * share, y: size.height / 2 }, side: size.width / 2, angle: 0 },
          score: 1,
        })),
      dispose() {},
    }),
  };
}
