import { PoseError } from '../types/pose-error.ts';
import { asError } from './media-error.ts';

/** Chromium's way to ask for a permissions policy; other browsers have none. */
interface PolicyDocument {
  readonly featurePolicy?: { allowsFeature(feature: string): boolean };
}

/** True where a policy forbids the camera: then Chromium may also say that there is none. */
function forbiddenByPolicy(thrown: Error): boolean {
  const policy = typeof document === 'undefined' ? undefined : (document as PolicyDocument).featurePolicy;
  if (policy) return !policy.allowsFeature('camera');
  // The other browsers say so in words, if at all.
  return thrown.name === 'NotAllowedError' && /permissions?[ -]policy|feature[ -]policy/i.test(thrown.message);
}

/** Says why there is no `getUserMedia`: an insecure page, or a browser (or worker) without. */
export function camerasMissing(): PoseError {
  if (globalThis.isSecureContext === false) {
    const address = globalThis.location?.origin ?? '';
    return new PoseError(
      { reason: 'insecure-context', address },
      `The browser gives no camera to ${address}.`,
      'Serve the page over https, or from localhost.',
    );
  }
  return new PoseError(
    { reason: 'unsupported', feature: 'navigator.mediaDevices.getUserMedia' },
    'This browser has no access to cameras here.',
    'Use a current browser, and open the camera in a page, not in a worker.',
  );
}

/**
 * What `getUserMedia` threw, as a typed error.
 * @param deviceId the camera that was asked for, if one was
 */
export function cameraError(thrown: unknown, deviceId: string | undefined): PoseError {
  const cause = asError(thrown);
  const options = { cause };
  if (cause.name === 'SecurityError' || forbiddenByPolicy(cause)) {
    return new PoseError(
      { reason: 'camera-blocked-by-policy' },
      'A permissions policy of this page, or of a page round it, forbids the camera.',
      'Send "Permissions-Policy: camera=(self)", and write allow="camera" on the iframe, if there is one.',
      options,
    );
  }
  switch (cause.name) {
    case 'NotAllowedError':
      return new PoseError(
        { reason: 'camera-denied' },
        'The use of the camera was refused.',
        'Allow the camera for this page in the browser, and for the browser in the system settings, and start again.',
        options,
      );
    case 'NotFoundError':
      return cameraNotFound(deviceId, cause);
    case 'OverconstrainedError': {
      const constraint = (cause as Partial<OverconstrainedError>).constraint ?? '';
      if (constraint === 'deviceId') return cameraNotFound(deviceId, cause);
      return new PoseError(
        { reason: 'camera-overconstrained', constraint },
        `No camera can do what is asked${constraint ? ` for "${constraint}"` : ''}, even as a mere wish.`,
        'Ask for less, or for another camera.',
        options,
      );
    }
    default:
      // NotReadableError and AbortError, and whatever a browser may invent: it is there, and it does not start.
      return new PoseError(
        { reason: 'camera-in-use' },
        `The camera does not start${cause.message ? ` (${cause.message})` : ''}.`,
        'Close other programs and pages that use the camera, or plug it in again.',
        options,
      );
  }
}

function cameraNotFound(deviceId: string | undefined, cause: Error): PoseError {
  return new PoseError(
    deviceId === undefined ? { reason: 'camera-not-found' } : { reason: 'camera-not-found', deviceId },
    deviceId === undefined ? 'No camera was found.' : 'The chosen camera was not found.',
    deviceId === undefined ? 'Connect a camera.' : 'Connect it again, or choose another with listCameras().',
    { cause },
  );
}

/** The camera stopped by itself. */
export function cameraEnded(): PoseError {
  return new PoseError(
    { reason: 'camera-ended' },
    'The camera stopped: it was unplugged, or taken away by the system.',
    'Connect it again and start anew.',
  );
}
