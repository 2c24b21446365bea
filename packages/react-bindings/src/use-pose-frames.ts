import type { PoseError, PoseFrame } from '@integral-pose/sdk';
import { useMemo } from 'react';
import { type PoseSource, useSource } from './pose-source.ts';
import { sharedPoses } from './shared-poses.ts';
import { readyTracker, type TrackerInput } from './tracker-state.ts';
import { useResults } from './use-results.ts';

/** What {@link usePoseFrames} answers. */
export interface PoseFramesResult {
  /** What stopped the stream; null while all is well. It goes on by itself when the video gets another source. */
  readonly error: PoseError | null;
}

/**
 * Calls back with the poses of every frame, and never renders for it: for drawing, counting, sound. It renders when its
 * source appears and when the stream fails.
 *
 * Consumers of the same tracker and source share one inference, whichever hooks and components they are.
 *
 * @param callback the one of the latest render is called; a new one does not start anything again
 * @example
 * const { error } = usePoseFrames(tracker, videoRef, ({ poses }) => counter.add(poses[0]));
 */
export function usePoseFrames(
  tracker: TrackerInput,
  source: PoseSource,
  callback: (frame: PoseFrame) => void,
): PoseFramesResult {
  const ready = readyTracker(tracker);
  const found = useSource(source);
  const poses = useMemo(() => (ready && found ? sharedPoses(ready, found) : null), [ready, found]);
  return { error: useResults(poses, found, callback) };
}
