import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import type { Report } from '../experiments/report.ts';
import { launch } from './support/launch.ts';
import { type PageWatch, watchPage } from './support/watch-page.ts';

const docs = resolve(import.meta.dirname, '../../docs/experiments');
const reports = readdirSync(docs)
  .filter((file) => file.endsWith('.json'))
  .map((file) => JSON.parse(readFileSync(join(docs, file), 'utf8')) as Report);

let browser: Browser;
let page: Page;
let watch: PageWatch;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  const context = await browser.newContext({ viewport: { width: 960, height: 720 } });
  page = await context.newPage();
  watch = watchPage(context, page);
  const response = await page.goto(`${inject('site')}papers/`);
  expect(response?.headers()['content-security-policy']).toContain("script-src 'self' 'wasm-unsafe-eval'");
  await page.waitForSelector('#app[data-ready]', { timeout: 60_000 });
});
afterEach(async () => {
  expect(watch.complaints).toEqual([]);
  for (const address of watch.requests) expect(address).toMatch(/^(data:|blob:|http:\/\/(localhost|127\.0\.0\.1))/);
  await page.context().close();
});

/** The number that begins an element's text; NaN while there is none. */
async function figure(testId: string): Promise<number> {
  return Number.parseFloat((await page.getByTestId(testId).textContent()) ?? '');
}

test('the bias: dragged outwards the plain integral errs more, with a larger β less, compensated hardly at all', async () => {
  await expect.poll(() => figure('plain-error'), { timeout: 60_000 }).toBeGreaterThan(1);
  expect(await figure('debiased-error')).toBeLessThan(0.02);
  const far = await figure('plain-error');

  const box = await page.getByTestId('bias-map').boundingBox();
  if (!box) throw new Error('The map is not there.');
  await page.mouse.move(box.x + 0.8 * box.width, box.y + 0.3 * box.height);
  await page.mouse.down();
  await page.mouse.move(box.x + 0.55 * box.width, box.y + 0.55 * box.height, { steps: 3 });
  await page.mouse.up();
  // A tenth of the way out instead of three quarters.
  await expect.poll(() => figure('plain-error'), { timeout: 60_000 }).toBeLessThan(far / 4);
  const near = await figure('plain-error');

  const beta = page.locator('#bias-controls input[name=beta]');
  await beta.fill('5');
  await expect.poll(() => figure('plain-error'), { timeout: 60_000 }).toBeGreaterThan(5 * near);
  expect(await figure('debiased-error')).toBeLessThan(0.02);
  expect(await figure('background-share')).toBeGreaterThan(60);
  await beta.fill('40');
  await expect.poll(() => figure('plain-error'), { timeout: 60_000 }).toBeLessThan(0.2);

  await page.getByTestId('bias-map').focus();
  const before = await page.getByTestId('plain-error').textContent();
  await beta.fill('5');
  await expect.poll(() => figure('plain-error'), { timeout: 60_000 }).toBeGreaterThan(1);
  for (let i = 0; i < 8; i++) await page.getByTestId('bias-map').press('ArrowRight');
  await expect.poll(() => page.getByTestId('plain-error').textContent(), { timeout: 60_000 }).not.toBe(before);
});

/** Cells that the text of a lesson tells: what is read, and the highest cell. */
async function told(loss: 'detection' | 'integral'): Promise<{ readonly off: number; readonly peak: number }> {
  const text = (await page.getByTestId(`${loss}-figures`).textContent()) ?? '';
  const [off = Number.NaN, peak = Number.NaN] = text.match(/[\d.]+/g)?.map(Number) ?? [];
  return { off, peak };
}

test('one heatmap: under the detection loss the peak ends at the joint, under the integral loss only the average does', async () => {
  await page.locator('input[name=start][value=elsewhere]').check({ force: true });
  await expect.poll(() => told('detection'), { timeout: 60_000 }).toMatchObject({ off: expect.closeTo(36, -1) });
  await page.getByTestId('step').click();
  await expect.poll(() => page.getByTestId('single-step').textContent(), { timeout: 60_000 }).toBe('update 1 of 300');
  await page.getByTestId('play').click();
  await expect
    .poll(() => page.getByTestId('single-step').textContent(), { timeout: 120_000 })
    .toBe('update 300 of 300');
  expect(await told('detection')).toEqual({ off: 0, peak: 0 });
  const integral = await told('integral');
  expect(integral.off).toBeLessThan(1);
  expect(integral.peak).toBeGreaterThan(10);

  await page.getByTestId('reset').click();
  await expect.poll(() => page.getByTestId('single-step').textContent(), { timeout: 60_000 }).toBe('update 0 of 300');
  await page.getByTestId('play').click();
  await expect
    .poll(() => page.getByTestId('single-step').textContent(), { timeout: 60_000 })
    .not.toBe('update 0 of 300');
  await page.getByTestId('play').click();
  const paused = await page.getByTestId('single-step').textContent();
  // Two more pictures of the page, and nothing has moved.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  expect(await page.getByTestId('single-step').textContent()).toBe(paused);
});

test('every experiment is told with its command, its plots and a line for each finding', async () => {
  expect(reports.length).toBeGreaterThan(0);
  for (const { name, setting, command, findings, plots } of reports) {
    expect(setting, name).toBe('full');
    const article = page.locator(`[data-experiment=${name}]`);
    expect(await article.locator('code').textContent()).toBe(command);
    expect(await article.locator('.finding .verdict').allTextContents()).toEqual(
      findings.map(({ verdict }) => verdict),
    );
    expect(await article.locator('img').count()).toBe(plots.length);
    for (const image of await article.locator('img').all()) {
      await image.scrollIntoViewIfNeeded();
      await expect
        .poll(() => image.evaluate((element: HTMLImageElement) => element.complete && element.naturalWidth), {
          timeout: 60_000,
        })
        .toBe(720);
    }
  }
  const counts = await page
    .locator('#tally li')
    .evaluateAll((items) => items.map((item) => Number((item as HTMLElement).dataset.count)));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(reports.flatMap(({ findings }) => findings).length);
});
