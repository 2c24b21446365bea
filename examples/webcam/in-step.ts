import type { Frame } from '@integral-pose/sdk';
import { finalize, map, type Observable } from 'rxjs';

/** Frames whose result may still come: one is worked on, one waits. */
const HELD = 2;

/** A picture that may be shown. */
interface Held {
  readonly time: number;
  readonly size: Frame['size'];
  /** Undefined until the copy is there. */
  image: ImageBitmap | undefined;
  close(): void;
}

/** Copies the picture before its pixels go to a worker. It is there long before the frame's result. */
function copyInto(held: Held): void {
  const copying = held.image && createImageBitmap(held.image);
  let closed = false;
  held.image = undefined;
  held.close = () => {
    closed = true;
    held.image?.close();
  };
  copying?.then(
    (copy) => {
      if (closed) copy.close();
      else held.image = copy;
    },
    () => undefined,
  );
}

/**
 * Shows, over the live picture, the frame that the latest result belongs to, so that the skeleton lies on the person
 * however long the work took.
 */
export class InStep {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: ImageBitmapRenderingContext | null;
  #on = true;
  #held: Held[] = [];

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
    this.#context = canvas.getContext('bitmaprenderer');
    this.hide();
  }

  set(on: boolean): void {
    this.#on = on;
    if (!on) this.hide();
  }

  /**
   * The same frames; each is kept a little after it was closed, in case it is to be shown.
   * @param transferred their pixels go to a worker, so a copy is kept. Default false
   */
  keep(frames: Observable<Frame>, transferred = false): Observable<Frame> {
    let ended = false;
    return frames.pipe(
      map((frame) => {
        const { image, size, time, captured, rotation } = frame;
        const held: Held = { time, size, image, close: () => frame.close() };
        if (transferred && this.#on) copyInto(held);
        let closed = false;
        const hold = () => {
          if (closed) return;
          closed = true;
          if (transferred) frame.close();
          if (ended || !this.#on) held.close();
          else this.#hold(held);
        };
        return { image, size, time, captured, rotation, close: hold };
      }),
      finalize(() => {
        ended = true;
        this.#release();
      }),
    );
  }

  /** Shows the frame of this time. */
  show(time: number): void {
    const frame = this.#held.find((held) => held.time === time);
    if (!frame || !this.#on) return;
    const { width, height } = frame.size;
    if (this.#canvas.width !== width) this.#canvas.width = width;
    if (this.#canvas.height !== height) this.#canvas.height = height;
    // Hands the pixels to the canvas without a copy.
    if (frame.image) this.#context?.transferFromImageBitmap(frame.image);
    this.#canvas.hidden = false;
    this.#release();
  }

  /** The live picture is seen again. */
  hide(): void {
    this.#canvas.hidden = true;
    this.#release();
  }

  #hold(frame: Held): void {
    this.#held.push(frame);
    if (this.#held.length > HELD) this.#held.shift()?.close();
  }

  #release(): void {
    for (const frame of this.#held) frame.close();
    this.#held = [];
  }
}
