import { from, isObservable, Observable, type OperatorFunction } from 'rxjs';

/** What {@link newest} emits. */
export interface Worked<Result> {
  readonly result: Result;
  /** How many were replaced by a newer one, unworked, since the subscription began. */
  readonly dropped: number;
}

/**
 * Backpressure: works on one at a time, and while it does, at most one waits. A newer one replaces the waiting one,
 * which is closed and counted. (`exhaustMap` keeps the oldest instead, `concatMap` keeps all.)
 *
 *     frames   a-b-c-d-----|
 *     work     ------A          six long
 *     results  ------A-----D|   b and c were closed; dropped is 2 at D
 *
 * - Each one taken is closed exactly once: after work on it, or when it is replaced, or at the end.
 * - Results come in order. Completion waits for the work under way and for the one that waits.
 * - An error of the source or of work goes on as it is; then, and on unsubscription, the one that waits is closed and
 *   the signal given to work is aborted. What work still holds is closed when work is done with it.
 *
 * @param work a promise, or an observable, which is unsubscribed from. The signal lives as long as the subscription.
 */
export function newest<Item extends { close(): void }, Result>(
  work: (item: Item, signal: AbortSignal) => Promise<Result> | Observable<Result>,
): OperatorFunction<Item, Worked<Result>> {
  return (items) =>
    new Observable((subscriber) => {
      const abort = new AbortController();
      let busy = false;
      let waiting: Item | undefined;
      let dropped = 0;
      let completed = false;

      const start = (item: Item) => {
        busy = true;
        const release = once(() => item.close());
        let output: Promise<Result> | Observable<Result>;
        try {
          output = work(item, abort.signal);
        } catch (thrown) {
          release();
          subscriber.error(thrown);
          return;
        }
        // A promise goes on after unsubscription, and holds what it works on until it settles.
        if (!isObservable(output)) output.then(release, release);
        const working = from(output).subscribe({
          next: (result) => subscriber.next({ result, dropped }),
          error: (thrown) => {
            release();
            subscriber.error(thrown);
          },
          complete: () => {
            release();
            busy = false;
            const next = waiting;
            waiting = undefined;
            if (next) start(next);
            else if (completed) subscriber.complete();
          },
        });
        if (isObservable(output)) working.add(release);
        subscriber.add(working);
      };

      subscriber.add(() => {
        abort.abort();
        waiting?.close();
        waiting = undefined;
      });
      subscriber.add(
        items.subscribe({
          next: (item) => {
            if (subscriber.closed) return item.close();
            if (!busy) return start(item);
            if (waiting) {
              waiting.close();
              dropped++;
            }
            waiting = item;
          },
          error: (thrown) => subscriber.error(thrown),
          complete: () => {
            completed = true;
            if (!busy) subscriber.complete();
          },
        }),
      );
    });
}

function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    action();
  };
}
