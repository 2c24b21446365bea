import type { Point } from '../types/geometry.ts';

/** Longer side of the box round the joints, px, at least 1. */
export function bodySize(joints: readonly Point[]): number {
  const xs = joints.map(({ x }) => x);
  const ys = joints.map(({ y }) => y);
  return Math.max(1, Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys));
}
