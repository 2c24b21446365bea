import { createFrame, type Frame } from '@integral-pose/sdk';
import { seededRandom } from '@integral-pose/test-kit';

/** Numbers drawn once; each picture starts at another of them. */
const DRAWN = 1 << 18;

/**
 * A camera whose sensor adds noise to what it is shown: another in each picture, the same on every run.
 * @param deviation standard deviation of the noise of each colour of a pixel, of 255
 */
export function noisyCamera(
  deviation: number,
): (picture: CanvasImageSource, size: Size, time: number) => Promise<Frame> {
  const random = seededRandom(11);
  const noise = Float32Array.from({ length: DRAWN }, () => deviation * random.normal());
  return async (picture, { width, height }, time) => {
    const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('No 2D canvas.');
    context.drawImage(picture, 0, 0);
    const pixels = context.getImageData(0, 0, width, height);
    const start = Math.floor(random.next() * DRAWN);
    // A stride that shares no factor with the length, so that rows do not repeat each other.
    for (let index = 0; index < pixels.data.length; index++) {
      if (index % 4 !== 3)
        pixels.data[index] = (pixels.data[index] as number) + (noise[(start + 7 * index) % DRAWN] as number);
    }
    return createFrame(await createImageBitmap(pixels), { time });
  };
}

interface Size {
  readonly width: number;
  readonly height: number;
}
