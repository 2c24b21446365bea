import { throwIfAborted } from '../types/pose-error.ts';
import { type CameraOptions, cameraConstraints, relaxedConstraints } from './camera-constraints.ts';
import { cameraError, camerasMissing } from './camera-error.ts';

/** Stops every track: the camera's light goes out. */
export function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

function askForLess(thrown: unknown): boolean {
  const { name, constraint } = thrown as Partial<OverconstrainedError>;
  // Another camera than the chosen one is not less of it.
  return name === 'OverconstrainedError' && constraint !== 'deviceId';
}

async function request(options: CameraOptions, signal: AbortSignal | undefined): Promise<MediaStream> {
  // Missing where the page is not secure, whatever its type says.
  const devices: Partial<MediaDevices> | undefined = globalThis.navigator?.mediaDevices;
  if (!devices?.getUserMedia) throw camerasMissing();
  const constraints = cameraConstraints(options);
  try {
    return await devices.getUserMedia({ video: constraints, audio: false });
  } catch (thrown) {
    throwIfAborted(signal);
    if (!askForLess(thrown)) throw cameraError(thrown, options.deviceId);
  }
  try {
    return await devices.getUserMedia({ video: relaxedConstraints(constraints), audio: false });
  } catch (thrown) {
    throw cameraError(thrown, options.deviceId);
  }
}

/**
 * `getUserMedia` with typed errors, a second try with relaxed constraints, and an end: when `signal` is aborted it
 * rejects at once, and a stream that is granted later is stopped.
 */
export function getCamera(options: CameraOptions, signal: AbortSignal | undefined): Promise<MediaStream> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      try {
        throwIfAborted(signal);
      } catch (aborted) {
        reject(aborted);
      }
    };
    if (signal?.aborted) return abort();
    signal?.addEventListener('abort', abort, { once: true });
    request(options, signal)
      .then((stream) => {
        if (signal?.aborted) stopTracks(stream);
        else resolve(stream);
      }, reject)
      .finally(() => signal?.removeEventListener('abort', abort));
  });
}
