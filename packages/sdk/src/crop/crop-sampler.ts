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
import { apply, invert } from '../math/affine.ts';
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

/** The crops of one frame, by tensor operations. */
function sampleTexture(frame: Frame): Pixels['sample'] {
  return (transforms, { width, height }, [low, high]) =>
    tidy(() => {
      const picture = expandDims(cast(browser.fromPixels(frame.image), 'float32')) as Tensor4D;
      const crops = transforms.map((transform) =>
        image.transform(picture, tensor2d([indexMap(transform)]), 'bilinear', 'constant', 0, [height, width]),
      );
      return add(mul(concat(crops, 0), (high - low) / 255), low) as Tensor4D;
    });
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
    context = new OffscreenCanvas(width, height).getContext('2d', { alpha: false, willReadFrequently: true });
    if (context) return context;
    throw new PoseError(
      { reason: 'unsupported', feature: 'OffscreenCanvas 2D' },
      'This browser gave no 2D canvas to read pictures with.',
      'Close other tabs, or use a current browser.',
    );
  }

  /** What of a frame a crop shows, with a margin of a pixel to interpolate with. */
  function read(frame: Frame, toPicture: Affine, crop: Size): Patch {
    const corners = [0, crop.width].flatMap((x) => [0, crop.height].map((y) => apply(toPicture, { x, y })));
    const { x, y, width, height } = boundingBox(corners);
    const left = Math.max(0, Math.floor(x) - 1);
    const top = Math.max(0, Math.floor(y) - 1);
    const right = Math.min(frame.size.width, Math.ceil(x + width) + 1);
    const bottom = Math.min(frame.size.height, Math.ceil(y + height) + 1);
    if (right <= left || bottom <= top) return { data: new Uint8ClampedArray(), left, top, width: 0, height: 0 };
    const canvas = contextFor(frame.size);
    if (drawn !== frame) canvas.drawImage(frame.image, 0, 0);
    drawn = frame;
    const { data } = canvas.getImageData(left, top, right - left, bottom - top);
    return { data, left, top, width: right - left, height: bottom - top };
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
