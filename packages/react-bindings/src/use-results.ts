import { PoseError } from '@integral-pose/sdk';
import { useState } from 'react';
import { type Observable, retry } from 'rxjs';
import { type FoundSource, renewals } from './pose-source.ts';
import { useCommitEffect } from './use-commit-effect.ts';
import { useLatest } from './use-latest.ts';

interface Failure {
  readonly results: Observable<unknown>;
  readonly error: unknown;
}

/**
 * Subscribes while the component is there. Renders again only for an error, and when that is over: after an error it
 * subscribes again as soon as the source has something new.
 * @param results the same object for as long as the subscription is to last
 * @param next the one of the latest render is called
 * @throws what is not a PoseError, while rendering: to the nearest error boundary
 */
export function useResults<T>(
  results: Observable<T> | null,
  source: FoundSource | null,
  next: (result: T) => void,
): PoseError | null {
  const latest = useLatest(next);
  const [failure, setFailure] = useState<Failure | null>(null);
  useCommitEffect(() => {
    if (!results || !source) return;
    let failed = false;
    const fail = (error: unknown) => {
      failed = true;
      setFailure({ results, error });
      return renewals(source);
    };
    const subscription = results.pipe(retry({ delay: fail })).subscribe((result) => {
      if (failed) setFailure(null);
      failed = false;
      latest.current(result);
    });
    return () => subscription.unsubscribe();
  }, [results, source, latest]);
  if (failure === null || failure.results !== results) return null;
  if (failure.error instanceof PoseError) return failure.error;
  throw failure.error;
}
