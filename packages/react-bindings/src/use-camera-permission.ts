import { useEffect, useState } from 'react';

/** Whether the page may use cameras, as it changes; `unknown` on the server and where the browser does not tell. */
export function useCameraPermission(): PermissionState | 'unknown' {
  const [permission, setPermission] = useState<PermissionState | 'unknown'>('unknown');
  useEffect(() => {
    const listening = new AbortController();
    const { signal } = listening;
    const listen = (status: PermissionStatus) => {
      if (signal.aborted) return;
      const read = () => setPermission(status.state);
      status.addEventListener('change', read, { signal });
      read();
    };
    const permissions: Partial<Permissions> | undefined = navigator.permissions;
    // A browser that does not know this permission rejects: it stays unknown.
    permissions?.query?.({ name: 'camera' }).then(listen, () => undefined);
    return () => listening.abort();
  }, []);
  return permission;
}
