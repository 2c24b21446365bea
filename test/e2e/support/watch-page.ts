import type { BrowserContext, Page } from 'playwright';

/** What a page let slip. */
export interface PageWatch {
  /** Warnings and errors on the console, the browser's own among them, and what was thrown and not caught. */
  readonly complaints: string[];
  /** Every address asked for, in order, by the page and whatever belongs to it. */
  readonly requests: string[];
}

/** Watches a page from here on. Nothing is left out. */
export function watchPage(context: BrowserContext, page: Page): PageWatch {
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => {
    if (['warning', 'error', 'assert'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  context.on('request', (request) => requests.push(request.url()));
  return { complaints, requests };
}
