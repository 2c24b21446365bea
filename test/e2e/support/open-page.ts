import type { Browser, BrowserContext, Page, Response } from 'playwright';
import { inject } from 'vitest';
import { recordPoses } from './record-poses.ts';
import { type PageWatch, watchPage } from './watch-page.ts';

/** A page of the built examples, watched from its first request on. */
export interface OpenPage extends PageWatch {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the server answered to the request for the page. */
  readonly response: Response;
  close(): Promise<void>;
}

/** What {@link openWebcam} may be told. */
export interface OpenOptions {
  /** Runs before the page is opened. */
  readonly prepare?: (page: Page, context: BrowserContext) => Promise<unknown>;
}

/**
 * Opens the webcam page in a fresh profile.
 * @param query its settings, without the question mark
 */
export function openWebcam(browser: Browser, query: string, options: OpenOptions = {}): Promise<OpenPage> {
  return openExample(browser, 'webcam', query, options);
}

/**
 * Opens one of the examples in a fresh profile.
 * @param folder the example's
 * @param query its settings, without the question mark
 */
export async function openExample(
  browser: Browser,
  folder: string,
  query: string,
  options: OpenOptions = {},
): Promise<OpenPage> {
  // Small, because the page is painted by the same processors that track.
  const context = await browser.newContext({ viewport: { width: 800, height: 600 } });
  const page = await context.newPage();
  const watch = watchPage(context, page);
  await recordPoses(page);
  await options.prepare?.(page, context);
  const response = await page.goto(`${inject('site')}${folder}/?${query}`);
  if (!response) throw new Error('The page was not asked for.');
  return { ...watch, context, page, response, close: () => context.close() };
}
