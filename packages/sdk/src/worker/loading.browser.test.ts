import { colourNetwork, discFrame, discPerson } from '@integral-pose/test-kit/colours';
import { afterEach, expect, test, vi } from 'vitest';
import { inTurn } from '../../../../test/media/in-turn.ts';
import type { ColourSettings } from '../../../../test/workers/settings.ts';
import { wholeFrame } from '../detect/whole-frame.ts';
import { createPoseTracker } from '../pipeline/create-pose-tracker.ts';
import type { PoseTracker, TrackerEvent } from '../pipeline/pose-tracker.ts';
import type { PoseError } from '../types/pose-error.ts';
import { wasm } from '../wasm.ts';
import { createWorkerPoseTracker, type WorkerPoseTrackerOptions } from './create-worker-pose-tracker.ts';

let tracker: PoseTracker | undefined;
afterEach(() => {
  tracker?.dispose();
  tracker = undefined;
});

const colourWorker = () =>
  new Worker(new URL('../../../../test/workers/colour-worker.ts', import.meta.url), { type: 'module' });
const onPage = () =>
  createPoseTracker({ backends: [wasm({ path: '/tfjs-wasm/' })], detector: wholeFrame(), model: colourNetwork() });

async function load(options: Partial<WorkerPoseTrackerOptions<ColourSettings>>): Promise<PoseTracker> {
  tracker = await createWorkerPoseTracker({ worker: colourWorker, settings: {}, fallback: onPage, ...options });
  return tracker;
}
/** Remembers its workers, and which were ended. */
function workerSpy() {
  const terminated: ReturnType<typeof vi.spyOn>[] = [];
  const worker = vi.fn(() => {
    const started = colourWorker();
    terminated.push(vi.spyOn(started, 'terminate'));
    return started;
  });
  return { worker, ended: () => terminated.map((spy) => spy.mock.calls.length > 0) };
}

interface Trouble {
  readonly what: string;
  readonly options: Partial<WorkerPoseTrackerOptions<ColourSettings>>;
  readonly error: object;
}
const troubles: readonly Trouble[] = [
  {
    what: 'whose module is missing',
    options: { worker: () => new Worker('/nowhere/pose-worker.js', { type: 'module' }) },
    error: { reason: 'worker-failed' },
  },
  {
    what: 'that the browser refuses to start',
    options: {
      worker: () => {
        throw new ReferenceError('Worker is not defined');
      },
    },
    error: { reason: 'worker-failed', detail: { why: 'Worker is not defined' } },
  },
  {
    what: 'whose own code throws while loading',
    options: { settings: { trouble: 'untyped' } },
    error: { reason: 'worker-failed', detail: { why: 'out of order' } },
  },
  {
    what: 'without a back-end',
    options: { settings: { trouble: 'no-backend' } },
    error: { reason: 'no-backend', detail: { tried: [{ name: 'wasm', why: expect.stringContaining('404') }] } },
  },
];
test.each(troubles)('R3 a worker $what: tracks on the main thread and says so, typed', async ({ options, error }) => {
  const onFallback = vi.fn<(error: PoseError) => void>();
  const fallback = vi.fn(onPage);
  const made = await load({ ...options, onFallback, fallback });
  expect(onFallback).toHaveBeenCalledOnce();
  expect(onFallback.mock.calls[0]?.[0]).toMatchObject({
    name: 'PoseError',
    fix: expect.stringMatching(/\w/),
    ...error,
  });
  expect(fallback).toHaveBeenCalledOnce();
  // Late as it is.
  const told: TrackerEvent[] = [];
  made.events.subscribe((event) => told.push(event));
  expect(told).toMatchObject([{ type: 'fallback', error }]);
  const results = await inTurn(made, [() => discFrame({ people: [discPerson(100, 80)] })]);
  expect(results[0]?.poses).toHaveLength(1);
});

test('R3 a model that cannot be loaded is that error, not a reason to load it again elsewhere', async () => {
  const fallback = vi.fn(onPage);
  const { worker, ended } = workerSpy();
  await expect(load({ worker, fallback, settings: { trouble: 'model-unreachable' } })).rejects.toMatchObject({
    name: 'PoseError',
    reason: 'model-unreachable',
    detail: { status: 404 },
  });
  expect(fallback).not.toHaveBeenCalled();
  expect(ended()).toEqual([true]);
});

test('R3 settings that cannot be posted are refused', async () => {
  const settings = { maxPeople: (() => 1) as unknown as number };
  await expect(load({ settings })).rejects.toMatchObject({
    reason: 'invalid-argument',
    detail: { argument: 'settings' },
  });
});

test('R3 aborting while the worker loads ends it and rejects as aborted', async () => {
  const fallback = vi.fn(onPage);
  const { worker, ended } = workerSpy();
  const abort = new AbortController();
  const loading = load({ worker, fallback, settings: { trouble: 'never-ready' }, signal: abort.signal });
  await vi.waitFor(() => expect(worker).toHaveBeenCalled());
  abort.abort();
  await expect(loading).rejects.toMatchObject({ reason: 'aborted' });
  expect(ended()).toEqual([true]);
  expect(fallback).not.toHaveBeenCalled();
  await expect(load({ worker, fallback, signal: abort.signal })).rejects.toMatchObject({ reason: 'aborted' });
  expect(worker).toHaveBeenCalledOnce();
});

test('R3 aborting later disposes the tracker; aborting a fall-back leaves nothing', async () => {
  const { worker, ended } = workerSpy();
  const abort = new AbortController();
  const made = await load({ worker, signal: abort.signal });
  const completed = vi.fn();
  made.events.subscribe({ complete: completed });
  abort.abort();
  expect(completed).toHaveBeenCalledOnce();
  expect(ended()).toEqual([true]);

  const late = new AbortController();
  let dispose: ReturnType<typeof vi.spyOn> | undefined;
  const fallback = async () => {
    const main = await onPage();
    dispose = vi.spyOn(main, 'dispose');
    late.abort();
    return main;
  };
  const loading = load({ signal: late.signal, fallback, settings: { trouble: 'untyped' } });
  await expect(loading).rejects.toMatchObject({ reason: 'aborted' });
  expect(dispose).toHaveBeenCalled();
});

test('R3 R11 progress of the worker is told on the page', async () => {
  const fractions: number[] = [];
  await load({ onProgress: ({ fraction }) => fractions.push(fraction) });
  expect(fractions.at(-1)).toBe(1);
  expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
});
