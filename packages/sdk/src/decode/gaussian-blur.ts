import { matMul, type Tensor2D, tensor2d } from '@tensorflow/tfjs-core';
import type { Heatmaps } from '../tensor/heatmaps.ts';
import { probabilityWindow } from './window.ts';

/** σ that goes with a Gaussian kernel of `size` cells where only the size is given: OpenCV's rule, and so DARK's. */
function sigmaOfKernel(size: number): number {
  return 0.3 * ((size - 1) * 0.5 - 1) + 0.8;
}

/** Weights of a Gaussian kernel of `size` cells (odd), summing to 1. */
function gaussianKernel(size: number): number[] {
  const sigma = sigmaOfKernel(size);
  const middle = (size - 1) / 2;
  const weights = Array.from({ length: size }, (_, i) => Math.exp(-((i - middle) ** 2) / (2 * sigma * sigma)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/**
 * The blurred probabilities of the cells round each maximum. Only the cells needed are blurred, as one product of the
 * window with a constant matrix. Cells outside the map count as 0.
 * @param radius of the patch wanted, cells
 * @param size of the kernel, odd
 * @returns [people · joints, (2·radius + 1)²], rows first
 */
export function blurredPatch(maps: Heatmaps, radius: number, size: number): Tensor2D {
  return maps.once(`blurred patch ${radius} ${size}`, () => {
    const reach = radius + (size - 1) / 2;
    return matMul(probabilityWindow(maps, reach, 0), blurMatrix(radius, size));
  });
}

/** [cells of the window, cells of the patch]: the kernel, centred on each cell of the patch. */
function blurMatrix(radius: number, size: number): Tensor2D {
  const kernel = gaussianKernel(size);
  const patch = 2 * radius + 1;
  const window = patch + size - 1;
  const values = new Float32Array(window * window * patch * patch);
  for (let row = 0; row < patch; row++)
    for (let column = 0; column < patch; column++)
      for (let i = 0; i < size; i++)
        for (let j = 0; j < size; j++)
          values[((row + i) * window + column + j) * patch * patch + row * patch + column] =
            (kernel[i] as number) * (kernel[j] as number);
  return tensor2d(values, [window * window, patch * patch]);
}
