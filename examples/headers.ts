import type { Plugin } from 'vite';

/**
 * What a host should send with every page of the built folder. The pages need nothing more: no inline script or
 * style, no other origin. `wasm-unsafe-eval` lets WebAssembly compile; `blob:` is for a picture or video that the user
 * opens from disk.
 */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': [
    "default-src 'self'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "worker-src 'self'",
    "media-src 'self' blob:",
    "img-src 'self' blob: data:",
  ].join('; '),
  'Permissions-Policy': 'camera=(self)',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/** Sends {@link SECURITY_HEADERS} in `vite preview`. The development server needs a looser page for hot updates. */
export function headersPlugin(): Plugin {
  return {
    name: 'integral-pose-headers',
    configurePreviewServer(server) {
      server.middlewares.use((_request, response, next) => {
        for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
        next();
      });
    },
  };
}
