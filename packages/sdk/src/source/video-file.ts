import { Observable } from 'rxjs';
import type { Frame, Rotation } from '../types/frame.ts';
import type { Size } from '../types/geometry.ts';
import { everyPicture } from './every-picture.ts';
import { inTurn } from './in-turn.ts';
import { ownVideo } from './own-video.ts';
import { playVideo } from './play-video.ts';

/** What is known of a video once it has been opened. */
export interface VideoFacts {
  /** ms. Infinite where the file does not say. */
  readonly duration: number;
  /** Intrinsic size of its pictures, px. */
  readonly size: Size;
}

/** Options of {@link videoFile}. */
export interface VideoFileOptions {
  /** How far the picture has to be turned, clockwise, for people to stand upright. Default 0. */
  readonly rotation?: Rotation;
  /**
   * Gives every picture of the file once, in order, however long the work on each takes: the next one follows when the
   * frame before was closed. For work that is not live: files, benches, tests. Default false: the video plays, and
   * pictures come as they are shown.
   */
  readonly everyFrame?: boolean;
  /** Times the normal speed, 1/16..16. Not for `everyFrame`. Default 1. */
  readonly playbackRate?: number;
  /** Starts again at its end, and never completes. Not for `everyFrame`. Default false. */
  readonly loop?: boolean;
  /** Called once a subscription, before the first frame. */
  readonly onOpen?: (facts: VideoFacts) => void;
}

/**
 * A video file, or the video at an address, from its beginning to its end; then completes. Each subscription plays it in
 * an element of its own, which is never shown, and silent. `time` is the media time, ms.
 *
 *     videoFile(file, { everyFrame: true }).pipe(
 *       concatMap(async (frame) => { await work(frame); frame.close(); }))
 *
 * Browsers show no pictures of a hidden page: it waits meanwhile. The rotation that a file states itself is applied by
 * the browser already.
 *
 * Errors: `undecodable-media`, `empty-picture` (a file with sound only), `unsupported` (`everyFrame` in a browser
 * without `requestVideoFrameCallback`).
 */
export function videoFile(file: Blob | string, options: VideoFileOptions = {}): Observable<Frame> {
  const { rotation = 0, everyFrame = false, playbackRate = 1, loop = false, onOpen } = options;
  const announce = (video: HTMLVideoElement) => {
    const open = () =>
      onOpen?.({ duration: video.duration * 1000, size: { width: video.videoWidth, height: video.videoHeight } });
    video.addEventListener('loadedmetadata', open, { once: true });
  };
  if (!everyFrame) {
    return playVideo(file, rotation, (video) => {
      announce(video);
      video.loop = loop;
      video.defaultPlaybackRate = playbackRate;
      video.playbackRate = playbackRate;
    });
  }
  return new Observable((subscriber) => {
    const { video, release } = ownVideo(file);
    announce(video);
    subscriber.add(release);
    inTurn((signal) => everyPicture(video, signal), rotation).subscribe(subscriber);
  });
}
