import { Observable } from 'rxjs';
import type { Frame, Rotation } from '../types/frame.ts';
import { asError, emptyPicture, undecodable } from './media-error.ts';
import { Shutter } from './shutter.ts';

/** Options of {@link canvasFrames}. */
export interface CanvasFramesOptions {
  /**
   * Says when the canvas has been drawn: one frame for each value, which is the frame's time, ms on the canvas's own
   * clock. Completes the frames when it completes. Default: every animation frame, its time counted from subscription.
   */
  readonly drawn?: Observable<number>;
  /** At most so many frames a second. Not with `drawn`. Default: as many as there are animation frames. */
  readonly fps?: number;
  /** How far the picture has to be turned, clockwise, for people to stand upright. Default 0. */
  readonly rotation?: Rotation;
}

/** Animation frames, ms since subscription, thinned to `fps`. */
function animationFrames(fps: number): Observable<number> {
  return new Observable((subscriber) => {
    let begin: number | undefined;
    let due = 0;
    const next = () =>
      requestAnimationFrame((now) => {
        handle = next();
        begin ??= now;
        const time = now - begin;
        // Animation frames come a little early or late: half a millisecond must not cost a whole frame.
        if (time < due - 0.5) return;
        // Kept on the grid of 1 / fps, so that the mean rate is right; after a pause it begins anew.
        due = Math.max(due + 1000 / fps, time);
        subscriber.next(time);
      });
    let handle = next();
    subscriber.add(() => cancelAnimationFrame(handle));
  });
}

/**
 * What is drawn on a canvas, as frames. The snapshot is taken at once when `drawn` speaks: a WebGL canvas need not keep
 * its drawing buffer if it speaks in the same task in which it draws. The canvas stays the caller's.
 *
 * Errors: `empty-picture` (width or height 0), `undecodable-media` (a canvas that has lost its context or is tainted),
 * and those of `drawn`.
 */
export function canvasFrames(
  canvas: HTMLCanvasElement | OffscreenCanvas,
  options: CanvasFramesOptions = {},
): Observable<Frame> {
  const { rotation = 0, fps = Number.POSITIVE_INFINITY, drawn = animationFrames(fps) } = options;
  return new Observable((subscriber) => {
    const shutter = new Shutter(subscriber, rotation);
    subscriber.add(
      drawn.subscribe({
        next: (time) => {
          const { width, height } = canvas;
          if (!(width > 0 && height > 0)) return subscriber.error(emptyPicture('The canvas', width, height));
          shutter.take(canvas, time, performance.now(), (thrown) => subscriber.error(undecodable('', asError(thrown))));
        },
        error: (thrown: unknown) => subscriber.error(thrown),
        complete: () => void shutter.settled.then(() => subscriber.complete()),
      }),
    );
  });
}
