import { type CameraInfo, listCameras } from '@integral-pose/sdk';
import { useEffect, useState } from 'react';

/**
 * The cameras that are connected, as they come and go. Empty where there can be none: opening one says why.
 * @param opened looked at again when it changes, because ids and labels are told only to pages that may use cameras
 */
export function useCameras(opened: unknown): readonly CameraInfo[] {
  const [devices, setDevices] = useState<readonly CameraInfo[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: as said above
  useEffect(() => {
    const listening = new AbortController();
    const { signal } = listening;
    const look = () =>
      void listCameras().then(
        (found) => {
          if (!signal.aborted) setDevices(found);
        },
        () => undefined,
      );
    const media: MediaDevices | undefined = navigator.mediaDevices;
    media?.addEventListener('devicechange', look, { signal });
    look();
    return () => listening.abort();
  }, [opened]);
  return devices;
}
