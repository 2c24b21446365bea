import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { countPixels, isLeft, isRight } from './support/canvas-pixels.ts';
import { ALLOW_CAMERA, fakeCamera, launch } from './support/launch.ts';
import { type OpenPage, openWebcam } from './support/open-page.ts';
import { framesOf } from './support/record-poses.ts';

let browser: Browser;
let open: OpenPage | undefined;

beforeAll(async () => {
  browser = await launch([ALLOW_CAMERA, ...fakeCamera()]);
});
afterEach(async () => {
  await open?.close();
  open = undefined;
});
afterAll(() => browser?.close());

/** Scripts among the addresses that carry three.js. */
async function with3D(page: Page, addresses: readonly string[]): Promise<string[]> {
  const scripts = [...new Set(addresses)].filter((address) => new URL(address).pathname.endsWith('.js'));
  const texts = await Promise.all(scripts.map(async (address) => (await page.request.get(address)).text()));
  return scripts.filter((_, index) => texts[index]?.includes('THREE.WebGLRenderer'));
}

test('the webcam page ships no 3D library until its 3D pane is opened', async () => {
  open = await openWebcam(browser, 'source=camera&model=lite&backend=wasm&detector=whole-frame');
  const { page, requests, complaints } = open;
  await framesOf(page, 2, 120_000);
  expect(await with3D(page, requests)).toEqual([]);
  const before = requests.length;
  await page.getByTestId('space-toggle').click();
  await page.getByTestId('space-canvas').waitFor({ timeout: 60_000 });
  expect((await with3D(page, requests.slice(before))).length).toBeGreaterThan(0);
  expect(complaints).toEqual([]);
});

test('the 3D pane shows the synthetic person, closes without a trace, and opens again', async () => {
  open = await openWebcam(browser, 'source=synthetic&model=lite&backend=wasm&space=1');
  const { page, complaints } = open;
  const pane = page.getByTestId('space');
  const canvas = page.getByTestId('space-canvas');
  await expect.poll(() => pane.getAttribute('data-people'), { timeout: 240_000 }).toBe('1');
  await framesOf(page, 3);
  // In a pause the processors are free for the pictures of the screen.
  await page.getByTestId('pause').click();
  expect(await countPixels(canvas, isLeft)).toBeGreaterThan(100);
  expect(await countPixels(canvas, isRight)).toBeGreaterThan(100);

  const handle = await canvas.elementHandle();
  const isLost = () =>
    handle?.evaluate((element) => (element as HTMLCanvasElement).getContext('webgl2')?.isContextLost());
  expect(await isLost()).toBe(false);
  await page.getByTestId('space-toggle').click();
  expect(await isLost()).toBe(true);
  expect(await pane.isVisible()).toBe(false);
  expect(await canvas.count()).toBe(0);
  expect(new URL(page.url()).searchParams.has('space')).toBe(false);

  await page.getByTestId('space-toggle').click();
  await expect.poll(() => pane.getAttribute('data-people'), { timeout: 60_000 }).toBe('1');
  expect(await countPixels(canvas, isLeft), 'the latest result, in a pause').toBeGreaterThan(100);
  expect(new URL(page.url()).searchParams.get('space')).toBe('1');
  // On a phone it lies below the picture, and nothing sticks out.
  await page.setViewportSize({ width: 390, height: 844 });
  const [picture, space] = [await page.getByTestId('stage').boundingBox(), await pane.boundingBox()];
  expect(space?.y).toBeGreaterThanOrEqual((picture?.y ?? 0) + (picture?.height ?? 0) - 1);
  expect(space?.width).toBe(390);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  expect(complaints).toEqual([]);
});
