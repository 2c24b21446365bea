import { Observable } from 'rxjs';
import type { Frame, Rotation } from '../types/frame.ts';
import { undecodable } from './media-error.ts';
import { ownVideo } from './own-video.ts';
import { videoFrames } from './video-frames.ts';

/** Plays in an element of its own, which is never shown, and takes the pictures as they come. */
export function playVideo(
  source: Blob | string | MediaStream,
  rotation: Rotation,
  prepare: (video: HTMLVideoElement) => void = () => {},
): Observable<Frame> {
  return new Observable((subscriber) => {
    const { video, release } = ownVideo(source);
    prepare(video);
    subscriber.add(release);
    videoFrames(video, { rotation }).subscribe(subscriber);
    video.play().catch((thrown: DOMException) => {
      // `AbortError`: a browser that saves power has paused it on a hidden page, and plays it once the page is seen.
      if (subscriber.closed || (thrown.name === 'AbortError' && !video.error)) return;
      subscriber.error(undecodable(video.currentSrc, video.error ?? thrown));
    });
  });
}
