import type { Covariance } from '../types/geometry.ts';

/** An ellipse about a point: standard deviations along its axes, and the way the longer one points. */
export interface SpreadEllipse {
  /** Standard deviation along the longer axis, px. */
  readonly major: number;
  /** Standard deviation along the shorter axis, px. */
  readonly minor: number;
  /** From +x to the longer axis, radians clockwise on screen (y down), in (−π/2, π/2]. 0 for a circle. */
  readonly angle: number;
}

/**
 * The one-sigma ellipse of a covariance: its eigenvalues `(xx + yy)/2 ± √(((xx − yy)/2)² + xy²)` are the squared
 * half-axes, its first eigenvector points along the longer one. Rounding below zero counts as zero.
 */
export function spreadEllipse({ xx, xy, yy }: Covariance): SpreadEllipse {
  const mean = (xx + yy) / 2;
  const half = (xx - yy) / 2;
  const radius = Math.hypot(half, xy);
  return {
    major: Math.sqrt(Math.max(0, mean + radius)),
    minor: Math.sqrt(Math.max(0, mean - radius)),
    angle: radius === 0 ? 0 : Math.atan2(xy, half) / 2,
  };
}
