import type { BrowserContext, Page } from 'playwright';

/** What a page let slip. */
export interface PageWatch {
  /** Warnings and errors on the console, and what was thrown and not caught. */
  readonly complaints: string[];
  /** Every address asked for, in order, by the page and whatever belongs to it. */
  readonly requests: string[];
}

/**
 * What Chromium itself says, and no page can help, because the tests run its GPU in software:
 * - that reading pixels back waits for the GPU ("GPU stall due to ReadPixels"), a performance hint of the driver;
 * - that WebGL falls back to software, which Chromium means to stop doing unasked.
 */
const OF_THE_BROWSER = [/GPU stall due to ReadPixels/, /Automatic fallback to software WebGL has been deprecated/];

export function watchPage(context: BrowserContext, page: Page): PageWatch {
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => {
    const text = message.text();
    const ofTheBrowser = OF_THE_BROWSER.some((pattern) => pattern.test(text));
    if (['warning', 'error', 'assert'].includes(message.type()) && !ofTheBrowser) complaints.push(text);
  });
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  context.on('request', (request) => requests.push(request.url()));
  return { complaints, requests };
}
