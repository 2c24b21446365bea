import { getBackend, setBackend } from '@tensorflow/tfjs-core';
import { type Observable, Subject } from 'rxjs';
import { createCropSampler } from '../crop/crop-sampler.ts';
import type { Backend } from '../tensor/backend.ts';
import type { Decoder } from '../tensor/decoder.ts';
import type { DetectorRecipe } from '../tensor/detector.ts';
import type { NetworkRecipe } from '../tensor/network.ts';
import type { LoadContext, Recipe } from '../tensor/recipe.ts';
import type { Frame } from '../types/frame.ts';
import type { Logger } from '../types/logger.ts';
import { PoseError, throwIfAborted } from '../types/pose-error.ts';
import type { Progress } from '../types/progress.ts';
import { defaultDecoder } from './default-decoder.ts';
import { estimatePeople } from './estimate-people.ts';
import { createLoadProgress, type LoadProgress } from './load-progress.ts';
import { createLoss, LOST } from './loss.ts';
import type { Engine } from './session.ts';
import { createStopwatch } from './stopwatch.ts';

/** What is needed to load, and to load again after the GPU context was lost. */
export interface EngineOptions {
  readonly backend: Backend;
  readonly detector: DetectorRecipe;
  readonly model: NetworkRecipe;
  /** Warmed up with the network. Default: {@link defaultDecoder}'s. */
  readonly decoder: Decoder | undefined;
  readonly maxPeople: number;
  readonly warmup: boolean;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: Progress) => void) | undefined;
  readonly logger: Logger | undefined;
}

/** A dying context often throws before the browser says that it is lost, the later the busier it is: how long before, ms. */
const LAST_WORDS = 2_000;

/** Owns what is loaded. Replaces it when the GPU context is lost; while that lasts, work waits. */
export interface EngineKeeper {
  readonly initial: Engine;
  /** Emits `lost`, then `recovered`; fails if the back-end does not come back. Completes on dispose. */
  readonly events: Observable<'lost' | 'recovered'>;
  /** Runs work on the engine once there is one. Answers {@link LOST} if the context goes meanwhile. */
  use<T>(work: (engine: Engine) => Promise<T>): Promise<T | typeof LOST>;
  dispose(): void;
}

export async function createEngineKeeper(options: EngineOptions): Promise<EngineKeeper> {
  const { backend } = options;
  const events = new Subject<'lost' | 'recovered'>();
  const sampler = createCropSampler(backend.onGpu);
  let disposed = false;
  const loss = createLoss();

  function activate() {
    // A back-end that has started is made current before this returns; the promise is for those that have not.
    if (getBackend() !== backend.name) void setBackend(backend.name);
  }

  async function load(progress: LoadProgress): Promise<Engine> {
    return { backend: backend.name, open: sampler.open, activate, ...(await loadAll(options, progress, unlessLost)) };
  }

  /** Work on a context that is lost may never end. What is lost is warmed up again when it is back. */
  async function unlessLost(work: Promise<void>): Promise<void> {
    await loss.orLost(work);
  }

  /** Loaded and not yet released. */
  let loaded: Engine | null = null;
  let current: Promise<Engine>;
  let stopListening = listen();

  /** A context is watched while it lives; the one that follows it has to be watched anew. */
  function listen() {
    return backend.onLost?.(() => void recover());
  }

  async function recover() {
    if (disposed) return;
    stopListening?.();
    const before = current;
    loss.tell();
    const mine = before.then(async (engine) => {
      await backend.restart?.();
      if (!disposed) stopListening = listen();
      await Promise.all([engine.detector.reload?.(), engine.network.reload?.()]);
      if (options.warmup && !disposed) await unlessLost(warmUp(engine, options, createLoadProgress(undefined)));
      return engine;
    });
    // Before the news is told: whoever asks for work because of it has to wait.
    current = mine;
    events.next('lost');
    try {
      const engine = await mine;
      if (disposed) release(engine);
      // Lost again meanwhile, it is not back yet.
      else if (current === mine) events.next('recovered');
    } catch (cause) {
      if (disposed) return;
      const error = new PoseError(
        { reason: 'backend-lost', backend: backend.name },
        `The back-end ${backend.name} was lost and did not come back.`,
        'Dispose the tracker and make another, with wasm() first.',
        { cause },
      );
      current = Promise.reject(error);
      current.catch(() => undefined);
      options.logger?.warn(error.message);
    }
  }

  try {
    current = load(createLoadProgress(options.onProgress));
    const initial = await current;
    loaded = initial;
    return {
      initial,
      events,
      async use<T>(work: (engine: Engine) => Promise<T>): Promise<T | typeof LOST> {
        const engine = await current;
        if (disposed)
          throw new PoseError(
            { reason: 'disposed', what: 'tracker' },
            'The tracker was disposed.',
            'Make another with createPoseTracker().',
          );
        return loss.orLost(work(engine)).catch(async (error: unknown): Promise<typeof LOST> => {
          const mayBeLost = backend.onLost && !(error instanceof PoseError);
          if (!mayBeLost) throw error;
          const verdict = await loss.orLost(new Promise((resolve) => setTimeout(resolve, LAST_WORDS)));
          if (verdict === LOST) return LOST;
          throw error;
        });
      },
      dispose() {
        if (disposed) return;
        disposed = true;
        stopListening?.();
        sampler.dispose();
        if (loaded) release(loaded);
        loaded = null;
        events.complete();
      },
    };
  } catch (error) {
    stopListening?.();
    sampler.dispose();
    throw error;
  }
}

