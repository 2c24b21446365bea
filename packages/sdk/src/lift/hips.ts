import type { Point3D } from '../types/geometry.ts';

/** Left and right hip; null where either is missing: then there is no origin. */
export function hipsOf<T extends { readonly name: string }>(joints: readonly T[]): readonly [T, T] | null {
  const [left, right] = ['left_hip', 'right_hip'].map((hip) => joints.find(({ name }) => name === hip));
  return left && right ? [left, right] : null;
}

export const middle = (a: Point3D, b: Point3D): Point3D => ({
  x: (a.x + b.x) / 2,
  y: (a.y + b.y) / 2,
  z: (a.z + b.z) / 2,
});
