import { colourNetwork, discFrame, discPerson } from '@integral-pose/test-kit/colours';
import { firstValueFrom, NEVER, Observable, of, Subject, toArray } from 'rxjs';
import { afterEach, expect, test, vi } from 'vitest';
import { countBitmaps } from '../../../../test/media/count-bitmaps.ts';
import { inTurn } from '../../../../test/media/in-turn.ts';
import { plugins } from '../../../../test/workers/plugins.ts';
import type { ColourLive, ColourSettings } from '../../../../test/workers/settings.ts';
import { twoHalves } from '../../../../test/workers/two-halves.ts';
import { argmax } from '../decode/argmax.ts';
import { wholeFrame } from '../detect/whole-frame.ts';
import { createPoseTracker } from '../pipeline/create-pose-tracker.ts';
import type { PoseTracker, PoseTrackerOptions } from '../pipeline/pose-tracker.ts';
import type { Frame } from '../types/frame.ts';
import type { PoseFrame } from '../types/pose.ts';
import { PoseError } from '../types/pose-error.ts';
import { wasm } from '../wasm.ts';
import { createWorkerPoseTracker, type WorkerPoseTrackerOptions } from './create-worker-pose-tracker.ts';

const trackers: PoseTracker[] = [];
const workers: { readonly worker: Worker; alive: boolean }[] = [];
afterEach(() => {
  for (const tracker of trackers.splice(0)) tracker.dispose();
  expect(workers.filter(({ alive }) => alive)).toEqual([]);
  workers.splice(0);
});

type Options = WorkerPoseTrackerOptions<ColourSettings, ColourLive>;

/** A worker whose end is noticed. */
function watched(worker: Worker): Worker {
  const entry = { worker, alive: true };
  workers.push(entry);
  const terminate = worker.terminate.bind(worker);
  worker.terminate = () => {
    entry.alive = false;
    terminate();
  };
  return worker;
}
const colourWorker = () =>
  watched(new Worker(new URL('../../../../test/workers/colour-worker.ts', import.meta.url), { type: 'module' }));

async function inWorker(options: Partial<Options> = {}): Promise<PoseTracker> {
  const tracker = await createWorkerPoseTracker<ColourSettings, ColourLive>({
    worker: colourWorker,
    settings: {},
    fallback: (error) => Promise.reject(new Error('It fell back.', { cause: error })),
    ...plugins,
    ...options,
  });
  trackers.push(tracker);
  return tracker;
}

async function onPage(options: Partial<PoseTrackerOptions> = {}): Promise<PoseTracker> {
  const backends = [wasm({ path: '/tfjs-wasm/' })];
  const tracker = await createPoseTracker({ backends, detector: wholeFrame(), model: colourNetwork(), ...options });
  trackers.push(tracker);
  return tracker;
}

const picture = (index = 0) =>
  discFrame({ people: [discPerson(103.3 + 3 * index, 71.6 + 2 * index)], time: 40 * index + 7 });
const pictures = (count: number) => Array.from({ length: count }, (_, index) => () => picture(index));
/** What does not depend on when it was computed. */
const timeless = ({ time, size, poses }: PoseFrame) => ({ time, size, poses });

test('R3 tracks in a module worker: the keypoints, ids and times are those of the main thread', async () => {
  const [here, there] = [await onPage(), await inWorker()];
  expect([there.backend, there.skeleton]).toEqual([here.backend, here.skeleton]);
  const expected = await inTurn(here, pictures(12));
  const before = performance.now();
  const found = await inTurn(there, pictures(12));
  expect(expected[11]?.poses[0]?.keypoints[0]?.x).toBeGreaterThan(130);
  expect(found.map(timeless)).toEqual(expected.map(timeless));
  for (const [index, { captured, emitted, timings }] of found.entries()) {
    expect(captured).toBeGreaterThanOrEqual(found[index - 1]?.emitted ?? before);
    expect(emitted).toBeGreaterThan(captured);
    expect(timings.total).toBeGreaterThan(0);
  }
});

test('R3 estimates and compares in the worker as on the main thread; decoders travel by name', async () => {
  const [here, there] = [await onPage(), await inWorker()];
  expect(timeless(await there.estimate(await picture()))).toEqual(timeless(await here.estimate(await picture())));
  const { argmax: cell, debiased: soft } = plugins.decoders;
  const compared = async (tracker: PoseTracker) =>
    (await firstValueFrom(tracker.compare(of(await picture()), { cell, soft }).pipe(toArray()))).map(
      ({ poses }) => poses,
    );
  const found = await compared(there);
  expect(found).toHaveLength(1);
  expect(found[0]?.cell[0]?.keypoints[0]?.x).not.toBe(found[0]?.soft[0]?.keypoints[0]?.x);
  expect(found).toEqual(await compared(here));

  const unknown = { name: 'PoseError', reason: 'invalid-argument', detail: { found: 'argmax', argument: 'decoders' } };
  const mine = there.compare(of(await picture()), { mine: argmax() });
  await expect(firstValueFrom(mine)).rejects.toMatchObject({
    ...unknown,
    fix: expect.stringContaining('servePoseTracker'),
  });
  await expect(there.estimate(await picture(), () => ({ decoder: argmax() }))).rejects.toMatchObject(unknown);
});

