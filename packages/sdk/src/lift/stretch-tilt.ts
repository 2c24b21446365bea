import type { Point3D } from '../types/geometry.ts';
import type { DepthTilt } from '../types/manifest.ts';
import { hipsOf, middle } from './hips.ts';

/** Added to the squares of both axes, as a share of their sum: joints on one line leave the plane's tilt across it open. */
const RIDGE = 1e-4;

/**
 * Tilts a body further from what is usual. What a network is not sure of it guesses near what is usual, so depths come out too
 * short. How the whole body is turned and leans is the plane through the hips that lies nearest to all joints, in the least squares:
 * `z = turn · x + lean · y`, x to the right and y up in the crop. Turn grows by its factor, lean by its own, away from the usual one.
 * What each joint has beside the plane stays as it is: for the same slope of found against true depth that costs less accuracy.
 * @param joints in px, y down, z towards the camera from any origin
 * @param angle of the region that was looked at, radians clockwise: where the crop's y leads in the picture
 * @returns the same joints with other depths; as they are where a hip is missing
 */
export function stretchTilt<T extends Point3D & { readonly name: string }>(
  joints: readonly T[],
  angle: number,
  { turn, lean, usualLean }: DepthTilt,
): readonly T[] {
  const hips = hipsOf(joints);
  if (!hips) return joints;
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  const origin = middle(...hips);
  const fromHips = joints.map((joint): Point3D => {
    const [x, y] = [joint.x - origin.x, joint.y - origin.y];
    return { x: x * cosine + y * sine, y: x * sine - y * cosine, z: joint.z - origin.z };
  });
  const found = planeOf(fromHips);
  if (!found) return joints;
  const more = { turn: (turn - 1) * found.turn, lean: (lean - 1) * (found.lean - usualLean) };
  return joints.map((joint, index) => {
    const { x, y } = fromHips[index] as Point3D;
    return { ...joint, z: joint.z + more.turn * x + more.lean * y };
  });
}

/** The plane through the origin nearest to points, in z; null where all lie on the origin. */
function planeOf(points: readonly Point3D[]): { readonly turn: number; readonly lean: number } | null {
  const sum = (of: (point: Point3D) => number) => points.reduce((total, point) => total + of(point), 0);
  const [xy, xz, yz] = [sum(({ x, y }) => x * y), sum(({ x, z }) => x * z), sum(({ y, z }) => y * z)];
  const squares = [sum(({ x }) => x * x), sum(({ y }) => y * y)] as const;
  const ridge = RIDGE * (squares[0] + squares[1]);
  const [xx, yy] = [squares[0] + ridge, squares[1] + ridge];
  const determinant = xx * yy - xy * xy;
  if (!(determinant > 0)) return null;
  return { turn: (xz * yy - yz * xy) / determinant, lean: (yz * xx - xz * xy) / determinant };
}
