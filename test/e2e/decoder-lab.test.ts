import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { sharedFolder } from '../../scripts/mounts.ts';
import { launch } from './support/launch.ts';
import { type PageWatch, watchPage } from './support/watch-page.ts';

const site = inject('site');
/** No smaller than what a phone in landscape has, no larger than software can paint. */
const VIEWPORT = { width: 960, height: 640 };

let browser: Browser;
let page: Page;
let watch: PageWatch;

beforeAll(async () => {
  browser = await launch();
});
afterEach(() => page?.context().close());
afterAll(() => browser?.close());

async function openLab(query: string): Promise<void> {
  const context = await browser.newContext({ viewport: VIEWPORT, acceptDownloads: true });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: site });
  page = await context.newPage();
  watch = watchPage(context, page);
  const response = await page.goto(`${site}decoder-lab/?backend=wasm&${query}`);
  expect(response?.headers()['content-security-policy']).toContain("script-src 'self' 'wasm-unsafe-eval'");
}

/** Everything about the drawn map of these settings is computed. */
async function settled(): Promise<void> {
  await page.waitForSelector('#app[data-settled=true]', { timeout: 60_000 });
}

/** Changes something of the drawn map, and waits until everything about it is computed anew. */
async function redrawn(change: () => Promise<unknown>): Promise<void> {
  await page.locator('#app').evaluate((app) => delete (app as HTMLElement).dataset.settled);
  await change();
  await settled();
}

/** Changes the address's settings as the page does itself: by its controls. */
async function slide(name: string, value: string): Promise<void> {
  await redrawn(() => page.locator(`input[name=${name}]`).fill(value));
}

async function choose(decoder: string, on: boolean): Promise<void> {
  await page.locator(`input[name=decoder][value=${decoder}]`).setChecked(on);
}

function cell(decoder: string, column: string) {
  return page.locator(`tr[data-decoder=${decoder}] [data-column=${column}]`);
}

/** A figure of the table; NaN for a dash. */
async function figure(decoder: string, column: string): Promise<number> {
  return Number.parseFloat((await cell(decoder, column).textContent()) ?? '');
}

/** The rows of a CSV text without quoted fields, by column. */
function parseCsv(text: string): Record<string, string>[] {
  const [header = [], ...rows] = text.split('\r\n').map((line) => line.split(','));
  for (const row of rows) expect(row).toHaveLength(header.length);
  return rows.map((row) => Object.fromEntries(header.map((name, index) => [name, row[index] ?? ''])));
}

/** The page's CSV, by way of the clipboard. */
async function copyCsv(): Promise<Record<string, string>[]> {
  await page.getByTestId('copy').click();
  await expect.poll(() => page.getByTestId('copy').textContent(), { timeout: 60_000 }).toBe('Copied');
  return parseCsv(await page.evaluate(() => navigator.clipboard.readText()));
}

