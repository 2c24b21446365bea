import { compose } from '../math/affine.ts';
import type { Affine, Size } from '../types/geometry.ts';
import { PoseError } from '../types/pose-error.ts';

/**
 * How a picture is laid into a canvas. `contain`: all of it is seen, centred, with bars. `cover`: the canvas is filled,
 * centred, edges are cut off. An affine map from image px to canvas px: whatever the page does itself.
 */
export type Fit = 'contain' | 'cover' | Affine;

/** Options of {@link fitTransform}. */
export interface FitOptions {
  /** Default `contain`. */
  readonly fit?: Fit;
  /** Flips the view left to right about the middle of the canvas, like a mirror. Coordinates stay what they are. Default false. */
  readonly mirror?: boolean;
}

/**
 * The map from image space to canvas space, both in px with pixel `i` covering `[i, i + 1)`. Its inverse
 * (`invert` of `math/affine`) takes a pointer back to the picture. The same map lays out the picture itself:
 * `context.setTransform(a, b, c, d, e, f); context.drawImage(video, 0, 0)`.
 *
 * @param size the picture's, image px
 * @param canvasSize the canvas's backing store, canvas px
 * @throws PoseError `invalid-argument` when a size is not positive
 */
export function fitTransform(
  size: Size,
  canvasSize: Size,
  { fit = 'contain', mirror = false }: FitOptions = {},
): Affine {
  requirePositive('size', size);
  requirePositive('canvasSize', canvasSize);
  const placed = typeof fit === 'object' ? fit : centred(size, canvasSize, fit);
  return mirror ? compose({ a: -1, b: 0, c: 0, d: 1, e: canvasSize.width, f: 0 }, placed) : placed;
}

function centred(size: Size, canvasSize: Size, fit: 'contain' | 'cover'): Affine {
  const across = canvasSize.width / size.width;
  const down = canvasSize.height / size.height;
  const scale = fit === 'contain' ? Math.min(across, down) : Math.max(across, down);
  return {
    a: scale,
    b: 0,
    c: 0,
    d: scale,
    e: (canvasSize.width - scale * size.width) / 2,
    f: (canvasSize.height - scale * size.height) / 2,
  };
}

function requirePositive(argument: string, { width, height }: Size): void {
  if (width > 0 && height > 0) return;
  throw new PoseError(
    { reason: 'invalid-argument', argument, found: `${width} × ${height}`, wanted: 'a width and a height above 0' },
    `The ${argument} is ${width} × ${height} px.`,
    'Wait until the picture and the canvas have a size before drawing.',
  );
}
