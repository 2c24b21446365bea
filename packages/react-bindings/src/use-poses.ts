import type { PoseFrame } from '@integral-pose/sdk';
import { useMemo } from 'react';
import { type PoseSource, useSource } from './pose-source.ts';
import { sharedPoses } from './shared-poses.ts';
import { readyTracker, type TrackerInput } from './tracker-state.ts';
import { type LatestResult, useThrottled } from './use-throttled.ts';

/** Options of {@link usePoses}. */
export interface UsePosesOptions {
  /** Renders at most so often, times a second, > 0. Default 10. */
  readonly maxFps?: number;
}

/**
 * The latest poses, for what is written in JSX: labels, lists, numbers. Renders at most `maxFps` times a second, however
 * fast frames come; the last frame before a pause is never left out. For drawing, {@link usePoseFrames} is the one.
 *
 * Consumers of the same tracker and source share one inference, whichever hooks and components they are.
 *
 * @example
 * const { frame, error } = usePoses(tracker, videoRef, { maxFps: 5 });
 * return <p>{error?.message ?? `${frame?.poses.length ?? 0} people`}</p>;
 */
export function usePoses(
  tracker: TrackerInput,
  source: PoseSource,
  { maxFps = 10 }: UsePosesOptions = {},
): LatestResult<PoseFrame> {
  const ready = readyTracker(tracker);
  const found = useSource(source);
  const poses = useMemo(() => (ready && found ? sharedPoses(ready, found) : null), [ready, found]);
  return useThrottled(poses, found, maxFps);
}
