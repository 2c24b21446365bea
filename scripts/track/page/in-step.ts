import { Subject } from 'rxjs';
import { createFrame, type PoseFrame, type PoseTracker } from '../../../packages/sdk/src/index.ts';

/** A session of a tracker that is given one frame after the other. */
export interface InStep {
  /** The people in a picture that is later than the one before. Waits for the result: nothing is ever dropped. */
  step(picture: OffscreenCanvas, time: number): Promise<PoseFrame>;
  end(): void;
}

/** Begins a session. */
export function inStep(tracker: PoseTracker): InStep {
  const frames = new Subject<ReturnType<typeof createFrame>>();
  let waiting: { resolve(result: PoseFrame): void; reject(thrown: unknown): void } | undefined;
  const subscription = tracker.track(frames).subscribe({
    next: (result) => waiting?.resolve(result),
    error: (thrown: unknown) => waiting?.reject(thrown),
  });
  return {
    async step(picture, time) {
      const frame = createFrame(await createImageBitmap(picture), { time });
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        frames.next(frame);
      });
    },
    end: () => subscription.unsubscribe(),
  };
}
