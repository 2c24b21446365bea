import { useInsertionEffect, useRef } from 'react';

/** What was given in the latest committed render, for callbacks that outlive a render. */
export function useLatest<T>(value: T): { readonly current: T } {
  const latest = useRef(value);
  // Before every other effect of the same commit, and never while rendering.
  useInsertionEffect(() => {
    latest.current = value;
  });
  return latest;
}
