import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { preview } from 'vite';
import type { TestProject } from 'vitest/node';
import { sharedFolder } from '../../../scripts/mounts.ts';
import { makeCamera } from '../../media/make-camera.ts';
import { launch } from './launch.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the built examples, ending in a slash. */
    readonly site: string;
    /** The shared folder's real video as a fake camera's file; null where there is no shared folder. */
    readonly cameraFile: string | null;
  }
}

const root = resolve(fileURLToPath(new URL('../../../', import.meta.url)));
const examples = join(root, 'examples');
/** Not `examples/dist`: a build of one's own is left as it is. */
const built = join(root, 'node_modules/.cache/integral-pose/site');

/** Builds the pages as `pnpm build` does, in a process of its own: this one runs in test mode. */
async function buildSite(): Promise<void> {
  const vite = join(createRequire(join(examples, 'package.json')).resolve('vite/package.json'), '../bin/vite.js');
  const { NODE_ENV: _, VITEST: __, ...env } = process.env;
  const child = spawn(process.execPath, [vite, 'build', '--outDir', built, '--emptyOutDir', '--logLevel', 'warn'], {
    cwd: examples,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const status = await new Promise((done, failed) => child.once('exit', done).once('error', failed));
  if (status !== 0) throw new Error(`The build of the examples ended with status ${status}.`);
}

async function cameraFile(): Promise<string | null> {
  const movie = sharedFolder && join(sharedFolder, 'data/video/squats-camera.mjpeg');
  if (!movie || !existsSync(movie)) return null;
  let browser: Awaited<ReturnType<typeof launch>> | undefined;
  try {
    return await makeCamera(movie, async () => {
      browser = await launch();
      return browser.newPage();
    });
  } finally {
    await browser?.close();
  }
}

/** Builds the examples once, and serves them as a host would, with their security headers. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await buildSite();
  project.provide('cameraFile', await cameraFile());
  const server = await preview({
    root: examples,
    configFile: join(examples, 'vite.config.ts'),
    logLevel: 'error',
    build: { outDir: built },
    preview: { host: '127.0.0.1', port: 0 },
  });
  project.provide('site', server.resolvedUrls?.local[0] ?? '');
  return () => server.close();
}
