import type { Frame, PoseError, PoseFrame, PoseTracker, Progress } from '@integral-pose/sdk';
import type { Observable, Subscription } from 'rxjs';
import { LiveSmoothing } from './live-smoothing.ts';
import { isAbort } from './messages.ts';
import { needsNewTracker, type Settings, worksInWorker } from './settings.ts';
import type { OpenSource } from './sources/open-source.ts';
import { TrackerLoader } from './tracker-loader.ts';

/** Where the page stands. */
export type Phase = 'welcome' | 'opening' | 'loading' | 'tracking' | 'failed';

/** Opens a source; rejects when it cannot or when the signal is aborted. */
export type Opener = (signal: AbortSignal) => Promise<OpenSource>;

/** What the session tells the page. */
export interface SessionEvents {
  /** Something in the session's public fields changed. */
  changed(): void;
  /** A source is now open and is to be shown. */
  opened(source: OpenSource): void;
  /** A session of tracking begins: figures start afresh. */
  started(): void;
  frame(frame: PoseFrame): void;
  /**
   * May wrap the frames on their way to the tracker.
   * @param transferred their pixels go to a worker: whoever wants to show them needs a copy
   */
  frames(frames: Observable<Frame>, transferred: boolean): Observable<Frame>;
}

/** One source and one tracker, either of which may be replaced while the other goes on. */
export class Session {
  readonly #events: SessionEvents;
  readonly #loader = new TrackerLoader();
  readonly #smoothing: LiveSmoothing;
  #settings: Settings;
  #opener: Opener | undefined;
  #opening = new AbortController();
  #source: OpenSource | undefined;
  #tracker: PoseTracker | undefined;
  #progress: Progress | undefined;
  #sourceError: unknown;
  #trackerError: unknown;
  #lost = false;
  #fallback: PoseError | undefined;
  #subscription: Subscription | undefined;

  constructor(settings: Settings, events: SessionEvents) {
    this.#settings = settings;
    this.#smoothing = new LiveSmoothing(settings);
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
    return this.#sourceError ?? this.#trackerError;
  }

  /** The GPU's context is gone and is being brought back. */
  get lost(): boolean {
    return this.#lost;
  }

  /** Whether frames are worked on in a worker. */
  get inWorker(): boolean {
    return this.#tracker !== undefined && !this.#fallback && worksInWorker(this.#settings);
  }

  /** Why the worker that was asked for is not used. */
  get fallback(): PoseError | undefined {
    return this.#fallback;
  }

  get phase(): Phase {
    if (this.error) return 'failed';
    if (!this.#opener) return 'welcome';
    if (!this.#source) return 'opening';
    return this.#tracker ? 'tracking' : 'loading';
  }

  /** Replaces the source. The tracker stays, or is loaded at the same time. */
  async open(opener: Opener): Promise<void> {
    this.#closeSource();
    this.#opener = opener;
    if (!this.#tracker && !this.#progress) void this.#load();
    const { signal } = this.#opening;
    this.#events.changed();
    try {
      const source = await opener(signal);
      if (signal.aborted) return source.close();
      this.#source = source;
      this.#events.opened(source);
      this.#start();
    } catch (error) {
      if (!signal.aborted) this.#sourceError = error;
    }
    this.#events.changed();
  }

  /** Changes settings: at once where the tracker can take them, else with another tracker. */
  apply(settings: Settings): void {
    const replace = needsNewTracker(this.#settings, settings);
    this.#settings = settings;
    this.#smoothing.set(settings);
    if (replace && this.#opener) void this.#load();
  }

  /** Tries again what failed. */
  retry(): void {
    const opener = this.#opener;
    if (!opener) return;
    if (this.#source) void this.#load();
    else void this.open(opener);
  }

  /** Stops everything: back to the first state. */
  stop(): void {
    this.#closeSource();
    this.#opener = undefined;
    this.#loader.stop();
    this.#releaseTracker();
    this.#progress = undefined;
    this.#events.changed();
  }

  async #load(): Promise<void> {
    this.#releaseTracker();
    this.#progress = { phase: 'download', fraction: 0, loaded: 0, total: 0, label: '' };
    this.#events.changed();
    try {
      const tracker = await this.#loader.load(this.#settings, this.#smoothing, (progress) => {
        this.#progress = progress;
        this.#events.changed();
      });
      this.#tracker = tracker;
      this.#progress = undefined;
      tracker.events.subscribe((event) => {
        if (event.type === 'seek') return;
        if (event.type === 'fallback') this.#fallback = event.error;
        else this.#lost = event.type === 'lost';
        this.#events.changed();
      });
      this.#start();
    } catch (error) {
      if (isAbort(error)) return;
      this.#progress = undefined;
      this.#trackerError = error;
    }
    this.#events.changed();
  }

  /** Tracks, once there are both a source and a tracker. */
  #start(): void {
    this.#subscription?.unsubscribe();
    if (!this.#source || !this.#tracker) return;
    this.#events.started();
    const frames = this.#events.frames(this.#source.frames(), this.inWorker);
    this.#subscription = this.#tracker.track(frames).subscribe({
      next: (frame) => this.#events.frame(frame),
      error: (error) => {
        // The source may be at fault (unplugged) or the tracker: both are made anew by a retry.
        this.#closeSource();
        this.#releaseTracker();
        this.#trackerError = error;
        this.#events.changed();
      },
    });
    this.#events.changed();
  }

  #releaseTracker(): void {
    this.#subscription?.unsubscribe();
    this.#tracker?.dispose();
    this.#tracker = undefined;
    this.#trackerError = undefined;
    this.#lost = false;
    this.#fallback = undefined;
  }

  #closeSource(): void {
    this.#opening.abort();
    this.#opening = new AbortController();
    this.#subscription?.unsubscribe();
    this.#source?.close();
    this.#source = undefined;
    this.#sourceError = undefined;
  }
}
