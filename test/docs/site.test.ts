// The documentation site as it was built (`pnpm docs:build`), served by a plain static server: links, requests, looks.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch } from '../e2e/support/launch.ts';
import { watchPage } from '../e2e/support/watch-page.ts';

const dist = resolve(fileURLToPath(new URL('../../docs/site/dist/', import.meta.url)));
const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
};

if (!existsSync(join(dist, 'index.html'))) throw new Error('The site has not been built: run pnpm docs:build.');
const pages = (readdirSync(dist, { recursive: true }) as string[])
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.html') && !path.startsWith('figures/') && path !== '404.html');
const written = pages.filter((path) => !path.startsWith('api/'));

describe('links', () => {
  const html = new Map(pages.map((path) => [path, readFileSync(join(dist, path), 'utf8')]));
  const ids = new Map([...html].map(([path, text]) => [path, new Set(all(text, /\sid="([^"]+)"/g))]));

  test('the pages that are announced are there', () => {
    for (const path of ['index.html', 'guide/plain.html', 'concepts/decoding.html', 'errors.html', 'decoders.html'])
      expect(pages).toContain(path);
    for (const entry of ['sdk', 'sdk/webgl', 'sdk/train', 'sdk/three', 'sdk/worker', 'react', 'models'])
      expect(pages).toContain(`api/${entry}/index.html`);
  });

  test('every link inside the site leads to a page or file, and to a place on it', () => {
    const dead: string[] = [];
    let count = 0;
    for (const [from, text] of html) {
      for (const link of all(text, /\s(?:href|src)="([^"]+)"/g)) {
        if (/^(https?:|mailto:|data:)/.test(link)) continue;
        count++;
        const [path = '', hash] = new URL(link, `http://site/${from}`).href.slice('http://site/'.length).split('#');
        const target = path === '' || path.endsWith('/') ? `${path}index.html` : path;
        if (!existsSync(join(dist, decodeURIComponent(target)))) dead.push(`${from}: ${link}`);
        else if (hash && !ids.get(target)?.has(decodeURIComponent(hash))) dead.push(`${from}: ${link}`);
      }
    }
    expect(count).toBeGreaterThan(1_000);
    expect(dead).toEqual([]);
  });

  test('nothing is named that lies elsewhere, but by links to follow', () => {
    for (const [path, text] of html) {
      const foreign = all(text, /<(?:script|link|img|iframe|source)[^>]+(?:src|href)="((?:https?:)?\/\/[^"]+)"/g);
      expect(foreign, path).toEqual([]);
    }
  });
});

describe('in a browser', () => {
  let browser: Browser;
  let server: Server;
  let site: string;

  beforeAll(async () => {
    server = createServer((request, response) => {
      const path = decodeURIComponent(new URL(request.url ?? '/', 'http://site').pathname);
      const file = normalize(join(dist, path.endsWith('/') ? `${path}index.html` : path));
      if (!file.startsWith(dist) || !existsSync(file) || !statSync(file).isFile()) return response.writeHead(404).end();
      response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
      response.end(readFileSync(file));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    site = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    browser = await launch();
  });

  afterAll(async () => {
    await browser?.close();
    await new Promise((done) => server.close(done));
  });

  test('no page asks anybody else, complains, or is wider than a phone', async () => {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    const page = await context.newPage();
    const { requests, complaints } = watchPage(context, page);
    for (const path of [...written, 'api/index.html', 'api/sdk/functions/createPoseTracker.html']) {
      await page.goto(site + path);
      await page.waitForLoadState('networkidle');
      const [inner, outer] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      expect(inner, path).toBeLessThanOrEqual(outer as number);
      expect(await page.locator('h1').count(), path).toBeGreaterThan(0);
    }
    expect(requests.length).toBeGreaterThan(written.length);
    expect(requests.filter((address) => !address.startsWith(site) && !address.startsWith('data:'))).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('search finds the pages without a service', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(`${site}guide/index.html`);
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('searchbox').fill('repetitions');
    await page.getByRole('listbox').getByText('Count repetitions').first().waitFor();
    await page.close();
  });

  test('the figure answers: the plain integral is pulled to the middle, the debiased one is not', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(`${site}concepts/decoding.html`);
    const frame = page.frameLocator('.decoder-figure');
    await frame.locator('canvas').scrollIntoViewIfNeeded();
    const error = async (decoder: string) =>
      Number(await frame.locator(`[data-decoder=${decoder}] td`).first().textContent({ timeout: 120_000 }));
    await expect.poll(() => error('integral'), { timeout: 120_000 }).toBeGreaterThan(0.5);
    expect(await error('debiasedIntegral')).toBeLessThan(0.1);
    expect(await error('localDebiasedIntegral')).toBeLessThan(0.1);
    const before = await error('integral');
    const box = await frame.locator('canvas').boundingBox();
    if (!box) throw new Error('The figure is not on the page.');
    // To the middle of the map, where there is nothing to be pulled to.
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await expect.poll(() => error('integral'), { timeout: 120_000 }).toBeLessThan(before / 5);
    await page.close();
  });
});

function all(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, found]) => (found as string).replaceAll('&amp;', '&'));
}
