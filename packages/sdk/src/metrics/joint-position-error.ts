import type { Point3D } from '../types/geometry.ts';
import { meanOf } from './end-point-error.ts';
import { alignSimilarity, applySimilarity, isFinitePoint } from './similarity-alignment.ts';

/**
 * Distance of each joint from the truth, in the unit of the points. NaN where either is not finite (not labelled, say),
 * so that the result keeps the joints' order.
 * @param estimated as many as `truth`
 * @example
 * const errors = jointPositionErrors(estimated, truth); // mm, one a joint
 */
export function jointPositionErrors(estimated: readonly Point3D[], truth: readonly Point3D[]): number[] {
  return truth.map((label, joint) => {
    const point = estimated[joint];
    if (point === undefined || !isFinitePoint(point) || !isFinitePoint(label)) return Number.NaN;
    return Math.hypot(point.x - label.x, point.y - label.y, point.z - label.z);
  });
}

/**
 * Mean per-joint position error of one person, in the unit of the points, as they stand: move both to a root first with
 * {@link rootRelative}, as the field does. NaN where no joint is known. Over people, take the mean of the means.
 * @example
 * const error = mpjpe(rootRelative(estimated, hips), rootRelative(truth, hips));
 */
export function mpjpe(estimated: readonly Point3D[], truth: readonly Point3D[]): number {
  return meanOf(jointPositionErrors(estimated, truth));
}

/**
 * {@link mpjpe} after the similarity that brings the estimate closest to the truth (Procrustes alignment with scale and
 * without reflection, over all known joints): what remains is the error of the pose itself, whatever its place, turn and
 * size.
 * @example
 * const error = paMpjpe(estimated, truth);
 */
export function paMpjpe(estimated: readonly Point3D[], truth: readonly Point3D[]): number {
  const alignment = alignSimilarity(estimated, truth);
  return mpjpe(
    estimated.map((point) => applySimilarity(alignment, point)),
    truth,
  );
}

/**
 * The points as seen from a root: the mean of the joints named by index, such as both hips. Not finite everywhere when a
 * root joint is not.
 * @param roots indices, at least one
 * @example
 * const relative = rootRelative(points, [23, 24]); // BlazePose's hips
 */
export function rootRelative(points: readonly Point3D[], roots: readonly number[]): Point3D[] {
  const mean = (value: (point: Point3D) => number) =>
    roots.reduce((sum, root) => sum + (points[root] ? value(points[root]) : Number.NaN), 0) / roots.length;
  const root = { x: mean((p) => p.x), y: mean((p) => p.y), z: mean((p) => p.z) };
  return points.map(({ x, y, z }) => ({ x: x - root.x, y: y - root.y, z: z - root.z }));
}