/** How many pixels of a canvas have nearly this colour, `#rrggbb`. */
function count(testId: string, colour: string): Promise<number> {
  const wanted = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return page.getByTestId(testId).evaluate(async (canvas, [r = 0, g = 0, b = 0]) => {
    // What was asked to be drawn is drawn with the next animation frame.
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const { width, height } = canvas as HTMLCanvasElement;
    const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('There is no 2D context.');
    context.drawImage(canvas as HTMLCanvasElement, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    let found = 0;
    for (let i = 0; i < data.length; i += 4) {
      const [x = 0, y = 0, z = 0, opacity = 0] = data.subarray(i, i + 4);
      if (opacity > 200 && Math.max(Math.abs(x - r), Math.abs(y - g), Math.abs(z - b)) < 12) found++;
    }
    return found;
  }, wanted);
}

/** Colours of decoders on the stage. */
const COLOURS = { integral: '#ff7f50', debiasedIntegral: '#56b4e9', argmax: '#e58fc4' };

test('drawn maps: near the border the debiased integral is right and the plain one is not, and arrows show it', async () => {
  await openLab('x=3.4&y=20.6&arrows=pair');
  await settled();
  const requested = watch.requests.length;
  expect(await figure('integral', 'error')).toBeGreaterThan(0.5);
  expect(await figure('debiasedIntegral', 'error')).toBeLessThan(0.1);
  // Over the lattice: the golden table's 0.7 cells with a border's share of more, and its few thousandths.
  expect(await figure('integral', 'meanError')).toBeGreaterThan(0.6);
  expect(await figure('debiasedIntegral', 'meanError')).toBeLessThan(0.02);
  const arrows = await count('map', COLOURS.integral);
  await redrawn(() => page.locator('input[name=arrows][value=none]').check({ force: true }));
  expect(await count('map', COLOURS.integral), 'without the arrows').toBeLessThan(arrows / 3);

  // Gu 2021: the lower β, the more weighs the background; compensated, β hardly matters.
  const before = await figure('integral', 'error');
  await slide('beta', '5');
  expect(await figure('integral', 'error')).toBeGreaterThan(5 * before);
  expect(await figure('debiasedIntegral', 'error')).toBeLessThan(0.1);

  // A second peak pulls whole-map decoders; a window does not see it.
  await slide('beta', '10');
  await slide('second', '0.8');
  expect(await figure('debiasedIntegral', 'error')).toBeGreaterThan(1);
  expect(await figure('localDebiasedIntegral', 'error')).toBeLessThan(0.1);

  expect(watch.requests.slice(requested), 'requests after load').toEqual([]);
  expect(watch.complaints).toEqual([]);
});

test('drawn maps: the peak is dragged, and told backgrounds and noise count', async () => {
  await openLab('x=32&y=24&arrows=none');
  await settled();
  const centred = await figure('integral', 'error');
  const box = await page.getByTestId('map').boundingBox();
  if (!box) throw new Error('The map is not there.');
  const at = (x: number, y: number) => [box.x + x * box.width, box.y + y * box.height] as const;
  await page.mouse.move(...at(0.5, 0.5));
  await page.mouse.down();
  await page.mouse.move(...at(0.4, 0.3), { steps: 3 });
  await page.mouse.move(...at(0.3, 0.2));
  await page.mouse.up();
  await expect.poll(() => figure('integral', 'error'), { timeout: 60_000 }).toBeGreaterThan(centred + 0.2);
  const inAddress = (name: string) => Number(new URL(page.url()).searchParams.get(name));
  await expect.poll(() => inAddress('x'), { timeout: 60_000 }).toBeLessThan(30);
  await expect.poll(() => inAddress('y'), { timeout: 60_000 }).toBeLessThan(16);
  await settled();

  await slide('background', '0.2');
  expect(await figure('debiasedIntegral', 'error')).toBeLessThan(0.1);
  await page.locator('input[name=known]').uncheck({ force: true });
  await expect.poll(() => figure('debiasedIntegral', 'error'), { timeout: 60_000 }).toBeGreaterThan(1);

  expect(await figure('localDebiasedIntegral', 'jitter')).toBe(0);
  await slide('noise', '0.02');
  expect(await figure('localDebiasedIntegral', 'jitter')).toBeGreaterThan(0.005);
  expect(watch.complaints).toEqual([]);
});

test('choosing decoders changes what is drawn, the table and the CSV; the view is saved as a picture', async () => {
  await openLab('x=3.4&y=20.6&arrows=none&decoders=integral');
  await settled();
  expect(await count('map', COLOURS.integral)).toBeGreaterThan(20);
  expect(await count('map', COLOURS.argmax)).toBe(0);
  await redrawn(() => choose('argmax', true));
  await redrawn(() => choose('integral', false));
  expect(await count('map', COLOURS.argmax)).toBeGreaterThan(10);
  expect(await count('map', COLOURS.integral)).toBe(0);
  expect(await count('lens', COLOURS.argmax)).toBeGreaterThan(10);

  await redrawn(() => page.locator('#choose-all').click());
  const rows = await copyCsv();
  const keys = await page
    .locator('input[name=decoder]:not(:disabled)')
    .evaluateAll((boxes) => boxes.map((box) => (box as HTMLInputElement).value));
  expect(keys.length).toBeGreaterThanOrEqual(11);
  expect(rows.map(({ decoder }) => decoder)).toEqual(keys);
  for (const row of rows) {
    expect(Number(row.time_ms), row.decoder).toBeGreaterThan(0);
    expect(Number(row.error_cells), row.decoder).toBeGreaterThanOrEqual(0);
    expect(Number(row.meanError_cells), row.decoder).toBeGreaterThan(0);
    expect(row.source).toBe('drawn heatmap');
  }

  const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('save').click()]);
  expect(download.suggestedFilename()).toBe('decoder-lab.png');
  const png = await readFile(await download.path());
  expect([...png.subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
  expect(png.readUInt32BE(16), 'width').toBeGreaterThan(600);
  expect(watch.complaints).toEqual([]);
});

test('the synthetic person: each chosen decoder has its error, jitter and time, and another joint can be looked at', async () => {
  const keys = ['localDebiasedIntegral', 'dark', 'regression', 'argmax'];
  await openLab(`source=synthetic&decoders=${keys.join(',')}`);
  for (const key of keys) {
    await expect.poll(() => figure(key, 'time'), { timeout: 120_000 }).toBeGreaterThan(0);
    await expect.poll(() => figure(key, 'meanError'), { timeout: 60_000 }).toBeGreaterThan(0);
    // px, of a person 240 to 290 px tall.
    expect(await figure(key, 'meanError')).toBeLessThan(10);
    await expect.poll(() => figure(key, 'jitter'), { timeout: 60_000 }).toBeGreaterThan(0);
  }
  const requested = watch.requests.length;
  // Cells of whole px: it answers in steps, the others between them. That shows after some frames.
  await expect
    .poll(async () => (await figure('argmax', 'jitter')) - (await figure('localDebiasedIntegral', 'jitter')), {
      timeout: 60_000,
    })
    .toBeGreaterThan(0);
  await page.getByTestId('pause').click();
  await expect.poll(() => count('overlay', '#2dd4a0'), { timeout: 60_000 }).toBeGreaterThan(20);
  await expect.poll(() => count('lens', '#2dd4a0'), { timeout: 60_000 }).toBeGreaterThan(20);

  const wrist = await page.getByTestId('lens').screenshot();
  await page.getByTestId('joint').selectOption('right_ankle');
  await expect
    .poll(async () => (await page.getByTestId('lens').screenshot()).equals(wrist), { timeout: 60_000 })
    .toBe(false);

  const rows = await copyCsv();
  expect(rows.map(({ decoder }) => decoder).sort()).toEqual([...keys].sort());
  for (const row of rows) {
    expect(Number(row.meanError_px), row.decoder).toBeGreaterThan(0);
    expect(Number(row.frames)).toBeGreaterThan(2);
    expect(row.source).toBe('Synthetic person');
    expect(row.backend).toBe('wasm');
  }

  await choose('dark', false);
  await expect.poll(() => page.locator('tr[data-decoder=dark]').count(), { timeout: 60_000 }).toBe(0);
  expect(watch.requests.slice(requested), 'requests after load').toEqual([]);
  expect(watch.complaints).toEqual([]);
});

test.skipIf(!sharedFolder)(
  'a picture: seen with fresh noise each time, every decoder trembles and has its time',
  async () => {
    const keys = ['localDebiasedIntegral', 'debiasedIntegral', 'integral', 'dark', 'quarterOffset', 'argmax'];
    await openLab('media=/shared/data/video/pose.jpg&joint=right_wrist');
    for (const key of keys) {
      await expect.poll(() => figure(key, 'time'), { timeout: 120_000 }).toBeGreaterThan(0);
      await expect.poll(() => figure(key, 'jitter'), { timeout: 60_000 }).toBeGreaterThan(0.05);
      expect(await figure(key, 'jitter')).toBeLessThan(10);
    }
    // Nobody knows where its joints really are.
    expect(await cell('argmax', 'error').isVisible()).toBe(false);
    expect(await figure('argmax', 'disagreement')).toBeGreaterThan(
      await figure('localDebiasedIntegral', 'disagreement'),
    );
    await page.getByTestId('pause').click();
    // In a pause another model has one picture only, and no maps but those of a second look.
    await page.locator('input[name=model][value=full]').check({ force: true });
    await expect.poll(() => page.locator('#backend').textContent(), { timeout: 60_000 }).toBe('wasm');
    await expect.poll(() => figure('dark', 'time'), { timeout: 60_000 }).toBeGreaterThan(0);
    expect(await count('lens', COLOURS.argmax)).toBeGreaterThan(10);
    expect(watch.complaints).toEqual([]);
  },
);
