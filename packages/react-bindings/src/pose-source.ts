import { type Frame, videoFrames } from '@integral-pose/sdk';
import { useEffect, useState } from 'react';
import { fromEvent, isObservable, merge, NEVER, type Observable, repeat, startWith, switchMap } from 'rxjs';

/**
 * What React puts a video element into; null until it is on the page. Fits the types of React 18 as those of React 19, whose own do
 * not fit each other.
 */
export interface VideoRef {
  /** The element, while it is on the page. */
  readonly current: HTMLVideoElement | null;
}

/**
 * Where pictures come from: a ref to a video element, a video element, or any stream of frames (`camera()`,
 * `canvasFrames()`, …), which has to be made once, outside the component or with `useMemo`. Null is none yet.
 */
export type PoseSource = VideoRef | HTMLVideoElement | Observable<Frame> | null;

/** A source that is there: refs are looked up. */
export type FoundSource = HTMLVideoElement | Observable<Frame>;

/** The element of a ref once it is on the page, and whatever else was given as it is. */
export function useSource(source: PoseSource): FoundSource | null {
  const [element, setElement] = useState<HTMLVideoElement | null>(null);
  const isRef = source !== null && 'current' in source;
  // After each render, because a ref does not tell when its element comes or goes.
  useEffect(() => {
    const now = isRef ? source.current : null;
    if (now !== element) setElement(now);
  });
  return isRef ? element : source;
}

/** The pictures of a source, over all that its element shows one after the other. */
export function framesOf(source: FoundSource): Observable<Frame> {
  if (isObservable(source)) return source;
  // A video that has ended gives pictures again when it is played or sought.
  const again = () => merge(fromEvent(source, 'play'), fromEvent(source, 'seeked'));
  return fromEvent(source, 'loadstart').pipe(
    startWith(null),
    switchMap(() => videoFrames(source).pipe(repeat({ delay: again }))),
  );
}

/** Emits when a source that failed has something new. */
export function renewals(source: FoundSource): Observable<unknown> {
  return isObservable(source) ? NEVER : fromEvent(source, 'loadstart');
}
