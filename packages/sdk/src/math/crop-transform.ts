import type { Affine, Region, Size } from '../types/geometry.ts';
import { compose, scaling, translation } from './affine.ts';

/**
 * Image px → crop px for a region: the one place where crops map to the image. Pixel i covers [i, i + 1) on both sides,
 * so there is no half pixel anywhere: the region's corner goes to (0, 0), its opposite corner to (width, height).
 */
export function cropTransform(region: Region, crop: Size): Affine {
  const cosine = Math.cos(region.angle);
  const sine = Math.sin(region.angle);
  const upright: Affine = { a: cosine, b: -sine, c: sine, d: cosine, e: 0, f: 0 };
  const scale = scaling(crop.width / region.side, crop.height / region.side);
  return compose(
    translation(crop.width / 2, crop.height / 2),
    compose(scale, compose(upright, translation(-region.centre.x, -region.centre.y))),
  );
}
