import {
  type Affine,
  apply,
  type Covariance,
  compose,
  cropTransform,
  type HeatmapManifest,
  type Point,
  type Pose,
} from '@integral-pose/sdk';

/** Image px → cells of the person's heatmaps: through the crop, and with the model's sub-cell offset. */
export function imageToCells({ region }: Pose, { input, heatmaps }: HeatmapManifest): Affine {
  const { width, height, offset } = heatmaps;
  const cropToCells: Affine = {
    a: width / input.width,
    b: 0,
    c: 0,
    d: height / input.height,
    e: -offset.x,
    f: -offset.y,
  };
  return compose(cropToCells, cropTransform(region, input));
}

/** A point with its covariance, mapped: Σ' = M·Σ·Mᵀ. */
export function mapReading(
  map: Affine,
  point: Point & { readonly spread: Covariance },
): Point & { readonly spread: Covariance } {
  const { a, b, c, d } = map;
  const { xx, xy, yy } = point.spread;
  return {
    ...apply(map, point),
    spread: {
      xx: a * a * xx + 2 * a * c * xy + c * c * yy,
      xy: a * b * xx + (a * d + b * c) * xy + c * d * yy,
      yy: b * b * xx + 2 * b * d * xy + d * d * yy,
    },
  };
}
