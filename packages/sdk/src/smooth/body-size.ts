import type { Point, Point3D } from '../types/geometry.ts';

/** Longer side of the box round the joints, px, at least 1. */
export function bodySize(joints: readonly Point[]): number {
  return Math.max(1, ...sides(joints, 'x', 'y'));
}

/** Longest side of the box round the joints, metres, at least 0.1. */
export function bodySize3D(joints: readonly Point3D[]): number {
  return Math.max(0.1, ...sides(joints, 'x', 'y'), ...sides(joints, 'z'));
}

function sides<Axis extends string>(joints: readonly Readonly<Record<Axis, number>>[], ...axes: Axis[]): number[] {
  return axes.map((axis) => {
    const values = joints.map((joint) => joint[axis]);
    return Math.max(...values) - Math.min(...values);
  });
}
