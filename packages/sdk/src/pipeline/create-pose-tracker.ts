import { defer, filter, finalize, map, type Observable, Subject, takeUntil } from 'rxjs';
import { chooseBackend } from '../tensor/choose-backend.ts';
import type { Decoder } from '../tensor/decoder.ts';
import { bySimilarity } from '../track/by-similarity.ts';
import type { Frame } from '../types/frame.ts';
import type { PoseFrame } from '../types/pose.ts';
import { PoseError, throwIfAborted } from '../types/pose-error.ts';
import { defaultDecoder } from './default-decoder.ts';
import { createEngineKeeper } from './engine-keeper.ts';
import { LOST } from './loss.ts';
import { newest } from './newest.ts';
import type { ComparedFrame, LiveOptions, PoseTracker, PoseTrackerOptions, TrackerEvent } from './pose-tracker.ts';
import { createSession, type Engine, type Step } from './session.ts';

/**
 * Loads a detector and a heatmap network and makes a tracker of them:
 * source → frame → detect → crop → infer → decode → lift → track → smooth.
 *
 * Nothing is fetched but the addresses in the recipes, and nothing after this resolves.
 *
 * @throws PoseError `no-backend`, `model-unreachable`, `model-truncated`, `model-corrupt`, `manifest-invalid`,
 * `manifest-unsupported`, `invalid-argument`, `aborted`; whatever was loaded by then is released
 */
export async function createPoseTracker(options: PoseTrackerOptions): Promise<PoseTracker> {
  const { maxPeople } = limits(options);
  throwIfAborted(options.signal);
  const track = options.track ?? bySimilarity();
  const backend = await chooseBackend(options.backends, options.logger);
  throwIfAborted(options.signal);
  const keeper = await createEngineKeeper({
    backend,
    detector: options.detector,
    model: options.model,
    decoder: options.decoder,
    maxPeople,
    warmup: options.warmup ?? true,
    signal: options.signal,
    onProgress: options.onProgress,
    logger: options.logger,
  });
  if (options.signal?.aborted) keeper.dispose();
  throwIfAborted(options.signal);
  const fallback = defaultDecoder(keeper.initial.network.manifest);
  const events = new Subject<TrackerEvent>();
  const ended = new Subject<void>();
  keeper.events.subscribe({ next: (type) => events.next({ type }) });

  /** The options as they stand, and all decoders of a frame: the first leads. */
  function current(live: (() => LiveOptions) | undefined, compared: readonly Decoder[], smoothed: boolean) {
    const now = { ...options, ...live?.() };
    const leader = now.decoder ?? fallback;
    const others = new Set(compared.filter((decoder) => decoder !== leader));
    const decoders: readonly [Decoder, ...Decoder[]] = [leader, ...others];
    return { decoders, smooth: smoothed ? now.smooth : undefined, lift: now.lift, ...limits(now) };
  }

  function newSession(live: (() => LiveOptions) | undefined, compared: readonly Decoder[], smoothed: boolean) {
    const settings = {
      ...current(live, compared, smoothed),
      associator: track(),
      onSeek: (from: number, to: number) => events.next({ type: 'seek', from, to }),
    };
    const session = createSession(settings);
    return {
      reset: session.reset,
      async step(frame: Frame, engine: Engine): Promise<SettledStep> {
        const { decoders } = Object.assign(settings, current(live, compared, smoothed));
        return { ...(await session.step(frame, engine)), decoders };
      },
    };
  }

  /** The flow of one subscription. A frame that was under way when the context was lost has no result. */
  function run(
    frames: Observable<Frame>,
    live: (() => LiveOptions) | undefined,
    compared: readonly Decoder[],
    smoothed: boolean,
  ): Observable<{ step: SettledStep; frame: Frame; dropped: number }> {
    return defer(() => {
      assertAlive();
      const session = newSession(live, compared, smoothed);
      const resets = keeper.events.subscribe(() => session.reset());
      return frames.pipe(
        newest(async (frame) => ({ frame, step: await keeper.use((engine) => session.step(frame, engine)) })),
        map(({ result: { frame, step }, dropped }) => ({ frame, step, dropped })),
        filter((worked): worked is { frame: Frame; step: SettledStep; dropped: number } => worked.step !== LOST),
        takeUntil(ended),
        finalize(() => resets.unsubscribe()),
      );
    });
  }

  function assertAlive() {
    if (ended.closed || ended.isStopped) {
      throw new PoseError(
        { reason: 'disposed', what: 'tracker' },
        'This tracker was disposed.',
        'Make another with createPoseTracker().',
      );
    }
  }

  const tracker: PoseTracker = {
    backend: backend.name,
    skeleton: keeper.initial.network.manifest.skeleton,
    events: events.asObservable(),

    track: (frames, live) =>
      run(frames, live, [], true).pipe(
        map(({ step, frame, dropped }) => ({ ...facts(frame, step, dropped), poses: step.poses })),
      ),

    compare<Name extends string>(
      frames: Observable<Frame>,
      decoders: Readonly<Record<Name, Decoder>>,
      live?: () => LiveOptions,
    ) {
      const names = Object.keys(decoders) as Name[];
      const compared = names.map((name) => decoders[name]);
      // The tracker's own decoder leads: which others are compared never changes where it looks.
      return run(frames, live, compared, false).pipe(
        map(({ step, frame, dropped }): ComparedFrame<Name> => {
          const at = (name: Name) => step.byDecoder[step.decoders.indexOf(decoders[name])];
          const poses = Object.fromEntries(names.map((name) => [name, at(name)]));
          return { ...facts(frame, step, dropped), poses: poses as ComparedFrame<Name>['poses'] };
        }),
      );
    },

    async estimate(frame, live) {
      try {
        assertAlive();
        const session = newSession(live, [], false);
        const attempt = () => keeper.use((engine) => session.step(frame, engine));
        let step = await attempt();
        while (step === LOST) step = await attempt(); // waits until the context is back
        return { ...facts(frame, step, 0), poses: step.poses };
      } finally {
        frame.close();
      }
    },

    dispose() {
      if (ended.isStopped) return;
      options.signal?.removeEventListener('abort', tracker.dispose);
      ended.next();
      ended.complete();
      events.complete();
      keeper.dispose();
    },
  };
  options.signal?.addEventListener('abort', tracker.dispose);
  return tracker;
}

/** A step, and the decoders it was made with. */
interface SettledStep extends Step {
  readonly decoders: readonly Decoder[];
}

function facts({ time, captured, size }: Frame, { stopwatch }: Step, dropped: number): Omit<PoseFrame, 'poses'> {
  return { time, captured, emitted: performance.now(), size, dropped, timings: stopwatch.read() };
}

/** @throws PoseError `invalid-argument` */
function limits(options: LiveOptions) {
  return {
    maxPeople: checked('maxPeople', options.maxPeople ?? 1, 1, 20, Number.isInteger),
    detectEvery: checked('detectEvery', options.detectEvery ?? 500, 0, Number.POSITIVE_INFINITY),
    minPresence: checked('minPresence', options.minPresence ?? 0.5, 0, 1),
  };
}

function checked(
  argument: string,
  value: number,
  low: number,
  high: number,
  also: (value: number) => boolean = () => true,
): number {
  if (value >= low && value <= high && also(value)) return value;
  throw new PoseError(
    { reason: 'invalid-argument', argument, found: String(value), wanted: `${low}…${high}` },
    `The option ${argument} is ${value}.`,
    `Give a number from ${low} to ${high}.`,
  );
}
