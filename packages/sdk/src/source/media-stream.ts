import { Observable } from 'rxjs';
import type { Frame, Rotation } from '../types/frame.ts';
import { emptyPicture } from './media-error.ts';
import { playVideo } from './play-video.ts';

/** Options of {@link mediaStream}. */
export interface MediaStreamOptions {
  /** How far the picture has to be turned, clockwise, for people to stand upright. Default 0. */
  readonly rotation?: Rotation;
}

/**
 * The pictures of a MediaStream: a screen, a call, `canvas.captureStream()`. It is played in a video element of its own,
 * which is never shown. The stream and its tracks stay the caller's: nothing is stopped. Completes when the stream ends.
 * A page that shows the stream in a `<video>` anyway saves one decoder with `videoFrames` of that.
 *
 * Errors: those of `videoFrames`; `empty-picture` if the stream has no video track.
 */
export function mediaStream(stream: MediaStream, options: MediaStreamOptions = {}): Observable<Frame> {
  return new Observable((subscriber) => {
    if (stream.getVideoTracks().length === 0) subscriber.error(emptyPicture('The stream', 0, 0));
    else playVideo(stream, options.rotation ?? 0).subscribe(subscriber);
  });
}
