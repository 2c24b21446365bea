import { type CameraInfo, type CameraOptions, type CameraStream, openCamera, PoseError } from '@integral-pose/sdk';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { VideoRef } from './pose-source.ts';
import { useCameraPermission } from './use-camera-permission.ts';
import { useCameras } from './use-cameras.ts';
import { useCommitEffect } from './use-commit-effect.ts';

/** Options of {@link useCamera}. When they change while the camera runs, it is opened anew. */
export interface UseCameraOptions extends CameraOptions {
  /** Opens the camera with the component, which asks for permission at once. Default false: `start()` does. */
  readonly autoStart?: boolean;
}

/** What {@link useCamera} answers. */
export interface UseCameraResult {
  /** For `<video ref={videoRef} muted playsInline>`, and as the source of the pose hooks. */
  readonly videoRef: VideoRef;
  /** `starting` while the browser asks the user, or the camera wakes up. */
  readonly status: 'idle' | 'starting' | 'running' | 'failed';
  /** Why it failed; also when the camera is unplugged while it runs. */
  readonly error: PoseError | null;
  /** What the user said last time; `unknown` where the browser does not tell. */
  readonly permission: PermissionState | 'unknown';
  /** The cameras that are connected. Ids and labels are empty until the page may use cameras. */
  readonly devices: readonly CameraInfo[];
  /** What the camera really delivers; null unless it is running. */
  readonly settings: MediaTrackSettings | null;
  /** Opens the camera, also after a failure. */
  readonly start: () => void;
  /** Stops the camera at once: its light goes out. */
  readonly stop: () => void;
}

type Opened = { readonly wish: Wish } & (
  | { readonly status: 'starting' }
  | { readonly status: 'running'; readonly camera: CameraStream }
  | { readonly status: 'failed'; readonly error: PoseError }
  | { readonly status: 'broken'; readonly error: unknown }
);

/** One for each time that the camera is started or stopped. */
interface Wish {
  readonly on: boolean;
}

/**
 * A camera that is shown in a video element. It stops with the component, also when permission is given only after that.
 *
 * @example
 * const { videoRef, status, error, start } = useCamera({ facing: 'user' });
 * return status === 'idle' ? <button onClick={start}>Start</button> : <video ref={videoRef} muted playsInline />;
 */
export function useCamera({ autoStart = false, ...options }: UseCameraOptions = {}): UseCameraResult {
  const videoRef = useRef<HTMLVideoElement>(null);
  const running = useRef<AbortController>(undefined);
  const [wish, setWish] = useState<Wish>({ on: autoStart });
  const [latest, setLatest] = useState<Opened | null>(null);
  // Plain data, so the same text asks for the same camera.
  const asked = JSON.stringify(options);
  const opened = latest?.wish === wish ? latest : null;
  const camera = opened?.status === 'running' ? opened.camera : null;

  useCommitEffect(() => {
    if (!wish.on) return;
    const abort = new AbortController();
    running.current = abort;
    const tell = (now: Opened) => {
      if (!abort.signal.aborted) setLatest(now);
    };
    tell({ wish, status: 'starting' });
    void open();
    return () => abort.abort();

    async function open(): Promise<void> {
      const fail = (error: unknown) =>
        tell(error instanceof PoseError ? { wish, status: 'failed', error } : { wish, status: 'broken', error });
      try {
        // StrictMode's first mount has ended after this, so that the user is asked once.
        await Promise.resolve();
        if (abort.signal.aborted) return;
        const found = await openCamera({ ...(JSON.parse(asked) as CameraOptions), signal: abort.signal });
        tell({ wish, status: 'running', camera: found });
        // The camera itself says why it has ended.
        const ended = () => found.frames().subscribe({ error: fail });
        found.stream.getVideoTracks()[0]?.addEventListener('ended', ended, { signal: abort.signal });
      } catch (error) {
        fail(error);
      }
    }
  }, [wish, asked]);

  // After each render, because the element may come later than the camera.
  useEffect(() => show(videoRef.current, camera?.stream ?? null));

  const start = useCallback(() => setWish({ on: true }), []);
  const stop = useCallback(() => {
    running.current?.abort();
    setWish({ on: false });
  }, []);
  const permission = useCameraPermission();
  const devices = useCameras(camera);

  if (opened?.status === 'broken') throw opened.error;
  return {
    videoRef,
    status: wish.on ? (opened?.status ?? 'starting') : 'idle',
    error: opened?.status === 'failed' ? opened.error : null,
    permission,
    devices,
    settings: camera?.settings ?? null,
    start,
    stop,
  };
}

function show(video: HTMLVideoElement | null, stream: MediaStream | null): void {
  if (!video || video.srcObject === stream) return;
  video.srcObject = stream;
  // Playing is interrupted when the camera stops at once; there is nothing to say about that.
  if (stream) video.play().catch(() => undefined);
}
