import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize, sep } from 'node:path';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

/** The strict policy of R17, which the packages have to work under. */
export const STRICT_POLICY =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; media-src 'self' blob:; " +
  "img-src 'self' blob: data:";

/** A plain static server. */
export interface StaticServer {
  /** Ends in a slash. */
  readonly address: string;
  close(): Promise<void>;
}

/**
 * Serves a folder as any web server would.
 * @param files more files, by their path
 * @param policy a content security policy, sent along with everything
 */
export async function serve(
  folder: string,
  files: Readonly<Record<string, string>>,
  policy?: string,
): Promise<StaticServer> {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    const named = Object.hasOwn(files, path.slice(1)) ? files[path.slice(1)] : undefined;
    const file = named ?? normalize(join(folder, path.endsWith('/') ? `${path}index.html` : path));
    const inside = named !== undefined || file.startsWith(normalize(folder) + sep);
    if (!inside || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
      ...(policy ? { 'content-security-policy': policy } : {}),
    });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}
