import { camerasMissing } from './camera-error.ts';

/** A camera that is connected. */
export interface CameraInfo {
  /** For `camera({ deviceId })`. Empty until the page may use cameras. */
  readonly deviceId: string;
  /** Its name for people. Empty until the page may use cameras: ask again after a camera was opened. */
  readonly label: string;
}

/**
 * The cameras that are connected. `navigator.mediaDevices` fires `devicechange` when that changes.
 * @throws PoseError `insecure-context`, `unsupported`
 */
export async function listCameras(): Promise<CameraInfo[]> {
  const devices: Partial<MediaDevices> | undefined = globalThis.navigator?.mediaDevices;
  if (!devices?.enumerateDevices) throw camerasMissing();
  const found = await devices.enumerateDevices();
  return found.filter(({ kind }) => kind === 'videoinput').map(({ deviceId, label }) => ({ deviceId, label }));
}
