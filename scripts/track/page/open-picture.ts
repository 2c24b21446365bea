import { TrackError } from '../track-error.ts';
import { createDrawing } from './drawing.ts';
import type { Media } from './media.ts';
import { wordsOf } from './words-of.ts';

/**
 * Opens a picture, turned as its EXIF orientation says. Of an animation it is the first picture.
 * @throws TrackError
 */
export async function openPicture(file: File): Promise<Media> {
  const image = await createImageBitmap(file).catch((thrown: unknown) => {
    throw new TrackError(
      `${file.name} begins like a picture but cannot be decoded (${wordsOf(thrown)}).`,
      'Check that it opens elsewhere, and save it again as PNG or JPEG.',
    );
  });
  const { width, height } = image;
  const context = createDrawing(width, height);
  context.drawImage(image, 0, 0);
  image.close();
  return {
    size: { width, height },
    context,
    async *frames() {
      yield { time: 0, duration: 0, fraction: 1 };
    },
    close: () => undefined,
  };
}
