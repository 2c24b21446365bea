import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { mounts } from '../mounts.ts';
import { root } from './entries.ts';

/** Puts the site's static files together: the interactive figure, what it fetches at run time, and two pictures. */
export async function buildFigure(): Promise<void> {
  const site = join(root, 'docs/site');
  const out = join(site, 'public');
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  cpSync(join(root, 'examples/public/favicon.svg'), join(out, 'favicon.svg'));
  cpSync(join(root, 'docs/webcam.png'), join(out, 'webcam.png'));
  await build({
    configFile: false,
    root: join(site, 'figure'),
    base: './',
    logLevel: 'warn',
    publicDir: false,
    resolve: { conditions: ['integral-pose-source', 'module', 'browser', 'development|production'] },
    build: {
      outDir: join(out, 'figures/decoder'),
      target: 'es2022',
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 2_000,
      emptyOutDir: true,
    },
  });
  const wasm = mounts()['/tfjs-wasm/'] as string;
  cpSync(wasm, join(out, 'figures/tfjs-wasm'), {
    recursive: true,
    dereference: true,
    filter: (source) => source === wasm || source.endsWith('.wasm'),
  });
}
