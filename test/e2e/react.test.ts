import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { ALLOW_CAMERA, fakeCamera, launch } from './support/launch.ts';
import { framesOf, recordPoses } from './support/record-poses.ts';
import { readReference } from './support/reference.ts';
import { median } from './support/statistics.ts';
import { type PageWatch, watchPage } from './support/watch-page.ts';

const cameraFile = inject('cameraFile');
const why = cameraFile === null ? ' (skipped: it needs ../shared)' : '';

let browser: Browser;
let context: BrowserContext;
let page: Page;
let watch: PageWatch;

beforeAll(async () => {
  browser = await launch([ALLOW_CAMERA, ...fakeCamera(cameraFile ?? undefined)]);
});
afterEach(() => context?.close());
afterAll(() => browser?.close());

async function open(path: string): Promise<void> {
  context = await browser.newContext({ viewport: { width: 800, height: 600 } });
  page = await context.newPage();
  watch = watchPage(context, page);
  await recordPoses(page);
  await page.addInitScript(withoutWebGL);
  await page.goto(inject('site') + path);
}

/** In software WebGL takes minutes to start: without it, pages fall back to WebAssembly. Runs in the page. */
function withoutWebGL(): void {
  for (const { prototype } of [HTMLCanvasElement, OffscreenCanvas]) {
    const getContext = prototype.getContext as (kind: string, options?: unknown) => RenderingContext | null;
    Object.assign(prototype, {
      getContext(this: HTMLCanvasElement, kind: string, options?: unknown) {
        return kind.startsWith('webgl') ? null : getContext.call(this, kind, options);
      },
    });
  }
}

/** Nothing was said on the console, forbidden by the policy or asked of anybody else. */
async function expectClean(): Promise<void> {
  expect(watch.complaints).toEqual([]);
  expect(await page.evaluate(() => window.recording.violations)).toEqual([]);
  expect(watch.requests.filter((address) => !address.startsWith(inject('site')))).toEqual([]);
}

test.skipIf(cameraFile === null)(`the React page follows the person in the shared video${why}`, async () => {
  await open('react/?source=camera&model=lite&backend=wasm');
  await framesOf(page, 8, 120_000);
  const frames = (await framesOf(page, 32, 120_000)).slice(8);
  const found = frames.filter(({ poses }) => poses.length === 1);
  expect(found.length / frames.length, 'frames with a pose').toBeGreaterThanOrEqual(0.95);

  // The page does not say which picture a result is of: it has to be one of the video's.
  const { distance, height, frames: count } = readReference();
  const nearest = found.map(({ poses }) =>
    Math.min(...Array.from({ length: count / 2 }, (_, index) => distance(poses[0]?.keypoints ?? [], 2 * index))),
  );
  expect(median(nearest) / height, "error, share of the person's height").toBeLessThanOrEqual(0.03);
  await expectClean();
});

test('in the React page another decoder is there with the next frames: nothing is loaded, tracking goes on', async () => {
  await open('react/?source=camera&model=lite&backend=wasm');
  const before = await framesOf(page, 6, 120_000);
  const requests = watch.requests.length;
  await page.getByLabel('Decoder').selectOption('argmax');
  await page.getByLabel('Smoothing').uncheck({ force: true });
  const after = (await framesOf(page, before.length + 6)).slice(before.length);
  expect(watch.requests.slice(requests)).toEqual([]);
  // One session: another would count its dropped frames from 0 again.
  for (const [index, frame] of after.entries()) {
    const last = after[index - 1] ?? before.at(-1);
    expect(frame.time).toBeGreaterThan(last?.time ?? Number.NaN);
    expect(frame.dropped).toBeGreaterThanOrEqual(last?.dropped ?? Number.NaN);
  }
  await expectClean();
});

test('the React page starts from its first view, and people and figures are told', async () => {
  await open('react/?model=lite&backend=wasm');
  expect(watch.requests.filter((address) => address.includes('/models/'))).toEqual([]);
  await page.getByRole('button', { name: 'Camera' }).click();
  await framesOf(page, 3, 120_000);
  const people = page.getByTestId('people');
  await expect.poll(() => people.textContent(), { timeout: 60_000 }).toBe(cameraFile === null ? '0' : '1');
  await expectClean();
});

test.skipIf(cameraFile === null)(
  `the minimal React page: one press of a button, and the person is drawn${why}`,
  { timeout: 600_000 },
  async () => {
    await open('react-minimal/');
    await page.getByRole('button', { name: 'Start the camera' }).click();
    const painted = () =>
      page.evaluate(() => {
        const overlay = document.querySelector('canvas');
        if (!overlay?.width) return 0;
        const { width, height } = overlay;
        const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
        context?.drawImage(overlay, 0, 0);
        const { data } = context?.getImageData(0, 0, width, height) ?? { data: [] };
        let count = 0;
        for (let at = 3; at < data.length; at += 4) if ((data[at] as number) > 0) count++;
        return count;
      });
    await expect.poll(painted, { timeout: 480_000, interval: 1_000 }).toBeGreaterThan(500);
    expect(await page.getByRole('button').count()).toBe(0);
    await expectClean();
  },
);
