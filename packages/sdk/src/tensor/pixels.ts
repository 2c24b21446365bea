import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Frame } from '../types/frame.ts';
import type { Affine, Size } from '../types/geometry.ts';

/** A frame's pixels, from which crops are drawn. Shared by the detector and the network. */
export interface Pixels {
  readonly frame: Frame;
  /**
   * Draws crops. Outside the picture is black. Bilinear.
   * @param transforms image px → crop px, one a crop
   * @param size of each crop, px
   * @param range what the bytes 0 and 255 become
   * @returns [crops, height, width, 3]; the caller disposes it
   */
  sample(transforms: readonly Affine[], size: Size, range: readonly [number, number]): Tensor4D;
}