test('R3 live options and live settings reach the worker before each frame', async () => {
  const people = [discPerson(40, 60), discPerson(220, 120)];
  const twoPeople = (time: number) => discFrame({ people, time });
  let live: ColourLive = {};
  const there = await inWorker({ settings: { maxPeople: 2 }, live: () => live });
  const here = await onPage({ maxPeople: 2, detector: twoHalves() });
  const both = await there.estimate(await twoPeople(0));
  expect(both.poses).toHaveLength(2);
  expect(timeless(both)).toEqual(timeless(await here.estimate(await twoPeople(0))));
  expect((await there.estimate(await twoPeople(0), () => ({ maxPeople: 1 }))).poses).toHaveLength(1);
  live = { most: 1 };
  expect((await there.estimate(await twoPeople(0))).poses).toHaveLength(1);

  const { marking } = plugins.filters;
  const marked = await firstValueFrom(there.track(of(await twoPeople(0)), () => ({ smooth: marking })));
  expect(marked.poses[0]?.keypoints.map(({ score }) => score)).toEqual([0.125, 0.125, 0.125]);
  const other = there.track(of(await twoPeople(0)), () => ({ smooth: () => ({ apply: (keypoints) => keypoints }) }));
  await expect(firstValueFrom(other)).rejects.toMatchObject({
    reason: 'invalid-argument',
    detail: { argument: 'filters' },
  });
});

test('R3 R10 at most one frame waits on the page; the replaced ones are closed and counted; results only go forward', async () => {
  const there = await inWorker();
  const bitmaps = countBitmaps();
  try {
    const burst = await Promise.all(pictures(6).map((take) => take()));
    const [first, ...others] = burst as [Frame, ...Frame[]];
    const results: PoseFrame[] = [];
    const frames = new Subject<Frame>();
    const done = new Promise<void>((resolve, reject) => {
      there.track(frames).subscribe({ next: (result) => results.push(result), error: reject, complete: resolve });
    });
    frames.next(first);
    expect(first.image.width, 'transferred').toBe(0);
    for (const frame of others) frames.next(frame);
    expect(bitmaps.open).toBe(2); // the one in the worker, the one that waits
    frames.complete();
    await done;
    expect(results.map(({ time, dropped }) => [time, dropped])).toEqual([
      [first.time, 4],
      [others[4]?.time, 4],
    ]);
    expect((results[1] as PoseFrame).emitted).toBeGreaterThan((results[0] as PoseFrame).emitted);
    expect(bitmaps.open).toBe(0);
  } finally {
    bitmaps.restore();
  }
});

test('R3 errors of the worker arrive typed, with facts and fix; the tracker lives on', async () => {
  const there = await inWorker();
  const { failing } = plugins.decoders;
  const error: unknown = await firstValueFrom(there.compare(of(await picture()), { failing })).catch(
    (thrown) => thrown,
  );
  expect(error).toBeInstanceOf(PoseError);
  expect(error).toMatchObject({
    detail: { reason: 'non-finite-output', backend: 'wasm', where: 'red' },
    fix: 'Try another back-end.',
    message: 'The red joint is not a number. Try another back-end.',
    stack: expect.stringContaining('plugins.ts'),
  });
  await expect(there.estimate(await picture(), () => ({ maxPeople: 99 }))).rejects.toMatchObject({
    reason: 'invalid-argument',
    detail: { argument: 'maxPeople' },
  });
  expect((await inTurn(there, pictures(2))).map(({ poses }) => poses.length)).toEqual([1, 1]);
});

test('R3 R21 events cross: a seek is told before its result', async () => {
  const there = await inWorker();
  const told: unknown[] = [];
  there.events.subscribe((event) => told.push(event));
  await inTurn(there, [() => picture(3), () => picture(1)]);
  expect(told).toEqual([{ type: 'seek', from: 127, to: 47 }]);
});

test('R3 unsubscribing releases source and frame at once; the next session begins afresh', async () => {
  const there = await inWorker();
  const frame = await picture();
  const close = vi.spyOn(frame, 'close');
  let released = false;
  const source = new Observable<Frame>((subscriber) => {
    subscriber.next(frame);
    return () => {
      released = true;
    };
  });
  const next = vi.fn();
  there.track(source).subscribe({ next }).unsubscribe();
  expect(released).toBe(true);
  await vi.waitFor(() => expect(close).toHaveBeenCalled());
  expect((await inTurn(there, pictures(2))).map(({ poses }) => poses[0]?.id)).toEqual([1, 1]);
  expect(next).not.toHaveBeenCalled();
});

test('R3 disposing ends worker, sessions and events, and closes the frame in flight; twice is fine', async () => {
  const there = await inWorker();
  const bitmaps = countBitmaps();
  try {
    const frame = await picture();
    const completed = vi.fn();
    there.events.subscribe({ complete: completed });
    const source = new Observable<Frame>((subscriber) => subscriber.next(frame));
    there.track(source).subscribe({ error: (error) => expect.unreachable(String(error)), complete: completed });
    const estimated = there.estimate(await picture());
    there.dispose();
    there.dispose();
    expect(completed).toHaveBeenCalledTimes(2);
    expect(workers.map(({ alive }) => alive)).toEqual([false]);
    await expect(estimated).rejects.toMatchObject({ reason: 'disposed' });
    await vi.waitFor(() => expect(bitmaps.open).toBe(0));
    await expect(firstValueFrom(there.track(NEVER))).rejects.toMatchObject({ reason: 'disposed' });
    await expect(there.estimate(await picture())).rejects.toMatchObject({ reason: 'disposed' });
    expect(bitmaps.open).toBe(0);
  } finally {
    bitmaps.restore();
  }
});

test('R3 a worker that dies fails the session with a typed error', async () => {
  let live: ColourLive = {};
  const there = await inWorker({ live: () => live });
  expect(await inTurn(there, pictures(1))).toHaveLength(1);
  live = { die: true };
  const endless = new Subject<Frame>();
  const failed = firstValueFrom(there.track(endless).pipe(toArray()));
  endless.next(await picture());
  await expect(failed).rejects.toMatchObject({
    reason: 'worker-failed',
    detail: { why: expect.stringContaining('a stroke') },
  });
});
