/** A point. Pixel `i` covers `[i, i + 1)`, its centre is `i + 0.5`; origin top left, x right, y down. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A point in space. Who gives it says the unit, the origin and where the axes lead. */
export interface Point3D {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** Width and height in pixels (or heatmap cells), both > 0. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** An upright rectangle in image space, px: `x`, `y` its top left corner. It may reach over the picture's edge. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A symmetric 2×2 covariance, px² of the space it is stated in, positive semidefinite. */
export interface Covariance {
  readonly xx: number;
  readonly xy: number;
  readonly yy: number;
}

/**
 * A 2D affine map `x' = a·x + c·y + e`, `y' = b·x + d·y + f`: the order of
 * `CanvasRenderingContext2D.setTransform(a, b, c, d, e, f)`.
 */
export interface Affine {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

/**
 * A square of the picture that a network looks at, possibly turned.
 * `centre` and `side` are image px; `angle` is radians clockwise (as seen on screen) from upright:
 * a person whose head points right has `angle` = π/2.
 */
export interface Region {
  readonly centre: Point;
  readonly side: number;
  readonly angle: number;
}
