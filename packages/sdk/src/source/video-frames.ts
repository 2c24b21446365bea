import { Observable } from 'rxjs';
import type { Frame, Rotation } from '../types/frame.ts';
import { asError, emptyPicture, undecodable } from './media-error.ts';
import { pictureTime } from './picture-time.ts';
import { Shutter } from './shutter.ts';
import { onVideoPicture } from './video-pictures.ts';

/** Options of {@link videoFrames}. */
export interface VideoFramesOptions {
  /** How far the picture has to be turned, clockwise, for people to stand upright. Default 0. */
  readonly rotation?: Rotation;
}

/** After `ended` the last picture may still be on its way to the screen: how long it is waited for, ms. */
const LAST_PICTURE = 200;
/** Chromium now and then shows the picture it has sought without saying so: so long it is waited for, ms. */
const SOUGHT_PICTURE = 100;
/** How often it is waited for while the picture before the seek still stands there, which may be the one sought. */
const SOUGHT_TRIES = 10;
/** How often a standing picture that cannot be taken yet is tried again, {@link SOUGHT_PICTURE} apart. */
const STANDING_TRIES = 50;

/**
 * The pictures of a video element while it plays: one frame for each that reaches the screen, at its intrinsic size.
 * The element stays the caller's: this neither plays nor pauses it. Cold; each subscription listens on its own.
 *
 * - `time` is the media time, ms. It follows the playback rate, stands still in a pause, and is smaller after a seek
 *   backward or a loop; nothing else is done about a seek.
 * - A paused video gives its current picture when subscribed to, and one after each seek.
 * - Completes when the video, or the stream it shows, ends (a looping video does not). A video that has ended already
 *   counts as paused.
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
    let timer: ReturnType<typeof setTimeout> | undefined;
    // A standing picture that was taken, ms, until a newer one has come or the video was sought.
    let standing: { readonly time: number; readonly exact: boolean } | undefined;
    let soughtSeen = true;
    // Of the last picture taken, ms.
    let latest: number | undefined;

    const fail = () => subscriber.error(undecodable(video.currentSrc || video.src, video.error));
    const take = (time: number, captured: number, again?: () => void) => {
      latest = time;
      shutter.take(video, time, captured, (thrown) => {
        // In the middle of a seek there is no picture for a moment; the one sought comes next.
        if (video.seeking || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
        if (again && !video.error && asError(thrown).name === 'InvalidStateError') again();
        else subscriber.error(undecodable(video.currentSrc || video.src, video.error ?? asError(thrown)));
      });
    };
    const takeStanding = (tries = STANDING_TRIES) => {
      const shown = pictureTime(video);
      standing = { time: shown ?? video.currentTime * 1000, exact: shown !== undefined };
      // A video that has just been loaded may say that it has a picture before it can be taken.
      const again = () => {
        standing = undefined;
        soughtSeen = false;
        clearTimeout(timer);
        timer = setTimeout(() => {
          if (video.paused && !video.seeking && !soughtSeen) takeStanding(tries - 1);
        }, SOUGHT_PICTURE);
      };
      take(standing.time, performance.now(), tries > 0 ? again : undefined);
    };
    // Of what was sought, when no callback comes. A busy browser may show the picture before it for a while.
    const takeSought = (tries = SOUGHT_TRIES) => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (!video.paused || video.seeking || soughtSeen || !checkSize()) return;
        if (tries > 0 && mayBeOld()) takeSought(tries - 1);
        else takeStanding();
      }, SOUGHT_PICTURE);
    };
    const mayBeOld = () => {
      const shown = pictureTime(video);
      if (shown === undefined) return false;
      return shown > video.currentTime * 1000 + 0.5 || (latest !== undefined && Math.abs(shown - latest) < 0.5);
    };
    const isTaken = (time: number) =>
      standing !== undefined && (Math.abs(time - standing.time) < 0.5 || (!standing.exact && time < standing.time));
    const checkSize = () => {
      if (video.videoWidth > 0 && video.videoHeight > 0) return true;
      subscriber.error(emptyPicture('The video', video.videoWidth, video.videoHeight));
      return false;
    };

    subscriber.add(() => {
      listening.abort();
      clearTimeout(timer);
    });
    // An element has no source for a moment while it chooses one; it has none in the next task if none fits.
    const checkSource = () =>
      setTimeout(() => {
        if (video.networkState === HTMLMediaElement.NETWORK_NO_SOURCE) fail();
      });
    if (video.error) return fail();
    checkSource();
    // In the capture phase this hears the <source> children too, whose errors do not bubble.
    video.addEventListener('error', () => (video.error ? fail() : checkSource()), { signal, capture: true });
    video.addEventListener('loadeddata', checkSize, { signal });
    video.addEventListener(
      'seeking',
      () => {
        standing = undefined;
        soughtSeen = false;
        // Also: sought away from the end before that counted.
        clearTimeout(timer);
      },
      { signal },
    );
    video.addEventListener('seeked', () => takeSought(), { signal });
    const end = () => void shutter.settled.then(() => subscriber.complete());
    if (video.srcObject instanceof MediaStream) {
      // Chromium does not always say `ended` when a script stops the last track, and shows 2 × 2 black pixels then.
      if (!video.srcObject.active) return subscriber.complete();
      video.srcObject.addEventListener('inactive', end, { signal });
      video.addEventListener('ended', end, { signal });
    } else {
      video.addEventListener(
        'ended',
        () => {
          clearTimeout(timer);
          timer = setTimeout(() => {
            // Shown, and its callback has not come.
            const shown = pictureTime(video);
            if (shown !== undefined && latest !== undefined && shown > latest + 0.5) take(shown, performance.now());
            end();
          }, LAST_PICTURE);
        },
        { signal },
      );
    }

    subscriber.add(
      onVideoPicture(video, (time, captured) => {
        soughtSeen = true;
        // (Half a millisecond is for rounding.)
        if (isTaken(time)) return;
        standing = undefined;
        if (checkSize()) take(time, captured);
      }),
    );
    const shows = video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
    if (shows && checkSize() && video.paused && !video.seeking) {
      soughtSeen = !mayBeOld();
      if (soughtSeen) takeStanding();
      else takeSought();
    }
  });
}
