import { Observable } from 'rxjs';
import type { Frame, Rotation } from '../types/frame.ts';
import { createFrame } from './create-frame.ts';

/** A picture that was taken and not yet handed over. */
export interface Taken {
  readonly image: ImageBitmap;
  /** ms on the source's clock. */
  readonly time: number;
  /** ms on the clock of `performance.now()`. */
  readonly captured: number;
}

/**
 * Hands pictures over at the pace of whoever takes them: each follows when the one before was closed, so none is ever
 * dropped, however long the work on it. One picture is taken ahead.
 * @param pictures makes the pictures for one subscription; its signal is aborted on unsubscription
 */
export function inTurn(
  pictures: (signal: AbortSignal) => AsyncGenerator<Taken>,
  rotation: Rotation,
): Observable<Frame> {
  return new Observable((subscriber) => {
    const unsubscribed = new AbortController();
    let proceed = () => {};
    subscriber.add(() => {
      unsubscribed.abort();
      proceed();
    });
    const handOver = async () => {
      const taking = pictures(unsubscribed.signal);
      for (let ahead = taking.next(); ; ) {
        const { done, value } = await ahead;
        if (done) return;
        if (subscriber.closed) {
          value.image.close();
          await taking.return(undefined);
          return;
        }
        ahead = taking.next();
        // Awaited only when its turn has come; it may fail before.
        ahead.catch(() => {});
        await new Promise<void>((resolve) => {
          proceed = resolve;
          subscriber.next(createFrame(value.image, { ...value, rotation, onClose: resolve }));
        });
      }
    };
    handOver().then(
      () => subscriber.complete(),
      // After unsubscription this says only that taking ahead was cut short.
      (thrown: unknown) => subscriber.error(thrown),
    );
  });
}
