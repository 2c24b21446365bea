import type { Frame } from '../types/frame.ts';
import type { Size } from '../types/geometry.ts';
import { createFrame, type FrameFacts } from './create-frame.ts';
import { asError, emptyPicture, undecodable } from './media-error.ts';

/** Anything a browser makes an ImageBitmap of, except SVG images. */
export type Picture =
  | HTMLImageElement
  | HTMLVideoElement
  | HTMLCanvasElement
  | OffscreenCanvas
  | ImageBitmap
  | ImageData
  | VideoFrame
  | Blob;

/** Is `value` of the DOM class of this name? False where the class does not exist (in a worker, say). */
function isA<Name extends keyof typeof globalThis>(value: unknown, name: Name): boolean {
  const type = globalThis[name] as unknown;
  return typeof type === 'function' && value instanceof type;
}

function isImage(picture: Picture): picture is HTMLImageElement {
  return isA(picture, 'HTMLImageElement');
}

function isVideo(picture: Picture): picture is HTMLVideoElement {
  return isA(picture, 'HTMLVideoElement');
}

function isBlob(picture: Picture): picture is Blob {
  return isA(picture, 'Blob');
}

function isVideoFrame(picture: Picture): picture is VideoFrame {
  return isA(picture, 'VideoFrame');
}

/** Intrinsic size of anything but a Blob. */
function sizeOf(picture: Exclude<Picture, Blob>): Size {
  if (isImage(picture)) return { width: picture.naturalWidth, height: picture.naturalHeight };
  if (isVideo(picture)) return { width: picture.videoWidth, height: picture.videoHeight };
  if (isVideoFrame(picture)) return { width: picture.displayWidth, height: picture.displayHeight };
  const { width, height } = picture as Size;
  return { width, height };
}

function addressOf(picture: Picture): string {
  if (isImage(picture) || isVideo(picture)) return picture.currentSrc || picture.src;
  return 'name' in picture && typeof picture.name === 'string' ? picture.name : '';
}

/**
 * One picture as a Frame: an `<img>` (waits until it has loaded), a file or other Blob, ImageData, a canvas, a video's
 * current picture, or a bitmap. What is given stays the caller's and stays open; the frame holds a copy.
 *
 * The pixels are as the file means them: an EXIF orientation is applied (the browser's default,
 * `imageOrientation: 'from-image'`), nothing is mirrored or scaled, and `size` is that of the upright picture.
 * `facts.rotation` is for pictures that lie on their side without saying so.
 *
 * @throws PoseError `empty-picture` (no pixels, an empty file), `undecodable-media`
 */
export async function imageFrame(picture: Picture, facts: FrameFacts = {}): Promise<Frame> {
  if (isBlob(picture)) {
    if (picture.size === 0) throw emptyPicture('The empty file', 0, 0);
  } else {
    if (isImage(picture)) {
      await picture.decode().catch((thrown: unknown) => {
        throw undecodable(addressOf(picture), asError(thrown));
      });
    }
    const { width, height } = sizeOf(picture);
    if (!(width > 0 && height > 0)) throw emptyPicture('The picture', width, height);
  }
  const captured = facts.captured ?? performance.now();
  const image = await createImageBitmap(picture).catch((thrown: unknown) => {
    throw undecodable(addressOf(picture), asError(thrown));
  });
  return createFrame(image, { ...facts, captured });
}
