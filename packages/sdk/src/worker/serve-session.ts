import { type Observable, Subject } from 'rxjs';
import type { ComparedFrame, LiveOptions } from '../pipeline/pose-tracker.ts';
import { createFrame } from '../source/create-frame.ts';
import type { Frame } from '../types/frame.ts';
import type { PoseFrame } from '../types/pose.ts';
import type { FromWorker, WireFrame } from './messages.ts';
import { toWire } from './wire-error.ts';

/** One subscription of the page, in the worker. */
export interface ServedSession {
  /** Works on a picture. The page waits for the answer before it sends the next. */
  take(frame: number, picture: WireFrame, live: () => LiveOptions): void;
  /** Stops work. */
  end(): void;
}

/** @param flow tracks or compares: the tracker's stream of results for a stream of frames */
export function serveSession(
  post: (message: FromWorker) => void,
  flow: (frames: Observable<Frame>, live: () => LiveOptions) => Observable<PoseFrame | ComparedFrame<string>>,
): ServedSession {
  const frames = new Subject<Frame>();
  let options: LiveOptions = {};
  /** The frame that is not yet answered. */
  let current: number | undefined;
  /** A flow that failed fails every frame that is still to come. */
  let failure: unknown;

  function answer(make: (frame: number) => FromWorker): void {
    if (current === undefined) return;
    const frame = current;
    current = undefined;
    post(make(frame));
  }
  function fail(thrown: unknown): void {
    failure = thrown;
    answer((frame) => ({ type: 'rejected', frame, error: toWire(thrown) }));
  }

  let stop = () => {};
  try {
    const subscription = flow(frames, () => options).subscribe({
      next: (result) => answer((frame) => ({ type: 'result', frame, result })),
      error: fail,
    });
    stop = () => subscription.unsubscribe();
  } catch (thrown) {
    failure = thrown;
  }

  return {
    take(frame, picture, live) {
      current = frame;
      // The pipeline closes a frame when its work is done, and gives its result, if there is one, in the same turn.
      const onClose = () => setTimeout(() => current === frame && answer(() => ({ type: 'skipped', frame })));
      const taken = createFrame(picture.image, { ...picture, onClose });
      try {
        if (failure !== undefined) throw failure;
        options = live();
        frames.next(taken);
      } catch (thrown) {
        fail(thrown);
        taken.close();
      }
    },
    end: () => stop(),
  };
}
