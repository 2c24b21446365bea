import type { PoseError } from '@integral-pose/sdk';
import { useMemo, useState } from 'react';
import { asyncScheduler, type Observable, throttleTime } from 'rxjs';
import type { FoundSource } from './pose-source.ts';
import { useResults } from './use-results.ts';

/** The latest result of a stream, and why there are no more. */
export interface LatestResult<T> {
  /** The latest; null before the first, and at once when the tracker or the source is another one. */
  readonly frame: T | null;
  /** What stopped the stream; null while all is well. */
  readonly error: PoseError | null;
}

/** Renders again with the latest result, at most so often; the last one is never left out. */
export function useThrottled<T>(
  results: Observable<T> | null,
  source: FoundSource | null,
  maxFps: number,
): LatestResult<T> {
  const [latest, setLatest] = useState<{ readonly results: Observable<T>; readonly frame: T } | null>(null);
  const throttled = useMemo(
    () => results?.pipe(throttleTime(1000 / maxFps, asyncScheduler, { leading: true, trailing: true })) ?? null,
    [results, maxFps],
  );
  const error = useResults(throttled, source, (frame) => {
    if (results) setLatest({ results, frame });
  });
  return { frame: latest && latest.results === results ? latest.frame : null, error };
}
