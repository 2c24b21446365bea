import { expect, inject } from 'vitest';
import { launch } from '../../e2e/support/launch.ts';
import { watchPage } from '../../e2e/support/watch-page.ts';
import { serve } from './serve.ts';

interface Frame {
  readonly poses: readonly {
    readonly keypoints: readonly { readonly name: string; readonly x: number; readonly y: number }[];
  }[];
}

/** What `fixtures/common/track-picture.js` leaves on the page. */
type PageOutcome = { readonly frames: readonly Frame[] } | { readonly error: string };

/** What a page asked for. */
export interface Tracked {
  /** Paths, without the origin. */
  readonly requests: readonly string[];
}

/**
 * Opens a built page in headless Chromium and expects it to find the person's joints, in every frame, without a
 * complaint on the console and without a request to anybody else.
 * @param folder served as the site
 * @param policy a content security policy to serve it under
 */
export async function expectTracking(folder: string, policy?: string): Promise<Tracked> {
  const person = inject('person');
  const server = await serve(folder, { person: person.file }, policy);
  const browser = await launch();
  try {
    const context = await browser.newContext();
    const page = await context.newPage();
    const { complaints, requests } = watchPage(context, page);
    await page.goto(server.address);
    const handle = await page.waitForFunction(() => (globalThis as { outcome?: unknown }).outcome, undefined, {
      timeout: 240_000,
    });
    const outcome = (await handle.jsonValue()) as PageOutcome;
    expect(outcome, complaints.join('\n')).not.toHaveProperty('error');
    const { frames } = outcome as { readonly frames: readonly Frame[] };
    expect(frames).toHaveLength(2);
    for (const { poses } of frames) {
      expect(poses).toHaveLength(1);
      for (const [name, [x, y]] of Object.entries(person.joints)) {
        const found = poses[0]?.keypoints.find((keypoint) => keypoint.name === name);
        expect(Math.hypot((found?.x ?? Number.NaN) - x, (found?.y ?? Number.NaN) - y), name).toBeLessThan(
          person.tolerance,
        );
      }
    }
    expect(complaints).toEqual([]);
    const own = requests.filter((address) => address.startsWith(server.address));
    expect(requests.filter((address) => !own.includes(address) && !/^(blob|data):/.test(address))).toEqual([]);
    return { requests: own.map((address) => address.slice(server.address.length - 1)) };
  } finally {
    await browser.close();
    await server.close();
  }
}
