import { add, browser, mul, reshape, type Tensor4D, tensor4d, tidy } from '@tensorflow/tfjs-core';
import type { Pixels } from '../tensor/pixels.ts';
import type { Frame } from '../types/frame.ts';
import type { Affine, Size } from '../types/geometry.ts';
import { PoseError } from '../types/pose-error.ts';

/** Draws crops of frames. Holds a canvas per crop shape, reused from frame to frame. */
export interface CropSampler {
  /** The pixels of a frame, valid while the frame is open. */
  open(frame: Frame): Pixels;
  /** Lets go of the canvases. May be called twice. */
  dispose(): void;
}

type Context = OffscreenCanvasRenderingContext2D;

/**
 * Crops are drawn by the browser's own 2D canvas, one under the other, and handed to tfjs in one piece. With a GPU
 * back-end the canvas stays on the GPU and is copied there as a texture; pixels are never read back, and the texture has
 * the same shape for every size of frame, so no shader is compiled when the source changes. Without one, the canvas is kept
 * in memory, where the tensor has to be.
 */
export function createCropSampler(onGpu: boolean): CropSampler {
  const contexts = new Map<string, Context>();

  function contextFor(width: number, height: number): Context {
    const key = `${width}×${height}`;
    const existing = contexts.get(key);
    if (existing) return existing;
    const context = new OffscreenCanvas(width, height).getContext('2d', { alpha: false, willReadFrequently: !onGpu });
    if (!context) {
      throw new PoseError(
        { reason: 'unsupported', feature: 'OffscreenCanvas 2D' },
        'This browser gave no 2D canvas to crop with.',
        'Close other tabs that use the GPU, or use a current browser.',
      );
    }
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = 'low'; // plain bilinear, as the networks were trained
    contexts.set(key, context);
    return context;
  }

  function draw(frame: Frame, transforms: readonly Affine[], size: Size): Context {
    const context = contextFor(size.width, size.height * transforms.length);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = '#000';
    context.fillRect(0, 0, size.width, size.height * transforms.length);
    for (const [index, { a, b, c, d, e, f }] of transforms.entries()) {
      const top = index * size.height;
      context.save();
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.beginPath();
      context.rect(0, top, size.width, size.height);
      context.clip();
      context.setTransform(a, b, c, d, e, f + top);
      context.drawImage(frame.image, 0, 0);
      context.restore();
    }
    return context;
  }

  return {
    open: (frame) => ({
      frame,
      sample(transforms, size, [low, high]) {
        const shape: [number, number, number, number] = [transforms.length, size.height, size.width, 3];
        const context = draw(frame, transforms, size);
        const scale = (high - low) / 255;
        if (!onGpu) {
          const { data } = context.getImageData(0, 0, size.width, size.height * transforms.length);
          return tensor4d(rgbOf(data, scale, low), shape);
        }
        return tidy(() => {
          // tfjs's types do not list OffscreenCanvas; its back-ends take it.
          const bytes = browser.fromPixels(context.canvas as unknown as HTMLCanvasElement);
          return add(mul(reshape(bytes, shape), scale), low) as Tensor4D;
        });
      },
    }),
    dispose() {
      for (const { canvas } of contexts.values()) {
        canvas.width = 0;
        canvas.height = 0;
      }
      contexts.clear();
    },
  };
}

function rgbOf(rgba: Uint8ClampedArray, scale: number, low: number): Float32Array {
  const rgb = new Float32Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    rgb[to] = (rgba[from] as number) * scale + low;
    rgb[to + 1] = (rgba[from + 1] as number) * scale + low;
    rgb[to + 2] = (rgba[from + 2] as number) * scale + low;
  }
  return rgb;
}
