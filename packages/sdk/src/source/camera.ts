import { Observable } from 'rxjs';
import type { Frame, Rotation } from '../types/frame.ts';
import type { CameraOptions } from './camera-constraints.ts';
import { cameraEnded } from './camera-error.ts';
import { getCamera, stopTracks } from './get-camera.ts';
import { emptyPicture } from './media-error.ts';
import { mediaStream } from './media-stream.ts';
import { videoFrames } from './video-frames.ts';

/** A camera that runs. Made by {@link openCamera}. */
export interface CameraStream {
  /** To be shown: `video.srcObject = camera.stream`. */
  readonly stream: MediaStream;
  /** What the camera really delivers: size, rate, `deviceId`, `facingMode`. */
  readonly settings: MediaTrackSettings;
  /**
   * The camera's pictures. Cold, and may be subscribed to more than once; unsubscribing leaves the camera running.
   * Completes on {@link stop}; fails with `camera-ended` when the camera is unplugged or taken away.
   * @param video an element that shows {@link stream}: its pictures are taken, which saves a second decoder. Default:
   *   an element of its own, never shown
   */
  frames(video?: HTMLVideoElement): Observable<Frame>;
  /** Stops the camera. May be called twice. */
  stop(): void;
}

/** Options of {@link openCamera}. */
export interface OpenCameraOptions extends CameraOptions {
  /** How far the pictures have to be turned, clockwise, for people to stand upright. Default 0. */
  readonly rotation?: Rotation;
  /** Ends the waiting for permission, and stops the camera if it is aborted later. */
  readonly signal?: AbortSignal;
}

/**
 * Starts a camera that is both shown and tracked. To track it only, `camera` is shorter.
 * @throws PoseError `camera-denied`, `camera-not-found`, `camera-in-use`, `camera-overconstrained` (after a second try
 *   with the constraints as mere wishes), `insecure-context`, `camera-blocked-by-policy`, `unsupported`, `aborted`
 */
export async function openCamera(options: OpenCameraOptions = {}): Promise<CameraStream> {
  const { signal, rotation = 0 } = options;
  const stream = await getCamera(options, signal);
  const track = stream.getVideoTracks()[0];
  if (!track) {
    stopTracks(stream);
    throw emptyPicture('The camera', 0, 0);
  }
  const stopped = new AbortController();
  const stop = () => {
    stopTracks(stream);
    stopped.abort();
  };
  signal?.addEventListener('abort', stop, { signal: stopped.signal });
  // Between the grant and here.
  if (signal?.aborted) stop();
  return {
    stream,
    settings: track.getSettings(),
    stop,
    frames: (video) =>
      new Observable((subscriber) => {
        const finish = () => {
          if (stopped.signal.aborted || track.readyState === 'live') subscriber.complete();
          else subscriber.error(cameraEnded());
        };
        if (stopped.signal.aborted || track.readyState === 'ended') return finish();
        const listening = new AbortController();
        subscriber.add(() => listening.abort());
        stopped.signal.addEventListener('abort', finish, { signal: listening.signal });
        track.addEventListener('ended', () => subscriber.error(cameraEnded()), { signal: listening.signal });
        const pictures = video ? videoFrames(video, { rotation }) : mediaStream(stream, { rotation });
        subscriber.add(
          pictures.subscribe({
            next: (frame) => subscriber.next(frame),
            error: (error) => subscriber.error(error),
            complete: finish,
          }),
        );
      }),
  };
}

/**
 * A camera's pictures, unmirrored: a mirrored view is for the page to draw. Cold: the camera starts on subscription and
 * stops, at once, on unsubscription, also when permission is given only later. `time` is the stream's media time.
 *
 * Errors: those of {@link openCamera}, and `camera-ended` when the camera is unplugged or taken away.
 */
export function camera(options: Omit<OpenCameraOptions, 'signal'> = {}): Observable<Frame> {
  return new Observable((subscriber) => {
    const unsubscribed = new AbortController();
    subscriber.add(() => unsubscribed.abort());
    openCamera({ ...options, signal: unsubscribed.signal }).then(
      (opened) => opened.frames().subscribe(subscriber),
      (error: unknown) => subscriber.error(error),
    );
  });
}
