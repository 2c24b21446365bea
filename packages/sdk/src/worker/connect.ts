import { type Observable, Subject } from 'rxjs';
import { PoseError } from '../types/pose-error.ts';
import type { FromWorker, ToWorker } from './messages.ts';

/** The line to a worker. */
export interface Connection {
  /** Hot. Fails with `worker-failed` when the worker dies, with `disposed` when the line is closed. */
  readonly messages: Observable<FromWorker>;
  post(message: ToWorker, transfer?: Transferable[]): void;
  /** Ends the worker, at once. May be called twice. */
  close(): void;
}

/** @throws whatever the constructor of the worker throws */
export function connect(start: () => Worker): Connection {
  const worker = start();
  const messages = new Subject<FromWorker>();
  const closing = new AbortController();
  const { signal } = closing;

  function end(error: PoseError) {
    if (signal.aborted) return;
    closing.abort();
    worker.terminate();
    messages.error(error);
  }

  worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => messages.next(data), { signal });
  worker.addEventListener(
    'error',
    (event) => {
      // Reported to whoever tracks; the console need not say it again.
      event.preventDefault();
      end(workerFailed(event.message || 'its module could not be loaded'));
    },
    { signal },
  );
  worker.addEventListener('messageerror', () => end(workerFailed('a message could not be read')), { signal });
  // A worker that dies while nobody listens is noticed by the next who does.
  messages.subscribe({ error: () => undefined });

  return {
    messages,
    post: (message, transfer = []) => worker.postMessage(message, transfer),
    close: () => end(trackerDisposed()),
  };
}

export function workerFailed(why: string, cause?: unknown): PoseError {
  return new PoseError(
    { reason: 'worker-failed', why },
    `The pose worker failed: ${why}.`,
    'Look at the address of its module, at worker-src in the content security policy, and at errors in it.',
    { cause },
  );
}

export function trackerDisposed(): PoseError {
  return new PoseError(
    { reason: 'disposed', what: 'tracker' },
    'This tracker was disposed.',
    'Make another with createWorkerPoseTracker().',
  );
}
