import type { Frame } from '@integral-pose/sdk';
import { finalize, map, type Observable } from 'rxjs';

/** Frames whose result may still come: one is worked on, one waits. */
const HELD = 2;

/**
 * Shows, over the live picture, the frame that the latest result belongs to, so that the skeleton lies on the person
 * however long the work took.
 */
export class InStep {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: ImageBitmapRenderingContext | null;
  #on = true;
  #held: Frame[] = [];

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
    this.#context = canvas.getContext('bitmaprenderer');
    this.hide();
  }

  set(on: boolean): void {
    this.#on = on;
    if (!on) this.hide();
  }

  /** The same frames; each is kept a little after it was closed, in case it is to be shown. */
  keep(frames: Observable<Frame>): Observable<Frame> {
    let ended = false;
    return frames.pipe(
      map(({ image, size, time, captured, rotation, close }) => {
        const frame = { image, size, time, captured, rotation, close };
        let closed = false;
        const hold = () => {
          if (closed) return;
          closed = true;
          if (ended || !this.#on) close();
          else this.#hold(frame);
        };
        return { ...frame, close: hold };
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
    this.#context?.transferFromImageBitmap(frame.image);
    this.#canvas.hidden = false;
    this.#release();
  }

  /** The live picture is seen again. */
  hide(): void {
    this.#canvas.hidden = true;
    this.#release();
  }

  #hold(frame: Frame): void {
    this.#held.push(frame);
    if (this.#held.length > HELD) this.#held.shift()?.close();
  }

  #release(): void {
    for (const frame of this.#held) frame.close();
    this.#held = [];
  }
}
