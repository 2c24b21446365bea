import {
  defer,
  filter,
  finalize,
  fromEvent,
  map,
  type Observable,
  type OperatorFunction,
  Subject,
  takeUntil,
} from 'rxjs';
import { newest, type Worked } from '../pipeline/newest.ts';
import type { ComparedFrame, LiveOptions, PoseTracker, TrackerEvent } from '../pipeline/pose-tracker.ts';
import type { Decoder } from '../tensor/decoder.ts';
import type { Frame } from '../types/frame.ts';
import type { PoseFrame } from '../types/pose.ts';
import { PoseError } from '../types/pose-error.ts';
import type { Skeleton } from '../types/skeleton.ts';
import { type Connection, trackerDisposed } from './connect.ts';
import type { Answer, ToWorker, WireFrame, WireLive } from './messages.ts';
import { nameOf, postable, type WorkerPlugins } from './plugins.ts';
import { fromWire } from './wire-error.ts';

/** What a worker that is ready has said of itself. */
export interface RemoteFacts {
  readonly backend: string;
  readonly skeleton: Skeleton;
}

type Result = PoseFrame | ComparedFrame<string>;

/** The tracker of a worker, as the page sees it. Owns the connection. */
export function remoteTracker(
  connection: Connection,
  { backend, skeleton }: RemoteFacts,
  plugins: WorkerPlugins,
  settings: () => unknown,
): PoseTracker {
  const events = new Subject<TrackerEvent>();
  const ended = new Subject<void>();
  let lastSession = 0;
  let lastFrame = 0;
  connection.messages.subscribe({
    next: (message) => {
      if (message.type === 'event') events.next(message.event);
    },
    error: () => events.complete(),
  });

  function assertAlive() {
    if (ended.isStopped) throw trackerDisposed();
  }

  const wire = (live: (() => LiveOptions) | undefined): WireLive => postable(plugins, live?.() ?? {}, settings());

  /** Sends a frame over and waits for what comes of it: nothing, if the context was lost or the signal is aborted. */
  function send(
    frame: Frame,
    message: (frame: number, picture: WireFrame) => ToWorker,
    signal?: AbortSignal,
  ): Promise<Result | undefined> {
    const settled = new AbortController();
    return new Promise<Result | undefined>((resolve, reject) => {
      const { image, time, captured, rotation } = frame;
      if (image.width === 0) throw emptyPicture();
      const number = ++lastFrame;
      connection.messages
        .pipe(
          filter((answer): answer is Answer => 'frame' in answer && answer.frame === number),
          takeUntil(fromEvent(settled.signal, 'abort')),
        )
        .subscribe({
          next: (answer) => {
            if (answer.type === 'rejected') reject(fromWire(answer.error));
            else resolve(answer.type === 'result' ? answer.result : undefined);
          },
          error: reject,
        });
      signal?.addEventListener('abort', () => resolve(undefined), { signal: settled.signal });
      connection.post(message(number, { image, time, captured, rotation }), [image]);
    }).finally(() => settled.abort());
  }

  /** The flow of one subscription: the same backpressure as on the main thread, so the worker never has two frames. */
  function run<R extends Result>(
    frames: Observable<Frame>,
    decoders: () => Readonly<Record<string, string>> | undefined,
    live: (() => LiveOptions) | undefined,
  ): Observable<R> {
    return defer(() => {
      assertAlive();
      const session = ++lastSession;
      connection.post({ type: 'begin', session, decoders: decoders() });
      return frames.pipe(
        newest(async (frame, signal) => {
          const options = wire(live);
          const message = (number: number, picture: WireFrame): ToWorker => ({
            type: 'frame',
            session,
            frame: number,
            picture,
            live: options,
          });
          return send(frame, message, signal);
        }),
        asSeenHere<R>(),
        takeUntil(ended),
        finalize(() => connection.post({ type: 'end', session })),
      );
    });
  }

  const tracker: PoseTracker = {
    backend,
    skeleton,
    events: events.asObservable(),
    track: (frames, live) => run<PoseFrame>(frames, () => undefined, live),
    compare: <Name extends string>(
      frames: Observable<Frame>,
      decoders: Readonly<Record<Name, Decoder>>,
      live?: () => LiveOptions,
    ) => {
      const names = () =>
        Object.fromEntries(
          Object.entries<Decoder>(decoders).map(([name, decoder]) => [name, nameOf(plugins, 'decoders', decoder)]),
        );
      return run<ComparedFrame<Name>>(frames, names, live);
    },
    async estimate(frame, live) {
      try {
        assertAlive();
        const options = wire(live);
        const result = await send(frame, (number, picture) => ({
          type: 'estimate',
          frame: number,
          picture,
          live: options,
        }));
        return { ...(result as PoseFrame), emitted: performance.now() };
      } finally {
        frame.close();
      }
    },
    dispose() {
      if (ended.isStopped) return;
      ended.next();
      ended.complete();
      connection.close();
    },
  };
  return tracker;
}

/** Drops of the page and its clock: the worker has neither. */
function asSeenHere<R extends Result>(): OperatorFunction<Worked<Result | undefined>, R> {
  return (results) =>
    results.pipe(
      filter((worked): worked is Worked<Result> => worked.result !== undefined),
      map(({ result, dropped }) => ({ ...(result as R), dropped, emitted: performance.now() })),
    );
}

function emptyPicture(): PoseError {
  return new PoseError(
    { reason: 'empty-picture', width: 0, height: 0 },
    'The frame has no pixels: it was closed, or given to another worker.',
    'Give each tracker frames of its own.',
  );
}
