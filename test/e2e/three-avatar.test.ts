import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { sharedFolder } from '../../scripts/mounts.ts';
import { countPixels, type Rgb } from './support/canvas-pixels.ts';
import { launch } from './support/launch.ts';
import { type OpenPage, openExample } from './support/open-page.ts';
import { framesOf } from './support/record-poses.ts';

const MODEL = 'model=blazepose-lite/manifest.json&backend=wasm';
const skip = sharedFolder === undefined;
const why = skip ? ' (skipped: it needs ../shared)' : '';

/** The first figure's shirt, in whatever light. */
const isPurple = ([red, green, blue]: Rgb): boolean => blue > 1.5 * green && red > 1.2 * green && blue > 60;

let browser: Browser;
let open: OpenPage | undefined;

beforeAll(async () => {
  browser = await launch();
});
afterEach(async () => {
  await open?.close();
  open = undefined;
});
afterAll(() => browser?.close());

test('the figure does what the synthetic person does: its limbs point where the true ones do', async () => {
  open = await openExample(browser, 'three-avatar', `source=synthetic&${MODEL}`);
  const { page, complaints } = open;
  await framesOf(page, 25, 240_000);
  const figures = page.getByTestId('figures');
  const angle = async () => Number(await figures.getAttribute('data-angle'));
  console.log(`limbs of the figure point ${(await angle()).toFixed(1)}° away from the true ones`);
  expect(await angle()).toBeGreaterThan(0.5);
  // A limb that was mirrored, or bent the other way, would be off by far more.
  expect(await angle()).toBeLessThan(20);

  // A figure stands on the floor: the purple of its shirt is seen, and gone with another figure.
  const space = page.getByTestId('space-canvas');
  // In a pause the processors are free for the pictures of the screen.
  await page.getByTestId('pause').click();
  const shirt = () => countPixels(space, isPurple);
  expect(await shirt()).toBeGreaterThan(300);
  await page.getByTestId('another').click();
  expect(await shirt()).toBeLessThan(100);
  await page.getByTestId('pause').click();
  const moved = Number(await figures.getAttribute('data-moved'));
  await expect
    .poll(async () => Number(await figures.getAttribute('data-moved')), { timeout: 60_000 })
    .toBeGreaterThan(moved + 2);
  expect(await angle()).toBeLessThan(20);

  const lost = await page.evaluate(() => {
    window.dispatchEvent(new PageTransitionEvent('pagehide'));
    return document.querySelector<HTMLCanvasElement>('#space-canvas')?.getContext('webgl2')?.isContextLost();
  });
  expect(lost, 'the 3D context after leaving').toBe(true);
  expect(await page.evaluate(() => window.recording.violations)).toEqual([]);
  expect(complaints).toEqual([]);
});

test.skipIf(skip)(`the shared video moves the figure${why}`, async () => {
  open = await openExample(browser, 'three-avatar', `media=/shared/data/video/squats.mp4&${MODEL}`);
  const { page, complaints } = open;
  const space = page.getByTestId('space-canvas');
  const frames = await framesOf(page, 12, 240_000);
  expect(frames.filter(({ poses }) => poses.length === 1).length).toBeGreaterThanOrEqual(11);
  await expect
    .poll(async () => Number(await page.getByTestId('figures').getAttribute('data-moved')))
    .toBeGreaterThan(10);
  expect(await countPixels(space, isPurple)).toBeGreaterThan(300);
  expect(await page.getByTestId('angle').textContent()).toContain('known of the synthetic person only');
  expect(complaints).toEqual([]);
});
