import { PoseError } from '../types/pose-error.ts';
import type { Taken } from './in-turn.ts';
import { asError, emptyPicture, undecodable } from './media-error.ts';
import { pictureTime } from './picture-time.ts';

/** How long a picture should stand on the screen to be caught with certainty, ms. Doubled whenever one was missed. */
const STAND = 35;
const LONGEST_STAND = 800;
/** From the first picture to the second, until that is known, ms. */
const FIRST_GAP = 25;
/** What browsers play, times the normal speed. */
const SLOWEST = 1 / 16;
const FASTEST = 16;
/** Where a picture still seems to be missing after so many tries, it is the counting that cannot be trusted. */
const MAX_TRIES = 6;
/** After `ended` the last picture may still be on its way to the screen: how long it is waited for, ms. */
const LAST_PICTURE = 100;
/**
 * Chromium now and then shows the picture it has sought without saying so: after so long it is sought again, ms. Doubled
 * each time: a busy browser may only be slow to say so.
 */
const SEEK_AGAIN = 250;

/** A picture stands on the screen. */
interface Shown {
  /** Media time, ms. */
  readonly time: number;
  /** How many reached the screen since the video was loaded, as the browser counts. */
  readonly count: number;
  /** How many did not, because they came too late. */
  readonly late: number;
}

/** Lets the video do its work, loading, seeking or playing, until it shows a picture; undefined when it ends instead. */
function nextShown(video: HTMLVideoElement, playing: boolean, signal: AbortSignal): Promise<Shown | undefined> {
  return new Promise((resolve, reject) => {
    const waiting = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let patience = SEEK_AGAIN;
    const handle = video.requestVideoFrameCallback((_, { mediaTime, presentedFrames }) => {
      video.pause();
      finish();
      const late = video.getVideoPlaybackQuality().droppedVideoFrames;
      resolve({ time: mediaTime * 1000, count: presentedFrames, late });
    });
    const finish = () => {
      waiting.abort();
      clearTimeout(timer);
      video.cancelVideoFrameCallback(handle);
    };
    const fail = (error: unknown) => {
      finish();
      reject(error);
    };
    const check = () => {
      if (signal.aborted) fail(signal.reason);
      else if (video.error) fail(undecodable(video.currentSrc, video.error));
      else if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && video.videoWidth === 0) {
        fail(emptyPicture('The video', 0, 0));
      } else if (video.ended) {
        timer = setTimeout(() => {
          finish();
          resolve(undefined);
        }, LAST_PICTURE);
      }
    };
    const seekAgain = () => {
      if (playing || waiting.signal.aborted) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        // biome-ignore lint/correctness/noSelfAssign: this seeks
        video.currentTime = video.currentTime;
      }, patience);
      patience *= 2;
    };
    const options = { signal: waiting.signal };
    signal.addEventListener('abort', check, options);
    for (const event of ['error', 'loadeddata', 'ended']) video.addEventListener(event, check, options);
    for (const event of ['loadeddata', 'seeked']) video.addEventListener(event, seekAgain, options);
    check();
    if (playing && !video.ended && !waiting.signal.aborted) {
      video.play().catch((thrown: DOMException) => {
        // `AbortError`: it was paused before it had begun.
        if (thrown.name !== 'AbortError') fail(undecodable(video.currentSrc, video.error ?? thrown));
      });
    }
  });
}

/**
 * Every picture of a video once, in order, while the caller takes as long as it likes: plays so slowly that each picture
 * can be caught, pauses on it, and goes on when the next is asked for. That one slipped through shows in the browser's
 * own counts; then it goes back to the last one, and on more slowly.
 *
 * (Seeking from picture to picture would need to know the frame rate, and decodes from the last key frame each time.)
 *
 * @param video loading, paused, at its beginning; used by nobody else
 * @throws PoseError `unsupported`, `undecodable-media`, `empty-picture`; the signal's reason when aborted
 */
export async function* everyPicture(video: HTMLVideoElement, signal: AbortSignal): AsyncGenerator<Taken> {
  if (!('requestVideoFrameCallback' in video)) {
    throw new PoseError(
      { reason: 'unsupported', feature: 'HTMLVideoElement.requestVideoFrameCallback' },
      'This browser does not say which picture of a video it shows.',
      'Use a current browser, or play the video without everyFrame.',
    );
  }
  let stand = STAND;
  let gap = FIRST_GAP;
  let tries = 0;
  let last: number | undefined;
  // The first picture shows itself when it has loaded, and the one sought when it is found: without playing.
  let before: Shown | undefined;
  let playing = false;
  for (;;) {
    const shown = await nextShown(video, playing, signal);
    const slipped = () => {
      if (last === undefined) return false;
      if (!shown) return (pictureTime(video) ?? last) > last + 0.5;
      return before ? shown.count > before.count + 1 || shown.late > before.late : shown.time > last;
    };
    if (last !== undefined && tries < MAX_TRIES && slipped()) {
      tries++;
      stand = Math.min(stand * 2, LONGEST_STAND);
      before = undefined;
      playing = false;
      video.currentTime = last / 1000;
    } else {
      if (!shown) return;
      before = shown;
      playing = true;
      if (last === undefined || shown.time > last) {
        const captured = performance.now();
        const image = await createImageBitmap(video).catch((thrown: unknown) => {
          throw undecodable(video.currentSrc, video.error ?? asError(thrown));
        });
        if (last !== undefined) gap = shown.time - last;
        last = shown.time;
        if (tries === 0) stand = Math.max(STAND, stand * 0.9);
        tries = 0;
        yield { image, time: shown.time, captured };
      }
    }
    video.playbackRate = Math.min(Math.max(gap / stand, SLOWEST), FASTEST);
  }
}
