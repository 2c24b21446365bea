import { cpSync, createReadStream, existsSync, statSync } from 'node:fs';
import { dirname, join, normalize, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Connect, Plugin } from 'vite';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
/** Data for measuring that lies beside the checkout, or undefined where it does not. */
export const sharedFolder: string | undefined = [resolve(root, '../shared')].find((folder) =>
  existsSync(join(folder, 'data')),
);

const TYPES: Record<string, string> = {
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
  '.mp4': 'video/mp4',
};

function packageFolder(name: string): string {
  return join(root, 'examples/node_modules', name);
}

/** Address prefix → folder. What pages and tests fetch at run time, all from the same origin. */
export function mounts(): Record<string, string> {
  return {
    '/models/': join(root, 'packages/models/built'),
    '/tfjs-wasm/': join(packageFolder('@tensorflow/tfjs-backend-wasm'), 'dist'),
    '/tasks-vision/': join(packageFolder('@mediapipe/tasks-vision'), 'wasm'),
    // The unconverted models and an independent run time for them: what the converter is compared with.
    '/litert/': join(root, 'node_modules/@litertjs/core/wasm'),
    '/mediapipe-pose/': join(root, 'packages/models/node_modules/@mediapipe/pose'),
    ...(sharedFolder ? { '/shared/': sharedFolder } : {}),
  };
}

function serve(table: Record<string, string>): Connect.NextHandleFunction {
  return (request, response, next) => {
    const path = decodeURIComponent((request.url ?? '').split(/[?#]/)[0] ?? '');
    const prefix = Object.keys(table).find((key) => path.startsWith(key));
    if (!prefix) return next();
    const folder = table[prefix] as string;
    const file = normalize(join(folder, path.slice(prefix.length)));
    if (!file.startsWith(folder) || !existsSync(file) || !statSync(file).isFile()) {
      response.statusCode = 404;
      response.end('not found');
      return;
    }
    const { size } = statSync(file);
    response.setHeader('content-type', TYPES[file.slice(file.lastIndexOf('.'))] ?? 'application/octet-stream');
    response.setHeader('accept-ranges', 'bytes');
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
    const start = range ? Number(range[1]) : 0;
    const end = range?.[2] ? Math.min(Number(range[2]), size - 1) : size - 1;
    if (range) {
      response.statusCode = 206;
      response.setHeader('content-range', `bytes ${start}-${end}/${size}`);
    }
    response.setHeader('content-length', end - start + 1);
    createReadStream(file, { start, end }).pipe(response);
  };
}

/**
 * Serves {@link mounts} in `vite` and vitest's browser. `vite preview` serves what was built, and `/shared/`.
 * @param extra more prefixes and folders, for one server
 */
export function mountsPlugin(extra: Record<string, string> = {}): Plugin {
  const table = { ...mounts(), ...extra };
  const shared = Object.fromEntries(Object.entries(table).filter(([prefix]) => prefix === '/shared/'));
  return {
    name: 'integral-pose-mounts',
    configureServer: (server) => void server.middlewares.use(serve(table)),
    configurePreviewServer: (server) => void server.middlewares.use(serve(shared)),
  };
}

/** What a built page fetches at run time: every model, and of the runtimes only what a browser loads. */
const COPIED: Record<string, (path: string) => boolean> = {
  '/models/': (path) => !path.startsWith('.'),
  '/tfjs-wasm/': (path) => path.endsWith('.wasm'),
  '/tasks-vision/': (path) => path.startsWith('vision_wasm_'),
};

/** Copies the mounted files into the built folder, so that any static server can host it. */
export function copyMountsPlugin(): Plugin {
  let target = '';
  return {
    name: 'integral-pose-copy-mounts',
    apply: 'build',
    configResolved(config) {
      target = resolve(config.root, config.build.outDir);
    },
    writeBundle() {
      const table = mounts();
      for (const [prefix, wanted] of Object.entries(COPIED)) {
        const folder = table[prefix];
        if (!folder || !existsSync(folder))
          this.error(`Nothing to copy for ${prefix}. Run "pnpm models:prepare" first.`);
        cpSync(folder, join(target, prefix), {
          recursive: true,
          dereference: true,
          filter: (source) => source === folder || wanted(relative(folder, source)),
        });
      }
    },
  };
}
