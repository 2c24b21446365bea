import type { Observable } from 'rxjs';
import type { Frame, Rotation } from '../types/frame.ts';
import { imageFrame, type Picture } from './image-frame.ts';
import { inTurn, type Taken } from './in-turn.ts';

/** Options of {@link images}. */
export interface ImagesOptions {
  /** From one picture to the next on the source's clock, ms. Default 1000 / 30. */
  readonly interval?: number;
  /** How far each picture has to be turned, clockwise, for people to stand upright. Default 0. */
  readonly rotation?: Rotation;
}

/**
 * Pictures as the frames of a film: picture i has the time `i × interval`. Every one is given: the next follows when the
 * frame before was closed. What is given stays the caller's; see `imageFrame` for what it may be. An iterable that can
 * be gone through only once serves one subscription.
 *
 * For pictures that have nothing to do with each other, `tracker.estimate(await imageFrame(picture))` is right.
 *
 * Errors: those of `imageFrame`.
 */
export function images(
  pictures: Iterable<Picture> | AsyncIterable<Picture>,
  options: ImagesOptions = {},
): Observable<Frame> {
  const { interval = 1000 / 30, rotation = 0 } = options;
  async function* take(signal: AbortSignal): AsyncGenerator<Taken> {
    let index = 0;
    for await (const picture of pictures) {
      if (signal.aborted) return;
      const { image, captured } = await imageFrame(picture);
      yield { image, captured, time: interval * index++ };
    }
  }
  return inTurn(take, rotation);
}
