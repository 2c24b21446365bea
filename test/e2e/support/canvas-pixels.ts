import type { Locator } from 'playwright';
import { PNG } from 'pngjs';

/** A colour, 0..255 each. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** How many pixels of an element, as it is seen on the page, are of a kind. Of a WebGL canvas nothing else can be read. */
export async function countPixels(element: Locator, isOfKind: (colour: Rgb) => boolean): Promise<number> {
  await element.scrollIntoViewIfNeeded();
  const clip = await element.boundingBox();
  if (!clip) throw new Error('The element is not on the page.');
  // Of the page, since one of the element waits until it stands still for two frames: long, where software draws.
  const { data } = PNG.sync.read(await element.page().screenshot({ clip, timeout: 120_000 }));
  let count = 0;
  for (let i = 0; i < data.length; i += 4) {
    if (isOfKind([data[i] ?? 0, data[i + 1] ?? 0, data[i + 2] ?? 0])) count++;
  }
  return count;
}

/** Is a colour the orange of the left side, in whatever light? */
export const isLeft = ([red, green, blue]: Rgb): boolean => red > 110 && red > 1.3 * green && green > 2 * blue;

/** Is a colour the sky blue of the right side, in whatever light? */
export const isRight = ([red, green, blue]: Rgb): boolean => blue > 110 && blue > 2 * red && green > 2 * red;
