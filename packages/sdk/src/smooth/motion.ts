import type { Covariance, Point } from '../types/geometry.ts';

/** Covariances of the four pairs of position and velocity: `xy` is that of x with the velocity along y. */
export interface CrossCovariance {
  readonly xx: number;
  readonly xy: number;
  readonly yx: number;
  readonly yy: number;
}

/** What is believed of a point that moves: mean and covariance of its position (px) and velocity (px/s). */
export interface Motion {
  readonly position: Point;
  readonly velocity: Point;
  /** px². */
  readonly positions: Covariance;
  /** px²/s. */
  readonly cross: CrossCovariance;
  /** px²/s². */
  readonly velocities: Covariance;
}

/** A point just seen, with a velocity of which only the variance per axis is known, px²/s². */
export function newMotion(position: Point, spread: Covariance, speedVariance: number): Motion {
  return {
    position: { x: position.x, y: position.y },
    velocity: { x: 0, y: 0 },
    positions: spread,
    cross: { xx: 0, xy: 0, yx: 0, yy: 0 },
    velocities: { xx: speedVariance, xy: 0, yy: speedVariance },
  };
}

/**
 * The belief some time later, of a point whose velocity wanders (white-noise acceleration):
 * `F = [1 t; 0 1]`, `Q = q·[t³/3 t²/2; t²/2 t]` per axis.
 * @param seconds t > 0
 * @param wander q, px²/s³: by how much the variance of the velocity grows in a second
 */
export function predict(
  { position, velocity, positions: p, cross: c, velocities: v }: Motion,
  seconds: number,
  wander: number,
): Motion {
  const t = seconds;
  const noise = { position: (wander * t ** 3) / 3, cross: (wander * t ** 2) / 2, velocity: wander * t };
  return {
    position: { x: position.x + t * velocity.x, y: position.y + t * velocity.y },
    velocity,
    positions: {
      xx: p.xx + 2 * t * c.xx + t * t * v.xx + noise.position,
      xy: p.xy + t * (c.xy + c.yx) + t * t * v.xy,
      yy: p.yy + 2 * t * c.yy + t * t * v.yy + noise.position,
    },
    cross: {
      xx: c.xx + t * v.xx + noise.cross,
      xy: c.xy + t * v.xy,
      yx: c.yx + t * v.xy,
      yy: c.yy + t * v.yy + noise.cross,
    },
    velocities: { xx: v.xx + noise.velocity, xy: v.xy, yy: v.yy + noise.velocity },
  };
}

/** How far a measurement is from where it was expected. */
export interface Innovation {
  /** Squared Mahalanobis distance, `νᵀS⁻¹ν` with `S` the covariance of the position plus that of the measurement. */
  readonly distance: number;
  /** Natural logarithm of the measurement's probability density. */
  readonly logLikelihood: number;
}

/** Compares a measurement with the belief before it. */
export function innovation({ position, positions }: Motion, measured: Point, spread: Covariance): Innovation {
  const { xx, xy, yy } = inverse(sum(positions, spread));
  const [dx, dy] = [measured.x - position.x, measured.y - position.y];
  const distance = xx * dx * dx + 2 * xy * dx * dy + yy * dy * dy;
  return { distance, logLikelihood: -distance / 2 + Math.log(xx * yy - xy * xy) / 2 - Math.log(2 * Math.PI) };
}

/** The belief after a measurement: Kalman's update, `K = P·Hᵀ·S⁻¹`. */
export function update(
  { position, velocity, positions: p, cross: c, velocities: v }: Motion,
  measured: Point,
  spread: Covariance,
): Motion {
  const s = inverse(sum(p, spread));
  const [dx, dy] = [measured.x - position.x, measured.y - position.y];
  // Gains: k for the position, g for the velocity.
  const k = times(p.xx, p.xy, p.xy, p.yy, s);
  const g = times(c.xx, c.yx, c.xy, c.yy, s);
  return {
    position: { x: position.x + k.xx * dx + k.xy * dy, y: position.y + k.yx * dx + k.yy * dy },
    velocity: { x: velocity.x + g.xx * dx + g.xy * dy, y: velocity.y + g.yx * dx + g.yy * dy },
    positions: {
      xx: p.xx - k.xx * p.xx - k.xy * p.xy,
      xy: p.xy - k.xx * p.xy - k.xy * p.yy,
      yy: p.yy - k.yx * p.xy - k.yy * p.yy,
    },
    cross: {
      xx: c.xx - k.xx * c.xx - k.xy * c.yx,
      xy: c.xy - k.xx * c.xy - k.xy * c.yy,
      yx: c.yx - k.yx * c.xx - k.yy * c.yx,
      yy: c.yy - k.yx * c.xy - k.yy * c.yy,
    },
    velocities: {
      xx: v.xx - g.xx * c.xx - g.xy * c.yx,
      xy: v.xy - g.xx * c.xy - g.xy * c.yy,
      yy: v.yy - g.yx * c.xy - g.yy * c.yy,
    },
  };
}

/** One Gaussian with the mean and covariance of a mixture of two. `share` is the second's weight, 0..1. */
export function mix(one: Motion, other: Motion, share: number): Motion {
  const blend = (a: number, b: number) => a + share * (b - a);
  const apart = share * (1 - share);
  const px = other.position.x - one.position.x;
  const py = other.position.y - one.position.y;
  const vx = other.velocity.x - one.velocity.x;
  const vy = other.velocity.y - one.velocity.y;
  const symmetric = (a: Covariance, b: Covariance, x: number, y: number): Covariance => ({
    xx: blend(a.xx, b.xx) + apart * x * x,
    xy: blend(a.xy, b.xy) + apart * x * y,
    yy: blend(a.yy, b.yy) + apart * y * y,
  });
  return {
    position: { x: one.position.x + share * px, y: one.position.y + share * py },
    velocity: { x: one.velocity.x + share * vx, y: one.velocity.y + share * vy },
    positions: symmetric(one.positions, other.positions, px, py),
    cross: {
      xx: blend(one.cross.xx, other.cross.xx) + apart * px * vx,
      xy: blend(one.cross.xy, other.cross.xy) + apart * px * vy,
      yx: blend(one.cross.yx, other.cross.yx) + apart * py * vx,
      yy: blend(one.cross.yy, other.cross.yy) + apart * py * vy,
    },
    velocities: symmetric(one.velocities, other.velocities, vx, vy),
  };
}

function sum(one: Covariance, other: Covariance): Covariance {
  return { xx: one.xx + other.xx, xy: one.xy + other.xy, yy: one.yy + other.yy };
}

function inverse({ xx, xy, yy }: Covariance): Covariance {
  const determinant = xx * yy - xy * xy;
  return { xx: yy / determinant, xy: -xy / determinant, yy: xx / determinant };
}

/** The matrix [a b; c d] times a symmetric one. */
function times(a: number, b: number, c: number, d: number, { xx, xy, yy }: Covariance): CrossCovariance {
  return { xx: a * xx + b * xy, xy: a * xy + b * yy, yx: c * xx + d * xy, yy: c * xy + d * yy };
}
