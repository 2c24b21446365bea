import {
  blazePoseDetector,
  type CameraView,
  createPoseTracker,
  type Frame,
  heatmapModel,
  type PoseFrame,
  type PoseTracker,
  type Progress,
} from '@integral-pose/sdk';
import type { Observable, Subscription } from 'rxjs';
import { modelAddress } from '../webcam/addresses.ts';
import { backendsFor } from '../webcam/choices.ts';
import { isAbort } from '../webcam/messages.ts';
import type { OpenSource } from '../webcam/sources/open-source.ts';
import { manifestAddress } from './models.ts';

/** Opens a source; rejects when it cannot or when the signal is aborted. */
export type Opener = (signal: AbortSignal) => Promise<OpenSource>;

/** What a tracker is made of. */
export interface SessionSettings {
  /** Address of the model's manifest. */
  readonly model: string;
  readonly backend: Parameters<typeof backendsFor>[0];
  readonly people: number;
}

/** What the session tells the page. */
export interface SessionEvents {
  /** Something in the session's public fields changed. */
  changed(): void;
  /** Tracking begins: figures start afresh. */
  started(source: OpenSource, tracker: PoseTracker): void;
  frame(frame: PoseFrame): void;
  /** May wrap the frames on their way to the tracker. */
  frames(frames: Observable<Frame>): Observable<Frame>;
  /** The camera that the source's next frame is seen through, if it is known. */
  camera(source: OpenSource): CameraView | undefined;
}

/** One source and one tracker, either of which may be replaced while the other goes on. */
export class Session {
  readonly #events: SessionEvents;
  #settings: SessionSettings;
  #opener: Opener | undefined;
  #opening = new AbortController();
  #loading = new AbortController();
  #released: Promise<unknown> = Promise.resolve();
  #subscription: Subscription | undefined;
  #source: OpenSource | undefined;
  #tracker: PoseTracker | undefined;
  #progress: Progress | undefined;
  #error: unknown;

  constructor(settings: SessionSettings, events: SessionEvents) {
    this.#settings = settings;
    this.#events = events;
  }

  get source(): OpenSource | undefined {
    return this.#source;
  }

  get tracker(): PoseTracker | undefined {
    return this.#tracker;
  }

  get progress(): Progress | undefined {
    return this.#progress;
  }

  /** What stopped the source or the tracker. */
  get error(): unknown {
    return this.#error;
  }

  /** Replaces the source. The tracker stays, or is loaded at the same time. */
  async open(opener: Opener): Promise<void> {
    this.#closeSource();
    this.#error = undefined;
    this.#opener = opener;
    const { signal } = this.#opening;
    if (!this.#tracker && !this.#progress) void this.#load();
    this.#events.changed();
    try {
      const source = await opener(signal);
      if (signal.aborted) return source.close();
      this.#source = source;
      this.#start();
    } catch (error) {
      if (signal.aborted) return;
      this.#error = error;
    }
    this.#events.changed();
  }

  /** Loads a tracker with other settings. */
  apply(settings: SessionSettings): void {
    this.#settings = settings;
    if (this.#opener) void this.#load();
    else this.#releaseTracker();
  }

  /** Tries again what failed. */
  retry(): void {
    if (this.#opener) void this.open(this.#opener);
  }

  /** Closes the source and releases the tracker. */
  stop(): void {
    this.#closeSource();
    this.#loading.abort();
    this.#releaseTracker();
    this.#opener = undefined;
    this.#progress = undefined;
    this.#error = undefined;
    this.#events.changed();
  }

  async #load(): Promise<void> {
    this.#loading.abort();
    this.#loading = new AbortController();
    const { signal } = this.#loading;
    const { model, backend, people } = this.#settings;
    this.#releaseTracker();
    this.#error = undefined;
    this.#progress = { phase: 'download', fraction: 0, loaded: 0, total: 0, label: '' };
    this.#events.changed();
    // One after another: they share the back-end's memory.
    const loading = this.#released.then(async () =>
      createPoseTracker({
        backends: await backendsFor(backend),
        detector: blazePoseDetector({ model: modelAddress('blazepose-detector/manifest.json') }),
        model: heatmapModel(manifestAddress(model)),
        maxPeople: people,
        signal,
        onProgress: (progress) => {
          if (signal.aborted) return;
          this.#progress = progress;
          this.#events.changed();
        },
      }),
    );
    this.#released = loading.catch(() => undefined);
    try {
      const tracker = await loading;
      if (signal.aborted) return tracker.dispose();
      this.#tracker = tracker;
      this.#progress = undefined;
      this.#start();
    } catch (error) {
      if (isAbort(error)) return;
      this.#progress = undefined;
      this.#error = error;
    }
    this.#events.changed();
  }

  /** Tracks, once there are a source and a tracker. */
  #start(): void {
    this.#subscription?.unsubscribe();
    if (!this.#source || !this.#tracker) return;
    this.#events.started(this.#source, this.#tracker);
    const source = this.#source;
    const live = () => {
      const camera = this.#events.camera(source);
      return camera ? { lift: { camera } } : {};
    };
    this.#subscription = this.#tracker.track(this.#events.frames(source.frames()), live).subscribe({
      next: (frame) => this.#events.frame(frame),
      error: (error) => {
        // The source may be at fault (unplugged) or the tracker: both are made anew by a retry.
        this.#closeSource();
        this.#releaseTracker();
        this.#error = error;
        this.#events.changed();
      },
    });
  }

  #releaseTracker(): void {
    this.#subscription?.unsubscribe();
    this.#tracker?.dispose();
    this.#tracker = undefined;
  }

  #closeSource(): void {
    this.#opening.abort();
    this.#opening = new AbortController();
    this.#subscription?.unsubscribe();
    this.#source?.close();
    this.#source = undefined;
  }
}
