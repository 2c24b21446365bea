import type { PoseError, PoseTracker, Progress } from '@integral-pose/sdk';

/** Where a tracker stands that is loaded by `usePoseTracker` or by a `PoseProvider`. */
export type PoseTrackerState =
  /** `progress` is null until there is any: on the server, and before the first byte. */
  | { readonly status: 'loading'; readonly progress: Progress | null }
  | { readonly status: 'ready'; readonly tracker: PoseTracker }
  /** `retry` loads again. */
  | { readonly status: 'failed'; readonly error: PoseError; readonly retry: () => void };

/** What hooks and components take for a tracker: a state, a tracker of your own, or null for none yet. */
export type TrackerInput = PoseTrackerState | PoseTracker | null | undefined;

/** The tracker, if it is there already. */
export function readyTracker(input: TrackerInput): PoseTracker | null {
  if (!input) return null;
  if (!('status' in input)) return input;
  return input.status === 'ready' ? input.tracker : null;
}
