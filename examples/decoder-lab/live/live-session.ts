import {
  blazePoseDetector,
  type ComparedFrame,
  createPoseTracker,
  type Frame,
  heatmapModel,
  imageFrame,
  type PoseTracker,
  type Progress,
} from '@integral-pose/sdk';
import type { Observable, Subscription } from 'rxjs';
import { modelAddress } from '../../webcam/addresses.ts';
import { backendsFor } from '../../webcam/choices.ts';
import { isAbort } from '../../webcam/messages.ts';
import type { OpenSource } from '../../webcam/sources/open-source.ts';
import { labDecoders } from '../decoders.ts';
import type { LabSettings } from '../settings.ts';
import { DecoderTimes, timeDecoder } from '../time-decoders.ts';
import { FrameGate } from './frame-gate.ts';
import { type KeptMaps, MapTap } from './map-tap.ts';

/** Opens a source; rejects when it cannot or when the signal is aborted. */
export type Opener = (signal: AbortSignal) => Promise<OpenSource>;

type LiveSettings = Pick<LabSettings, 'model' | 'backend' | 'decoders'>;

/** What the session tells the page. */
export interface LiveEvents {
  /** Something in the session's public fields changed. */
  changed(): void;
  /** A comparison begins: figures start afresh. */
  started(): void;
  /** @param maps the person's heatmaps, where they are at hand; valid until the next frame is worked on */
  frame(frame: ComparedFrame<string>, maps: KeptMaps | undefined): void;
  /** The maps of the latest frame, which came without. */
  maps(maps: KeptMaps): void;
  /** The picture of the latest frame, where it is at hand. */
  picture(): HTMLCanvasElement | undefined;
  /** May wrap the frames on their way to the tracker. */
  frames(frames: Observable<Frame>): Observable<Frame>;
}

/** ms from one measurement of the decoders' times to the next. */
const TIMING_PERIOD = 1_500;

/**
 * One source and one tracker, and on them a comparison of the chosen decoders: `tracker.compare`. Choosing others
 * starts another comparison on the same tracker.
 */
export class LiveSession {
  readonly times = new DecoderTimes();
  readonly tap = new MapTap();
  readonly #events: LiveEvents;
  readonly #gate = new FrameGate();
  #settings: LiveSettings;
  #opener: Opener | undefined;
  #opening = new AbortController();
  #loading = new AbortController();
  #released: Promise<unknown> = Promise.resolve();
  #subscription: Subscription | undefined;
  #frame: ComparedFrame<string> | undefined;
  #latest: KeptMaps | undefined;
  #source: OpenSource | undefined;
  #tracker: PoseTracker | undefined;
  #progress: Progress | undefined;
  #error: unknown;
  #lost = false;

