import type { Subscriber } from 'rxjs';
import type { Frame, Rotation } from '../types/frame.ts';
import { createFrame } from './create-frame.ts';

/** What browsers take a snapshot of. */
export type Moving = HTMLVideoElement | HTMLCanvasElement | OffscreenCanvas;

/** Pictures that may be under way at once. A browser that falls behind by more is given a rest. */
const MAX_PENDING = 3;

/**
 * Takes pictures of something that moves. `createImageBitmap` takes its snapshot at once and answers later, so pictures
 * may overlap; they are handed over in the order they were taken. Those that arrive after unsubscription are closed.
 */
export class Shutter {
  readonly #subscriber: Subscriber<Frame>;
  readonly #rotation: Rotation;
  #last: Promise<void> = Promise.resolve();
  #pending = 0;

  constructor(subscriber: Subscriber<Frame>, rotation: Rotation) {
    this.#subscriber = subscriber;
    this.#rotation = rotation;
  }

  /**
   * Takes a picture.
   * @param time ms on the source's clock
   * @param captured ms on the clock of `performance.now()`
   * @param failed called when the browser could not, unless unsubscribed meanwhile
   */
  take(source: Moving, time: number, captured: number, failed: (thrown: unknown) => void): void {
    if (this.#pending >= MAX_PENDING) return;
    this.#pending++;
    const picture = createImageBitmap(source);
    // Awaited after those before it, which takes longer than its failure may wait for a handler.
    picture.catch(() => {});
    this.#last = this.#last.then(async () => {
      try {
        const image = await picture;
        if (this.#subscriber.closed) image.close();
        else this.#subscriber.next(createFrame(image, { time, captured, rotation: this.#rotation }));
      } catch (thrown) {
        if (!this.#subscriber.closed) failed(thrown);
      } finally {
        this.#pending--;
      }
    });
  }

  /** Resolves when every picture taken so far is handed over. */
  get settled(): Promise<void> {
    return this.#last;
  }
}
