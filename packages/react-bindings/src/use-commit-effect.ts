import { useEffect, useLayoutEffect } from 'react';

/**
 * An effect that begins and ends with the commit itself, not some time after it: a camera's light goes out with the
 * component, and nothing is heard of a tracker once another was asked for. Servers run no effects, and React 18 says so
 * of this kind; there it is the other kind.
 */
export const useCommitEffect = typeof document === 'undefined' ? useEffect : useLayoutEffect;