  constructor(settings: LiveSettings, events: LiveEvents) {
    this.#settings = settings;
    this.#events = events;
    setInterval(() => {
      this.#measure().catch((error: unknown) => this.#failed(error));
    }, TIMING_PERIOD);
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

  /** The GPU's context is gone and is being brought back. */
  get lost(): boolean {
    return this.#lost;
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

  /** Changes settings. Other decoders are compared at once; another model or back-end is loaded. */
  apply(settings: LiveSettings): void {
    const { model, backend, decoders } = this.#settings;
    this.#settings = settings;
    if (!this.#opener) {
      if (model !== settings.model || backend !== settings.backend) this.#releaseTracker();
    } else if (model !== settings.model || backend !== settings.backend) void this.#load();
    else if (decoders !== settings.decoders) this.#start();
  }

  /** Tries again what failed. */
  retry(): void {
    const opener = this.#opener;
    if (opener) void this.open(opener);
  }

  /** Closes the source. The tracker is kept for the next one. */
  stop(): void {
    this.#closeSource();
    this.#opener = undefined;
    this.#error = undefined;
    this.#events.changed();
  }

  async #load(): Promise<void> {
    this.#loading.abort();
    this.#loading = new AbortController();
    const { signal } = this.#loading;
    this.#releaseTracker();
    this.#progress = { phase: 'download', fraction: 0, loaded: 0, total: 0, label: '' };
    this.#events.changed();
    // One after another: they share the back-end's memory.
    const loading = this.#released.then(async () =>
      createPoseTracker({
        backends: await backendsFor(this.#settings.backend),
        detector: blazePoseDetector({ model: modelAddress('blazepose-detector/manifest.json') }),
        model: this.tap.wrap(heatmapModel(modelAddress(`blazepose-${this.#settings.model}/manifest.json`))),
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
      this.#tracker = tracker;
      this.#progress = undefined;
      tracker.events.subscribe(({ type }) => {
        if (type === 'seek') return;
        this.#lost = type === 'lost';
        if (this.#lost) this.tap.forget();
        this.#latest = undefined;
        this.#events.changed();
      });
      this.#start();
    } catch (error) {
      if (isAbort(error)) return;
      this.#progress = undefined;
      this.#error = error;
    }
    this.#events.changed();
  }

  /** Compares, once there are a source, a tracker and decoders. */
  #start(): void {
    this.#subscription?.unsubscribe();
    this.#latest = undefined;
    this.#frame = undefined;
    if (!this.#source || !this.#tracker) return;
    this.#events.started();
    const chosen = labDecoders(this.#settings.decoders.split(','));
    const decoders = Object.fromEntries(chosen.map((decoder) => [decoder.key, decoder.make()]));
    const frames = this.#gate.pass(this.#events.frames(this.#source.frames()));
    this.#subscription = this.#tracker.compare(frames, decoders).subscribe({
      next: (frame) => {
        this.#frame = frame;
        this.#latest = this.tap.take();
        this.#events.frame(frame, this.#latest);
      },
      error: (error) => this.#failed(error),
    });
  }

  /** The source may be at fault (unplugged) or the tracker: both are made anew by a retry. */
  #failed(error: unknown): void {
    // What dies with a lost context is made again by the tracker.
    if (this.#lost) return;
    this.#closeSource();
    this.#releaseTracker();
    this.#error = error;
    this.#events.changed();
  }

  /** Measures each decoder by itself, on the latest maps, while no frame is worked on. */
  async #measure(): Promise<void> {
    if (!this.#frame || document.hidden) return;
    await this.#gate.alone(async () => {
      await this.#findMaps();
      for (const decoder of labDecoders(this.#settings.decoders.split(','))) {
        const maps = this.#latest;
        if (!maps || !this.tap.isCurrent(maps)) return;
        // The first run on a GPU compiles shaders and does not count.
        const isFirst = this.times.count(decoder.key) === 0;
        if (isFirst) await timeDecoder(() => maps.heatmaps(), decoder.make());
        if (!this.tap.isCurrent(maps)) return;
        this.times.add(decoder.key, await timeDecoder(() => maps.heatmaps(), decoder.make()));
      }
    });
  }

  /** A frame in which somebody was just found comes without its maps. In a pause there is no other. */
  async #findMaps(): Promise<void> {
    const frame = this.#frame;
    const pose = Object.values(frame?.poses ?? {})[0]?.[0];
    const picture = this.#events.picture();
    if (this.#latest || !pose || !picture) return;
    const copy = await imageFrame(picture);
    try {
      if (this.#frame !== frame) return;
      this.#latest = this.tap.lookAgain(copy, pose.region);
    } finally {
      copy.close();
    }
    if (this.#latest) this.#events.maps(this.#latest);
  }

  #releaseTracker(): void {
    this.#subscription?.unsubscribe();
    this.#tracker?.dispose();
    this.#tracker = undefined;
    this.#latest = undefined;
    this.#frame = undefined;
    this.#error = undefined;
    this.#lost = false;
    this.times.clear();
  }

  #closeSource(): void {
    this.#opening.abort();
    this.#opening = new AbortController();
    this.#subscription?.unsubscribe();
    this.#frame = undefined;
    this.#latest = undefined;
    this.#source?.close();
    this.#source = undefined;
  }
}
