import { openCamera } from '@integral-pose/sdk';
import type { OpenSource } from './open-source.ts';
import { createVideo, play } from './video-element.ts';

/**
 * Opens a camera; the browser asks the user.
 * @throws PoseError for every way in which a camera can fail
 */
export async function openCameraSource(deviceId: string | undefined, signal: AbortSignal): Promise<OpenSource> {
  const which = deviceId ? { deviceId } : { facing: 'user' as const };
  const camera = await openCamera({ ...which, width: 1280, height: 720, signal });
  const video = createVideo();
  video.srcObject = camera.stream;
  play(video);
  const track = camera.stream.getVideoTracks()[0];
  const { facingMode, deviceId: openedId } = camera.settings;
  return {
    kind: 'camera',
    name: track?.label || 'Camera',
    element: video,
    // Desktop cameras do not say where they look; they look at the user.
    mirrored: facingMode !== 'environment',
    ...(openedId ? { deviceId: openedId } : {}),
    frames: () => camera.frames(video),
    setPaused: (paused) => (paused ? video.pause() : play(video)),
    close() {
      camera.stop();
      video.srcObject = null;
    },
  };
}
