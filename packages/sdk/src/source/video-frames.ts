import { Observable } from 'rxjs';
import type { Frame, Rotation } from '../types/frame.ts';
import { asError, emptyPicture, undecodable } from './media-error.ts';
import { Shutter } from './shutter.ts';
import { onVideoPicture } from './video-pictures.ts';

/** Options of {@link videoFrames}. */
export interface VideoFramesOptions {
  /** How far the picture has to be turned, clockwise, for people to stand upright. Default 0. */
  readonly rotation?: Rotation;
}

/** After `ended` the last picture may still be on its way to the screen: how long it is waited for, ms. */
const LAST_PICTURE = 50;

/**
 * The pictures of a video element while it plays: one frame for each that reaches the screen, at its intrinsic size.
 * The element stays the caller's: this neither plays nor pauses it. Cold; each subscription listens on its own.
 *
 * - `time` is the media time, ms. It follows the playback rate, stands still in a pause, and is smaller after a seek
 *   backward or a loop; nothing else is done about a seek.
 * - A paused video gives its current picture when subscribed to, and one after each seek.
 * - Completes when the video ends (a looping one does not end). An ended one counts as paused when subscribed to.
 * - Browsers show no pictures of a hidden page, so none come then.
 *
 * Uses `requestVideoFrameCallback`; where that is missing, looks at `currentTime` in each animation frame.
 * A video of another origin has to be loaded with `crossorigin`, or its pixels cannot be read.
 *
 * Errors: `undecodable-media`, `empty-picture` (a file with sound only).
 */
export function videoFrames(video: HTMLVideoElement, options: VideoFramesOptions = {}): Observable<Frame> {
  return new Observable((subscriber) => {
    const shutter = new Shutter(subscriber, options.rotation ?? 0);
    const listening = new AbortController();
    const { signal } = listening;
    let lastPicture: ReturnType<typeof setTimeout> | undefined;
    // Media time, ms, of the picture given at subscription, until a newer one has come or the video was sought.
    let first: number | undefined;

    const fail = () => subscriber.error(undecodable(video.currentSrc || video.src, video.error));
    const take = (time: number, captured: number) => {
      shutter.take(video, time, captured, (thrown) => {
        // In the middle of a seek there is no picture for a moment; the one sought comes next.
        if (video.seeking || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
        subscriber.error(undecodable(video.currentSrc || video.src, video.error ?? asError(thrown)));
      });
    };
    const checkSize = () => {
      if (video.videoWidth > 0 && video.videoHeight > 0) return true;
      subscriber.error(emptyPicture('The video', video.videoWidth, video.videoHeight));
      return false;
    };

    subscriber.add(() => {
      listening.abort();
      clearTimeout(lastPicture);
    });
    if (video.error || video.networkState === HTMLMediaElement.NETWORK_NO_SOURCE) return fail();
    video.addEventListener('error', () => video.error && fail(), { signal });
    // A <source> says `error` itself, without bubbling; the element's state follows in a task of its own.
    video.addEventListener(
      'error',
      () => setTimeout(() => video.networkState === HTMLMediaElement.NETWORK_NO_SOURCE && fail()),
      { signal, capture: true },
    );
    video.addEventListener('loadeddata', checkSize, { signal });
    video.addEventListener(
      'seeking',
      () => {
        first = undefined;
        // Sought away from the end before it counted: the video goes on.
        clearTimeout(lastPicture);
      },
      { signal },
    );
    video.addEventListener(
      'ended',
      () => {
        lastPicture = setTimeout(() => void shutter.settled.then(() => subscriber.complete()), LAST_PICTURE);
      },
      { signal },
    );

    subscriber.add(
      onVideoPicture(video, (time, captured) => {
        // The picture given at subscription, now also announced: `currentTime` lies within its duration.
        if (first !== undefined && time <= first) return;
        first = undefined;
        if (checkSize()) take(time, captured);
      }),
    );
    if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && checkSize() && video.paused && !video.seeking) {
      first = video.currentTime * 1000;
      take(first, performance.now());
    }
  });
}