function release({ detector, network }: Pick<Engine, 'detector' | 'network'>): void {
  detector.dispose();
  network.dispose();
}

/** Loads detector and network side by side. If one fails, the other is aborted and released. */
async function loadAll(
  options: EngineOptions,
  progress: LoadProgress,
  unlessLost: (work: Promise<void>) => Promise<void>,
) {
  const failure = new AbortController();
  const { signal } = failure;
  const forward = () => failure.abort(options.signal?.reason);
  options.signal?.addEventListener('abort', forward);
  if (options.signal?.aborted) forward();

  async function loadOne<T extends { dispose(): void }>(recipe: Recipe<T>): Promise<T> {
    const bar = progress.recipe(recipe.name);
    const context: LoadContext = { backend: options.backend, signal, onBytes: bar.onBytes, logger: options.logger };
    try {
      const loaded = await recipe.load(context);
      bar.done();
      return loaded;
    } catch (error) {
      failure.abort(error);
      throw error;
    }
  }

  const [detector, network] = await Promise.allSettled([loadOne(options.detector), loadOne(options.model)]);
  options.signal?.removeEventListener('abort', forward);
  if (detector.status === 'fulfilled' && network.status === 'fulfilled') {
    const loaded = { detector: detector.value, network: network.value };
    try {
      if (options.warmup) await unlessLost(warmUp(loaded, options, progress));
      return loaded;
    } catch (error) {
      release(loaded);
      throw error;
    }
  }
  if (detector.status === 'fulfilled') detector.value.dispose();
  if (network.status === 'fulfilled') network.value.dispose();
  throwIfAborted(options.signal);
  // The one that failed first is the reason; the other only says that it was aborted.
  throw signal.reason;
}

/**
 * Runs everything once on a blank picture, so that the first real frame finds its shaders compiled. On a GPU a batch of
 * another size needs other shaders: each is compiled now.
 */
async function warmUp(
  { detector, network }: Pick<Engine, 'detector' | 'network'>,
  { backend, decoder, maxPeople, signal }: EngineOptions,
  progress: LoadProgress,
): Promise<void> {
  const sampler = createCropSampler(backend.onGpu);
  const image = await createImageBitmap(new ImageData(64, 64));
  try {
    const frame: Frame = { image, size: { width: 64, height: 64 }, time: 0, captured: 0, rotation: 0, close() {} };
    const pixels = sampler.open(frame);
    const region = { centre: { x: 32, y: 32 }, side: 64, angle: 0 };
    const batches = backend.onGpu ? Array.from({ length: maxPeople }, (_, index) => index + 1) : [1];
    const estimation = { network, decoders: [decoder ?? defaultDecoder(network.manifest)], backend: backend.name };
    progress.warmup(0, 'detector');
    await detector.detect(pixels, 1);
    throwIfAborted(signal);
    for (const [index, people] of batches.entries()) {
      progress.warmup((index + 1) / (batches.length + 1), network.manifest.name);
      await estimatePeople(pixels, new Array(people).fill(region), estimation, createStopwatch());
      throwIfAborted(signal);
    }
    progress.warmup(1, network.manifest.name);
    throwIfAborted(signal);
  } finally {
    image.close();
    sampler.dispose();
  }
}
