import {
  createPoseTracker,
  type LiveOptions,
  PoseError,
  type PoseTracker,
  type PoseTrackerOptions,
} from '@integral-pose/sdk';
import { useCallback, useRef, useState } from 'react';
import type { PoseTrackerState } from './tracker-state.ts';
import { useCommitEffect } from './use-commit-effect.ts';
import { useLatest } from './use-latest.ts';

/** Options of {@link usePoseTracker}: those of `createPoseTracker`. Aborting is the hook's own business. */
export type UsePoseTrackerOptions = Omit<PoseTrackerOptions, 'signal'>;

type Outcome = { readonly key: string } & (PoseTrackerState | { readonly status: 'broken'; readonly error: unknown });

const LOADING: PoseTrackerState = { status: 'loading', progress: null };

/**
 * Loads a tracker, and disposes it with the component. It answers at once and never suspends: on the server, and until
 * there is more to tell, it is `loading`.
 *
 * - `model`, `detector` and `backends` are compared by their names, which for `heatmapModel` is the address. When one
 *   changes, the old tracker is gone in the same render: no frame of it comes afterwards.
 * - `decoder`, `smooth`, `lift`, `maxPeople`, `detectEvery` and `minPresence` change from the next frame on, without
 *   loading anything. A new `smooth` starts everyone's filter afresh: make it once, or with `useMemo`.
 * - `track` and `warmup` hold from the next loading on.
 *
 * All of it may be written in the call, but for `smooth`.
 *
 * @throws what loading threw, if that is not a PoseError, while rendering: to the nearest error boundary
 */
export function usePoseTracker(options: UsePoseTrackerOptions): PoseTrackerState {
  const latest = useLatest(options);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [attempt, setAttempt] = useState(0);
  const before = useRef<Promise<void>>(undefined);
  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  const key = JSON.stringify([attempt, loadedFor(options)]);

  useCommitEffect(() => {
    const abort = new AbortController();
    const tell = (state: PoseTrackerState | { status: 'broken'; error: unknown }) => {
      if (!abort.signal.aborted) setOutcome({ key, ...state });
    };
    // After a pause (a hidden <Activity>, a fast refresh) what is known is of a tracker that is gone.
    setOutcome(null);
    before.current = load(before.current);
    return () => abort.abort();

    async function load(last: Promise<void> | undefined): Promise<void> {
      // One at a time: they share the back-end's memory. And StrictMode's first mount has ended by then, so that it
      // loads nothing.
      await last;
      if (abort.signal.aborted) return;
      try {
        const tracker = await createPoseTracker({
          ...loadingOptions(latest.current),
          signal: abort.signal,
          onProgress(progress) {
            tell({ status: 'loading', progress });
            if (!abort.signal.aborted) latest.current.onProgress?.(progress);
          },
        });
        tell({ status: 'ready', tracker: withLive(tracker, () => liveOptions(latest.current)) });
      } catch (error) {
        tell(error instanceof PoseError ? { status: 'failed', error, retry } : { status: 'broken', error });
      }
    }
  }, [key, latest, retry]);

  if (outcome?.key !== key) return LOADING;
  if (outcome.status === 'broken') throw outcome.error;
  return outcome;
}

/** What a tracker is loaded for: when it changes, another has to be loaded. */
function loadedFor({ model, detector, backends, decoder, maxPeople }: UsePoseTrackerOptions) {
  // What a tracker was warmed up with is what it falls back to; so it makes a difference whether it was given.
  const given = [decoder !== undefined, maxPeople !== undefined];
  return [model.name, detector.name, backends?.map(({ name }) => name), given];
}

/** What has to be known to load; the rest is live. */
function loadingOptions({ smooth: _, lift: __, detectEvery: ___, minPresence: ____, ...rest }: UsePoseTrackerOptions) {
  return rest;
}

function liveOptions(options: UsePoseTrackerOptions): LiveOptions {
  const { decoder, smooth, lift, maxPeople, detectEvery, minPresence } = options;
  return {
    ...(decoder && { decoder }),
    ...(smooth && { smooth }),
    ...(lift && { lift }),
    ...(maxPeople !== undefined && { maxPeople }),
    ...(detectEvery !== undefined && { detectEvery }),
    ...(minPresence !== undefined && { minPresence }),
  };
}

/** The same tracker, whose sessions ask for their options before each frame. */
function withLive(tracker: PoseTracker, live: () => LiveOptions): PoseTracker {
  const over = (own?: () => LiveOptions) => () => ({ ...live(), ...own?.() });
  return {
    ...tracker,
    track: (frames, own) => tracker.track(frames, over(own)),
    compare: (frames, decoders, own) => tracker.compare(frames, decoders, over(own)),
    estimate: (frame, own) => tracker.estimate(frame, over(own)),
  };
}
