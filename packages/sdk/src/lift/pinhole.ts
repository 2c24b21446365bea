import type { Point, Size } from '../types/geometry.ts';
import type { CameraView } from '../types/keypoint-3d.ts';
import { PoseError } from '../types/pose-error.ts';

/** A camera without distortion, image px. */
export interface Pinhole {
  readonly focalLength: number;
  readonly centre: Point;
}

/**
 * The pinhole of a view. Where none is given, that of a normal lens: the focal length is the picture's diagonal, as in Li et
 * al. 2022 (CLIFF), the axis goes through the middle.
 * @throws PoseError `invalid-argument` for an angle or a focal length that no camera has
 */
export function pinhole(view: CameraView | undefined, { width, height }: Size): Pinhole {
  const middle = { x: width / 2, y: height / 2 };
  if (!view) return { focalLength: Math.hypot(width, height), centre: middle };
  if ('focalLength' in view) {
    if (!(view.focalLength > 0 && Number.isFinite(view.focalLength))) throw unusable('focalLength', view.focalLength);
    return view;
  }
  const { fieldOfView } = view;
  if (!(fieldOfView >= 1 && fieldOfView <= 170)) throw unusable('fieldOfView', fieldOfView);
  return {
    focalLength: width / 2 / Math.tan((fieldOfView / 2) * (Math.PI / 180)),
    centre: middle,
  };
}

function unusable(argument: string, found: number): PoseError {
  const wanted = argument === 'fieldOfView' ? 'an angle of 1..170 degrees' : 'a length above 0 px';
  return new PoseError(
    { reason: 'invalid-argument', argument, found: String(found), wanted },
    `A camera cannot have a ${argument} of ${found}.`,
    `Give ${wanted}, or leave the camera out.`,
  );
}
