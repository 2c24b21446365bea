import { startWith } from 'rxjs';
import type { PoseTracker } from '../pipeline/pose-tracker.ts';
import { PoseError, type PoseErrorReason, throwIfAborted } from '../types/pose-error.ts';
import type { Progress } from '../types/progress.ts';
import { type Connection, connect, workerFailed } from './connect.ts';
import type { WorkerPlugins } from './plugins.ts';
import { type RemoteFacts, remoteTracker } from './remote-tracker.ts';
import { fromWire } from './wire-error.ts';

/** Options of {@link createWorkerPoseTracker}. */
export interface WorkerPoseTrackerOptions<Settings = unknown, Live = unknown> extends WorkerPlugins {
  /**
   * Starts the worker, a module that calls `servePoseTracker`. Write `new Worker(new URL(…, import.meta.url), …)` out in
   * full: that is what bundlers look for.
   */
  readonly worker: () => Worker;
  /** Given to the function in `servePoseTracker`: whatever a structured clone can carry. */
  readonly settings?: Settings;
  /** Asked before each frame and given to the `live` of `servePoseTracker`: whatever a structured clone can carry. */
  readonly live?: () => Live;
  /** Makes a tracker on the main thread, if the worker cannot be used. */
  readonly fallback: (error: PoseError) => Promise<PoseTracker>;
  /** Aborts loading, which ends the worker; disposes the tracker if it is aborted later. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Told why, before `fallback` is called. The tracker's `events` begin with the same. */
  readonly onFallback?: (error: PoseError) => void;
}

/** What would go wrong on the main thread as well: falling back would only hide it, or load everything twice. */
const SAME_ANYWHERE: readonly PoseErrorReason[] = [
  'model-unreachable',
  'model-truncated',
  'model-corrupt',
  'manifest-invalid',
  'manifest-unsupported',
  'wrong-value-kind',
  'invalid-argument',
  'aborted',
];

/**
 * A tracker in a module worker: the main thread only hands frames over and takes results. It is used like any other
 * `PoseTracker`; decoders given to `compare`, and a live `decoder` or `smooth`, have to be listed in {@link WorkerPlugins}.
 * Frames are transferred: their pixels are gone from the page once a frame is worked on.
 *
 * If the worker cannot be used (its module does not load, the browser has no module workers, no OffscreenCanvas or no
 * back-end in workers), `fallback` makes a tracker on the main thread, and the first of `events` is `fallback` with the
 * reason: `worker-failed`, `unsupported`, `no-backend`, … A model that cannot be loaded is an error in either place.
 *
 * @throws PoseError as `createPoseTracker` does
 * @example
 * const tracker = await createWorkerPoseTracker({
 *   worker: () => new Worker(new URL('./pose-worker.ts', import.meta.url), { type: 'module' }),
 *   settings: { model: '/models/blazepose-lite/manifest.json' },
 *   fallback: () => createPoseTracker(options),
 * });
 */
export async function createWorkerPoseTracker<Settings = unknown, Live = unknown>(
  options: WorkerPoseTrackerOptions<Settings, Live>,
): Promise<PoseTracker> {
  const { signal } = options;
  throwIfAborted(signal);
  try {
    return await startTracker(options);
  } catch (thrown) {
    throwIfAborted(signal);
    if (thrown instanceof PoseError && SAME_ANYWHERE.includes(thrown.reason)) throw thrown;
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    const error = thrown instanceof PoseError ? thrown : workerFailed(why, thrown);
    options.onFallback?.(error);
    const tracker = await options.fallback(error);
    if (signal?.aborted) tracker.dispose();
    throwIfAborted(signal);
    return announcing(tracker, error);
  }
}

async function startTracker<Settings, Live>(options: WorkerPoseTrackerOptions<Settings, Live>): Promise<PoseTracker> {
  const { signal, live } = options;
  const connection = connect(options.worker);
  const close = () => connection.close();
  signal?.addEventListener('abort', close);
  try {
    const facts = await load(connection, options.settings, options.onProgress);
    const tracker = remoteTracker(connection, facts, options, () => live?.());
    signal?.removeEventListener('abort', close);
    const dispose = () => {
      signal?.removeEventListener('abort', dispose);
      tracker.dispose();
    };
    signal?.addEventListener('abort', dispose);
    return { ...tracker, dispose };
  } catch (thrown) {
    signal?.removeEventListener('abort', close);
    connection.close();
    throw thrown;
  }
}

/** Has the worker make its tracker, once it can listen. */
function load(
  { messages, post }: Connection,
  settings: unknown,
  onProgress: ((progress: Progress) => void) | undefined,
): Promise<RemoteFacts> {
  return new Promise((resolve, reject) => {
    const subscription = messages.subscribe({
      next: (message) => {
        if (message.type === 'hello') {
          try {
            post({ type: 'load', settings });
          } catch (thrown) {
            reject(notCloneable(thrown));
          }
        } else if (message.type === 'progress') onProgress?.(message.progress);
        else if (message.type === 'ready') {
          subscription.unsubscribe();
          resolve(message);
        } else if (message.type === 'failed') reject(fromWire(message.error));
      },
      error: reject,
    });
  });
}

/** The same tracker, whose events begin with why it is not in a worker. */
function announcing(tracker: PoseTracker, error: PoseError): PoseTracker {
  return {
    backend: tracker.backend,
    skeleton: tracker.skeleton,
    events: tracker.events.pipe(startWith({ type: 'fallback' as const, error })),
    track: (frames, live) => tracker.track(frames, live),
    compare: (frames, decoders, live) => tracker.compare(frames, decoders, live),
    estimate: (frame, live) => tracker.estimate(frame, live),
    dispose: () => tracker.dispose(),
  };
}

function notCloneable(cause: unknown): PoseError {
  return new PoseError(
    { reason: 'invalid-argument', argument: 'settings', found: 'something with functions in it', wanted: 'plain data' },
    'The settings cannot be posted to a worker.',
    'Give plain data, and make recipes, decoders and filters of it in the worker.',
    { cause },
  );
}
