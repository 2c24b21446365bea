import type { Affine, Covariance, Point } from '../types/geometry.ts';

/** Maps a point. */
export function apply(map: Affine, { x, y }: Point): Point {
  return { x: map.a * x + map.c * y + map.e, y: map.b * x + map.d * y + map.f };
}

/** First `inner`, then `outer`. */
export function compose(outer: Affine, inner: Affine): Affine {
  return {
    a: outer.a * inner.a + outer.c * inner.b,
    b: outer.b * inner.a + outer.d * inner.b,
    c: outer.a * inner.c + outer.c * inner.d,
    d: outer.b * inner.c + outer.d * inner.d,
    e: outer.a * inner.e + outer.c * inner.f + outer.e,
    f: outer.b * inner.e + outer.d * inner.f + outer.f,
  };
}

/** The way back. The map must not be flat: its determinant is not 0. */
export function invert({ a, b, c, d, e, f }: Affine): Affine {
  const determinant = a * d - b * c;
  return {
    a: d / determinant,
    b: -b / determinant,
    c: -c / determinant,
    d: a / determinant,
    e: (c * f - d * e) / determinant,
    f: (b * e - a * f) / determinant,
  };
}

/** Scales by `x` and `y` about the origin. */
export function scaling(x: number, y: number = x): Affine {
  return { a: x, b: 0, c: 0, d: y, e: 0, f: 0 };
}

/** Moves by `x`, `y`. */
export function translation(x: number, y: number): Affine {
  return { a: 1, b: 0, c: 0, d: 1, e: x, f: y };
}

/** Maps a covariance: `A Σ Aᵀ` with the linear part of the map. */
export function applyToCovariance({ a, b, c, d }: Affine, { xx, xy, yy }: Covariance): Covariance {
  return {
    xx: a * a * xx + 2 * a * c * xy + c * c * yy,
    xy: a * b * xx + (a * d + b * c) * xy + c * d * yy,
    yy: b * b * xx + 2 * b * d * xy + d * d * yy,
  };
}
