import type { PoseFrame, PoseTracker } from '@integral-pose/sdk';
import { type Observable, ReplaySubject, share } from 'rxjs';
import { type FoundSource, framesOf } from './pose-source.ts';

/**
 * What runs or ran, by tracker and source. It is of the module because consumers that share nothing but a tracker and a
 * source share the work, under whichever provider they stand. It holds no state of its own: a stream is the same for the
 * same pair, nothing is kept alive by it, and two trackers never meet in it.
 */
const streams = new WeakMap<PoseTracker, WeakMap<FoundSource, Observable<PoseFrame>>>();

/**
 * The poses of a source. All who subscribe at the same time share one session, so one inference a frame; who comes later
 * gets the latest result at once. The session ends with the last of them.
 */
export function sharedPoses(tracker: PoseTracker, source: FoundSource): Observable<PoseFrame> {
  const ofTracker = streams.get(tracker) ?? new WeakMap<FoundSource, Observable<PoseFrame>>();
  streams.set(tracker, ofTracker);
  const known = ofTracker.get(source);
  if (known) return known;
  const made = tracker.track(framesOf(source)).pipe(
    share({
      connector: () => new ReplaySubject(1),
      // When one component goes and another comes in the same commit, people keep their ids.
      resetOnRefCountZero: () => Promise.resolve(),
    }),
  );
  ofTracker.set(source, made);
  return made;
}
