import type { Point3D } from '../types/geometry.ts';
import { greatestEigenpair } from './symmetric-eigen.ts';

/** A 3 × 3 matrix, row by row. */
export type Matrix3 = readonly [number, number, number, number, number, number, number, number, number];

/** `p ↦ scale · rotation · p + translation`. */
export interface Similarity3D {
  /** ≥ 0. */
  readonly scale: number;
  /** Proper: its determinant is 1, so a person is never turned into their mirror image. */
  readonly rotation: Matrix3;
  readonly translation: Point3D;
}

/** Applies a similarity to a point. */
export function applySimilarity({ scale, rotation, translation }: Similarity3D, { x, y, z }: Point3D): Point3D {
  const [a, b, c, d, e, f, g, h, i] = rotation;
  return {
    x: scale * (a * x + b * y + c * z) + translation.x,
    y: scale * (d * x + e * y + f * z) + translation.y,
    z: scale * (g * x + h * y + i * z) + translation.z,
  };
}

/**
 * The similarity (turn, size, place; no reflection) that brings `from` closest to `to` in the sense of least squares
 * (Horn, "Closed-form solution of absolute orientation using unit quaternions", 1987): the turn is the quaternion that
 * belongs to the greatest eigenvalue λ of his matrix N, the scale λ / Σ|p|² with `p` the points of `from` about their mean.
 *
 * Points of which either is not finite do not count. Of points that all lie on one line, or of fewer than three, the turn
 * is not determined; one of the best is returned. Without any point the result is the identity.
 *
 * @param to as many, in the same order and in any frame of the same handedness
 * @example
 * const aligned = estimated.map((point) => applySimilarity(alignSimilarity(estimated, truth), point));
 */
export function alignSimilarity(from: readonly Point3D[], to: readonly Point3D[]): Similarity3D {
  const pairs = from.flatMap((p, i) => {
    const q = to[i];
    return q && isFinitePoint(p) && isFinitePoint(q) ? [{ p, q }] : [];
  });
  if (pairs.length === 0) return { scale: 1, rotation: rotationOf([1, 0, 0, 0]), translation: { x: 0, y: 0, z: 0 } };
  const before = centroid(pairs.map(({ p }) => p));
  const after = centroid(pairs.map(({ q }) => q));

  let [xx, xy, xz, yx, yy, yz, zx, zy, zz, extent] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (const { p, q } of pairs) {
    const a = { x: p.x - before.x, y: p.y - before.y, z: p.z - before.z };
    const b = { x: q.x - after.x, y: q.y - after.y, z: q.z - after.z };
    xx += a.x * b.x;
    xy += a.x * b.y;
    xz += a.x * b.z;
    yx += a.y * b.x;
    yy += a.y * b.y;
    yz += a.y * b.z;
    zx += a.z * b.x;
    zy += a.z * b.y;
    zz += a.z * b.z;
    extent += a.x * a.x + a.y * a.y + a.z * a.z;
  }
  const { value, vector } = greatestEigenpair([
    [xx + yy + zz, yz - zy, zx - xz, xy - yx],
    [yz - zy, xx - yy - zz, xy + yx, zx + xz],
    [zx - xz, xy + yx, yy - xx - zz, yz + zy],
    [xy - yx, zx + xz, yz + zy, zz - xx - yy],
  ]);
  const rotation = rotationOf(vector as [number, number, number, number]);
  // N has no trace, so λ ≥ 0.
  const scale = extent > 0 ? Math.max(0, value) / extent : 0;
  const moved = applySimilarity({ scale, rotation, translation: { x: 0, y: 0, z: 0 } }, before);
  return { scale, rotation, translation: { x: after.x - moved.x, y: after.y - moved.y, z: after.z - moved.z } };
}

/** Whether all three coordinates are numbers. */
export function isFinitePoint({ x, y, z }: Point3D): boolean {
  return Number.isFinite(x) && Number.isFinite(y) && Number.isFinite(z);
}

function centroid(points: readonly Point3D[]): Point3D {
  const mean = (value: (point: Point3D) => number) =>
    points.reduce((sum, point) => sum + value(point), 0) / points.length;
  return { x: mean((p) => p.x), y: mean((p) => p.y), z: mean((p) => p.z) };
}

/** Of a unit quaternion [w, x, y, z]. */
function rotationOf([w, x, y, z]: readonly [number, number, number, number]): Matrix3 {
  return [
    ...([1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)] as const),
    ...([2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)] as const),
    ...([2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)] as const),
  ];
}
