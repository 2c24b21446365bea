import type { Frame, PoseFrame, PoseTracker } from '@integral-pose/sdk';
import { Subject } from 'rxjs';

/** Tracks pictures one by one: the next is handed over when the one before has its result, so none is dropped. */
export function inTurn(tracker: PoseTracker, pictures: readonly (() => Promise<Frame>)[]): Promise<PoseFrame[]> {
  const frames = new Subject<Frame>();
  const results: PoseFrame[] = [];
  return new Promise((resolve, reject) => {
    const advance = () => {
      const next = pictures[results.length];
      if (next) next().then((frame) => frames.next(frame), reject);
      else {
        subscription.unsubscribe();
        resolve(results);
      }
    };
    const subscription = tracker.track(frames).subscribe({
      next: (result) => {
        results.push(result);
        queueMicrotask(advance);
      },
      error: reject,
    });
    advance();
  });
}
