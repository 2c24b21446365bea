import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright';
import { createServer } from 'vite';
import { CHROMIUM_FLAGS, findChromium } from './chromium.mjs';
import { mountsPlugin } from './mounts.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** What {@link withPage} opens. */
export interface HeadlessOptions {
  /** The page, an .html file relative to the repository. */
  readonly page: string;
  /** Folders that the page may fetch from, by address prefix, beside the usual ones. */
  readonly mounts?: Readonly<Record<string, string>>;
  /** More flags for Chromium. */
  readonly flags?: readonly string[];
}

/**
 * Opens a page of this repository in headless Chromium, served by Vite, and hands it to `work`. What the page throws or
 * prints as an error goes to this process's standard error. Everything is closed afterwards.
 */
export async function withPage<T>(options: HeadlessOptions, work: (page: Page) => Promise<T>): Promise<T> {
  const [made] = await withPages(options, 1, work);
  return made as T;
}

/** As {@link withPage}, in so many browsers at a time: each has a graphics process of its own, where pages of one would share it. */
export async function withPages<T>(
  options: HeadlessOptions,
  browsers: number,
  work: (page: Page) => Promise<T>,
): Promise<T[]> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('No Chromium was found. Install one, or name it in the variable CHROMIUM.');
  const server = await createServer({
    configFile: false,
    root: join(root, dirname(options.page)),
    logLevel: 'error',
    server: { host: '127.0.0.1', port: 0, fs: { allow: [root] }, hmr: false, watch: null },
    resolve: { conditions: ['integral-pose-source', 'module', 'browser', 'development|production'] },
    plugins: [mountsPlugin(options.mounts)],
    // One for each page: pages need different packages, and Vite would throw away what another one has prepared.
    cacheDir: join(root, 'node_modules/.vite-headless', dirname(options.page).replaceAll(/[^\w-]+/g, '-')),
  });
  const open = async () => {
    const browser = await chromium.launch({
      executablePath,
      args: [...CHROMIUM_FLAGS, ...(options.flags ?? [])],
      timeout: 120_000,
    });
    try {
      const page = await browser.newPage();
      page.on('pageerror', (error) => process.stderr.write(`${error.stack ?? error.message}\n`));
      page.on('console', (message) => {
        if (message.type() === 'error') process.stderr.write(`${message.text()}\n`);
      });
      const address = server.resolvedUrls?.local[0] ?? '';
      await page.goto(address + options.page.slice(dirname(options.page).length + 1));
      return await work(page);
    } finally {
      await browser.close();
    }
  };
  try {
    await server.listen();
    return await Promise.all(Array.from({ length: browsers }, open));
  } finally {
    await server.close();
  }
}
