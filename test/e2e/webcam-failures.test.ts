import type { Browser, Page, Route } from 'playwright';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { ALLOW_CAMERA, fakeCamera, launch } from './support/launch.ts';
import { type OpenOptions, type OpenPage, openWebcam } from './support/open-page.ts';
import { framesOf } from './support/record-poses.ts';

/** Cheap to load, and it needs no person: what happens round the tracker is under test here. */
const LIGHT = 'model=lite&backend=wasm&detector=whole-frame';

let browser: Browser | undefined;
let open: OpenPage;

async function start(flags: readonly string[], query: string, options?: OpenOptions): Promise<Page> {
  browser = await launch(flags);
  open = await openWebcam(browser, query, options);
  return open.page;
}

afterEach(async () => {
  await browser?.close();
  browser = undefined;
});

interface ShownMessage {
  readonly reason: string | null;
  readonly text: string;
  readonly fix: string;
}

/** Waits for the message that the page shows. */
async function messageOn(page: Page): Promise<ShownMessage> {
  const message = page.getByTestId('message');
  await message.waitFor({ state: 'visible', timeout: 60_000 });
  return {
    reason: await message.getAttribute('data-reason'),
    text: (await page.locator('#message-text').textContent()) ?? '',
    fix: (await page.locator('#message-fix').textContent()) ?? '',
  };
}

/** Presses "Try again" and waits until it tracks. */
async function retryWorks(page: Page): Promise<void> {
  await page.getByTestId('retry').click();
  await framesOf(page, 3);
  expect(await page.getByTestId('message').isVisible()).toBe(false);
}

function uncaught(): string[] {
  return open.complaints.filter((complaint) => complaint.startsWith('uncaught'));
}

test('R20 a refused camera is said with its fix, and once it is allowed a retry works', async () => {
  // No answer is given for the user, and a headless browser refuses when nobody answers.
  const page = await start(fakeCamera(), `source=camera&${LIGHT}`);
  const { reason, text, fix } = await messageOn(page);
  expect(reason).toBe('camera-denied');
  expect(text).toBe('The use of the camera was refused.');
  expect(fix).toMatch(/^Allow the camera for this page/);
  expect(await page.evaluate(() => window.recording.frames)).toEqual([]);
  await open.context.grantPermissions(['camera'], { origin: inject('site') });
  await retryWorks(page);
  expect(uncaught()).toEqual([]);
});

test('R20 a missing camera is said with its fix, again on a retry, and another source works', async () => {
  const page = await start(
    [ALLOW_CAMERA, '--use-fake-device-for-media-stream=device-count=0'],
    `source=camera&${LIGHT}`,
  );
  const { reason, text, fix } = await messageOn(page);
  expect(reason).toBe('camera-not-found');
  expect(text).toBe('No camera was found.');
  expect(fix).toBe('Connect a camera.');
  await page.getByTestId('retry').click();
  expect(await messageOn(page)).toMatchObject({ reason: 'camera-not-found' });
  await page.locator('.tab[data-source=synthetic]').click();
  await framesOf(page, 3);
  expect(await page.getByTestId('message').isVisible()).toBe(false);
  expect(uncaught()).toEqual([]);
});

describe('R16 a model file that cannot be used is named with its address, and a retry works once it is there', () => {
  const weights = `${inject('site')}models/blazepose-lite/weights.bin`;
  const bodyOf = async (route: Route) => (await route.fetch()).body();
  const faults = [
    {
      fault: 'missing (404)',
      reason: 'model-unreachable',
      says: '404',
      serve: (route: Route) => route.fulfill({ status: 404, body: 'not found' }),
    },
    {
      fault: 'truncated',
      reason: 'model-truncated',
      says: 'bytes',
      serve: async (route: Route) => route.fulfill({ body: (await bodyOf(route)).subarray(0, 100_000) }),
    },
    {
      fault: 'of a wrong hash',
      reason: 'model-corrupt',
      says: 'SHA-256',
      serve: async (route: Route) => {
        const body = await bodyOf(route);
        body.writeUInt8(body.readUInt8(4_321) ^ 1, 4_321);
        await route.fulfill({ body });
      },
    },
  ];

  test.each(faults)('$fault', async ({ reason, says, serve }) => {
    let asked = 0;
    const page = await start([ALLOW_CAMERA, ...fakeCamera()], `source=camera&${LIGHT}`, {
      prepare: (opening) =>
        opening.route(weights, (route) => {
          asked++;
          return serve(route);
        }),
    });
    const message = await messageOn(page);
    expect(message.reason).toBe(reason);
    expect(message.text).toContain(weights);
    expect(message.text).toContain(says);
    expect(message.fix).toMatch(/\.$/);
    expect(asked, 'a fault that stays is not asked for again and again').toBe(1);
    await page.unroute(weights);
    await retryWorks(page);
    expect(uncaught()).toEqual([]);
  });
});

test('a corrupt video and an empty picture are said to be so, and another source works', async () => {
  const page = await start([ALLOW_CAMERA, ...fakeCamera()], LIGHT);
  const choose = (name: string, mimeType: string, buffer: Buffer) =>
    page.getByTestId('file').setInputFiles({ name, mimeType, buffer });
  await choose('broken.mp4', 'video/mp4', Buffer.alloc(5_000, 7));
  const video = await messageOn(page);
  expect(video.reason).toBe('undecodable-media');
  expect(video.text).toContain('broken.mp4');
  await choose('empty.png', 'image/png', Buffer.alloc(0));
  await expect.poll(() => page.locator('#message-text').textContent(), { timeout: 60_000 }).toContain('no pixels');
  expect(await messageOn(page)).toMatchObject({ reason: 'empty-picture' });
  await page.locator('.tab[data-source=camera]').click();
  await framesOf(page, 3);
  expect(await page.getByTestId('message').isVisible()).toBe(false);
  expect(uncaught()).toEqual([]);
});
