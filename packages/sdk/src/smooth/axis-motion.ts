/** What is believed of one coordinate that moves: mean and covariance of its position (m) and velocity (m/s). */
export interface AxisMotion {
  readonly position: number;
  readonly velocity: number;
  /** Variance of the position, m². */
  readonly p: number;
  /** Covariance of the two, m²/s. */
  readonly c: number;
  /** Variance of the velocity, m²/s². */
  readonly v: number;
}

/** A coordinate just seen, with a velocity of which only the variance is known. */
export function newAxis(position: number, variance: number, speedVariance: number): AxisMotion {
  return { position, velocity: 0, p: variance, c: 0, v: speedVariance };
}

/** The belief `t` seconds later: as `predict` for points, with the wander `q`, m²/s³. */
export function predictAxis({ position, velocity, p, c, v }: AxisMotion, t: number, q: number): AxisMotion {
  return {
    position: position + t * velocity,
    velocity,
    p: p + 2 * t * c + t * t * v + (q * t ** 3) / 3,
    c: c + t * v + (q * t ** 2) / 2,
    v: v + q * t,
  };
}

/** Squared distance of a measurement from where it was expected, in variances of that, and the logarithm of its density. */
export function surprise({ position, p }: AxisMotion, measured: number, variance: number) {
  const s = p + variance;
  const distance = (measured - position) ** 2 / s;
  return { distance, logLikelihood: -(distance + Math.log(2 * Math.PI * s)) / 2 };
}

/** The belief after a measurement. */
export function updateAxis(
  { position, velocity, p, c, v }: AxisMotion,
  measured: number,
  variance: number,
): AxisMotion {
  const s = p + variance;
  const off = measured - position;
  return {
    position: position + (p / s) * off,
    velocity: velocity + (c / s) * off,
    p: (p * variance) / s,
    c: (c * variance) / s,
    v: v - (c * c) / s,
  };
}

/** One Gaussian with the mean and covariance of a mixture of two. `share` is the second's weight, 0..1. */
export function mixAxis(one: AxisMotion, other: AxisMotion, share: number): AxisMotion {
  const blend = (a: number, b: number) => a + share * (b - a);
  const apart = share * (1 - share);
  const [dp, dv] = [other.position - one.position, other.velocity - one.velocity];
  return {
    position: blend(one.position, other.position),
    velocity: blend(one.velocity, other.velocity),
    p: blend(one.p, other.p) + apart * dp * dp,
    c: blend(one.c, other.c) + apart * dp * dv,
    v: blend(one.v, other.v) + apart * dv * dv,
  };
}
