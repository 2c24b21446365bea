import type { Point } from '@integral-pose/sdk';
import { mean } from './statistics.ts';

export function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** For each point the mean distance from the others; NaN where there is no other. */
export function disagreements(points: readonly Point[]): number[] {
  return points.map((point) => mean(points.filter((other) => other !== point).map((other) => distance(point, other))));
}
