import {
  add,
  browser,
  cast,
  concat,
  expandDims,
  image,
  mul,
  type Tensor4D,
  tensor2d,
  tensor4d,
  tidy,
} from '@tensorflow/tfjs-core';
import { apply, compose, invert, scaling, translation } from '../math/affine.ts';
import { boundingBox } from '../math/regions.ts';
import type { Pixels } from '../tensor/pixels.ts';
import type { Frame } from '../types/frame.ts';
import type { Affine, Size } from '../types/geometry.ts';
import { PoseError } from '../types/pose-error.ts';
import { type Patch, sampleBilinear } from './sample-bilinear.ts';

/** Draws crops of frames. */
export interface CropSampler {
  /** The pixels of a frame, valid while the frame is open. */
  open(frame: Frame): Pixels;
  /** Lets go of what it holds between frames. May be called twice. */
  dispose(): void;
}

/**
 * Crops are made where tensors live, by bilinear sampling in single precision: the same pixels on every back-end. On a GPU
 * the picture becomes a texture and is sampled there; nothing is read back. Without one, pixels are needed in memory
 * anyway. (Letting a 2D canvas draw the crop is a little faster, but rounds and treats edges in its own way, on a GPU and
 * off it: keypoints then differ by half a pixel between back-ends.)
 */
export function createCropSampler(onGpu: boolean): CropSampler {
  return onGpu ? { open: (frame) => ({ frame, sample: sampleTexture(frame) }), dispose() {} } : createMemorySampler();
}

/** Longest side of a picture that every GPU takes as a texture, px. */
const LARGEST = 4096;

/** The crops of one frame, by tensor operations. */
function sampleTexture(frame: Frame): Pixels['sample'] {
  // tfjs takes an OffscreenCanvas as it takes a bitmap; its types do not say so.
  const textureOf = (pixels: ImageBitmap | OffscreenCanvas) =>
    expandDims(cast(browser.fromPixels(pixels as ImageBitmap), 'float32')) as Tensor4D;
  return (transforms, crop, [low, high]) =>
    tidy(() => {
      const draw = (picture: Tensor4D, transform: Affine) =>
        image.transform(picture, tensor2d([indexMap(transform)]), 'bilinear', 'constant', 0, [crop.height, crop.width]);
      const whole = Math.max(frame.size.width, frame.size.height) <= LARGEST ? textureOf(frame.image) : undefined;
      const crops = transforms.map((transform) => {
        if (whole) return draw(whole, transform);
        const { canvas, toCanvas } = cutOut(frame, transform, crop);
        return draw(textureOf(canvas), compose(transform, invert(toCanvas)));
      });
      return add(mul(concat(crops, 0), (high - low) / 255), low) as Tensor4D;
    });
}

/** The part of a large picture that a crop shows, small enough for a texture. */
function cutOut(
  { image: picture, size }: Frame,
  transform: Affine,
  crop: Size,
): { readonly canvas: OffscreenCanvas; readonly toCanvas: Affine } {
  const { left, top, width, height } = partOf(size, invert(transform), crop);
  const scale = Math.min(1, LARGEST / Math.max(width, height, 1));
  const canvas = new OffscreenCanvas(Math.max(1, Math.ceil(width * scale)), Math.max(1, Math.ceil(height * scale)));
  if (width === 0) return { canvas, toCanvas: translation(-left, -top) };
  const context = contextOf(canvas);
  context.drawImage(picture, left, top, width, height, 0, 0, canvas.width, canvas.height);
  const toCanvas = compose(scaling(canvas.width / width, canvas.height / height), translation(-left, -top));
  return { canvas, toCanvas };
}

/** What of a picture a crop shows, with a margin of a pixel to interpolate with. Width and height 0 for nothing. */
function partOf(picture: Size, toPicture: Affine, crop: Size): Omit<Patch, 'data'> {
  const corners = [0, crop.width].flatMap((x) => [0, crop.height].map((y) => apply(toPicture, { x, y })));
  const { x, y, width, height } = boundingBox(corners);
  const left = Math.max(0, Math.floor(x) - 1);
  const top = Math.max(0, Math.floor(y) - 1);
  const right = Math.min(picture.width, Math.ceil(x + width) + 1);
  const bottom = Math.min(picture.height, Math.ceil(y + height) + 1);
  if (right <= left || bottom <= top) return { left, top, width: 0, height: 0 };
  return { left, top, width: right - left, height: bottom - top };
}

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  if (context) return context;
  throw new PoseError(
    { reason: 'unsupported', feature: 'OffscreenCanvas 2D' },
    'This browser gave no 2D canvas to read pictures with.',
    'Close other tabs, or use a current browser.',
  );
}

/**
 * From crop to picture between the indices of pixels, which is how tfjs counts, where ours are coordinates: index i is
 * at i + 0.5.
 */
function indexMap(transform: Affine): number[] {
  const { a, b, c, d, e, f } = invert(transform);
  return [a, c, e + (a + c) / 2 - 0.5, b, d, f + (b + d) / 2 - 0.5, 0, 0];
}

/** Holds a canvas of the size of the frames, from which the part that is needed is read. */
function createMemorySampler(): CropSampler {
  let context: OffscreenCanvasRenderingContext2D | null = null;
  let drawn: Frame | null = null;

  function contextFor({ width, height }: Size): OffscreenCanvasRenderingContext2D {
    if (context?.canvas.width === width && context.canvas.height === height) return context;
    drawn = null;
    context = contextOf(new OffscreenCanvas(width, height));
    // Where a picture is transparent it is black, and not what was drawn before.
    context.globalCompositeOperation = 'copy';
    return context;
  }

  /** What of a frame a crop shows. */
  function read(frame: Frame, toPicture: Affine, crop: Size): Patch {
    const part = partOf(frame.size, toPicture, crop);
    if (part.width === 0) return { data: new Uint8ClampedArray(), ...part };
    const canvas = contextFor(frame.size);
    if (drawn !== frame) canvas.drawImage(frame.image, 0, 0);
    drawn = frame;
    return { data: canvas.getImageData(part.left, part.top, part.width, part.height).data, ...part };
  }

  return {
    open: (frame) => ({
      frame,
      sample(transforms, size, [low, high]) {
        const crop = size.width * size.height * 3;
        const rgb = new Float32Array(transforms.length * crop);
        for (const [index, transform] of transforms.entries()) {
          const toPicture = invert(transform);
          sampleBilinear(read(frame, toPicture, size), toPicture, size, (high - low) / 255, low, rgb, index * crop);
        }
        return tensor4d(rgb, [transforms.length, size.height, size.width, 3]);
      },
    }),
    dispose() {
      context = null;
      drawn = null;
    },
  };
}
