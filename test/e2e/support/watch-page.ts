import type { BrowserContext, Page } from 'playwright';

/** What a page let slip. */
export interface PageWatch {
  /** Warnings and errors on the console, the browser's own among them, and what was thrown and not caught. */
  readonly complaints: string[];
  /** Every address asked for, in order, by the page and whatever belongs to it. */
  readonly requests: string[];
}

/** Chromium's own remark on WebGL in software, of which reading a picture back takes long. It says so once, now and then. */
const DRIVER_REMARK = /GL Driver Message \(OpenGL, Performance/;

/** Watches a page from here on. Nothing is left out but {@link DRIVER_REMARK}. */
export function watchPage(context: BrowserContext, page: Page): PageWatch {
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => {
    if (DRIVER_REMARK.test(message.text())) return;
    if (['warning', 'error', 'assert'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  context.on('request', (request) => requests.push(request.url()));
  return { complaints, requests };
}
