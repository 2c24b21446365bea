import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { launch } from './support/launch.ts';
import { type OpenPage, openWebcam } from './support/open-page.ts';
import { framesOf } from './support/record-poses.ts';

const QUERY = 'source=synthetic&model=lite&backend=wasm&detector=whole-frame';

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

test('R3 the webcam page tracks in a worker; its switch brings the network to the page and back', async () => {
  open = await openWebcam(browser, QUERY);
  const { page, complaints } = open;
  const app = page.locator('#app');
  await framesOf(page, 3);
  expect(await app.getAttribute('data-worker')).toBe('true');
  expect(page.workers()).toHaveLength(1);
  expect(await page.getByTestId('backend').textContent()).toBe('wasm');

  await flip(page);
  const before = (await framesOf(page, 3)).length;
  await framesOf(page, before + 3);
  await expect.poll(() => app.getAttribute('data-worker')).toBe('false');
  await expect.poll(() => page.workers().length).toBe(0);

  await flip(page);
  await expect.poll(() => app.getAttribute('data-worker'), { timeout: 60_000 }).toBe('true');
  const later = (await framesOf(page, 1)).length;
  const frames = await framesOf(page, later + 3);
  expect(frames.at(-1)?.timings.total).toBeGreaterThan(0);
  expect(complaints).toEqual([]);
});

test('R3 where workers cannot be started, the webcam page tracks all the same and says why', async () => {
  open = await openWebcam(browser, QUERY, {
    prepare: (page) =>
      page.addInitScript(() => {
        Object.defineProperty(window, 'Worker', {
          value: class {
            constructor() {
              throw new DOMException('Workers are switched off.', 'SecurityError');
            }
          },
        });
      }),
  });
  const { page, complaints } = open;
  await framesOf(page, 3);
  expect(await page.locator('#app').getAttribute('data-worker')).toBe('false');
  expect(await page.getByTestId('worker-note').textContent()).toMatch(/^Not possible here: .*switched off/);
  expect(await page.getByTestId('message').isVisible()).toBe(false);
  expect(complaints).toEqual([]);
});

/** Turns the switch, by keyboard: the page moves while it tracks, and a click may miss. */
async function flip(page: Page): Promise<void> {
  await page.getByTestId('worker').focus();
  await page.keyboard.press('Space');
}
