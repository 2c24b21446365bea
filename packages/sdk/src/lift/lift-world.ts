import type { Point3D } from '../types/geometry.ts';
import type { Keypoint3D } from '../types/keypoint-3d.ts';

/** Names and scores of the joints, in order. */
export interface NamedScore {
  readonly name: string;
  readonly score: number;
}

/**
 * A network's own world landmarks, turned from its crop to the picture.
 * @param points metres from the hips, upright in the crop: x right, y down, z away from the camera
 * @param angle of the region that the crop was taken from, radians clockwise
 */
export function liftWorld(points: readonly Point3D[], angle: number, joints: readonly NamedScore[]): Keypoint3D[] {
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  return points.map(({ x, y, z }, index) => {
    const { name, score } = joints[index] as NamedScore;
    return { x: x * cosine - y * sine, y: -(x * sine + y * cosine), z: -z, score, zSpread: Number.NaN, name };
  });
}
