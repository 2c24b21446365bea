import type { Point, Size } from '../types/geometry.ts';

/*
 * The equations of Gu et al., "Removing the Bias of Integral Pose Regression" (ICCV 2021), letter by letter, for teaching
 * and tests. The decoders use the exact discrete form (decode/debiased-integral.ts).
 *
 * The paper indexes cells by whole numbers, and takes the middle of the map to be (w/2, h/2), which is half a cell off
 * the mean of those numbers, ((w − 1)/2, (h − 1)/2). With cell centres at i + 0.5 the same equations are exact.
 */

/**
 * Eq. 9 as printed: where a background of 0 pulls the joint to. It pairs x with h and y with w.
 * @param joint the unbiased position
 * @param c the sum of the softmax's denominators, Σ exp(β·H)
 */
export function biasedAsPrinted(joint: Point, c: number, size: Size): Point {
  const share = (size.width * size.height) / c;
  return {
    x: (1 - share) * joint.x + (share * size.height) / 2,
    y: (1 - share) * joint.y + (share * size.width) / 2,
  };
}

/**
 * Eq. 10 as printed: `x = C/(C − hw)·x_r − hw²/2(C − hw)` and `y = C/(C − hw)·y_r − h²w/2(C − hw)`. It pairs x with w
 * and y with h, and so is not the inverse of eq. 9 unless the map is square.
 * @param biased the integral's answer
 * @param c Σ exp(β·H); the derivation holds for a background of 0
 */
export function compensatedAsPrinted(biased: Point, c: number, size: Size): Point {
  const { width: w, height: h } = size;
  const gain = c / (c - h * w);
  return {
    x: gain * biased.x - (h * w * w) / (2 * (c - h * w)),
    y: gain * biased.y - (h * h * w) / (2 * (c - h * w)),
  };
}

/**
 * Eq. 9 with each axis given its own extent: the exact inverse of {@link compensatedAsPrinted} on any map.
 * @param joint the unbiased position
 * @param c Σ exp(β·H)
 */
export function biasedPerAxis(joint: Point, c: number, size: Size): Point {
  const share = (size.width * size.height) / c;
  return {
    x: (1 - share) * joint.x + (share * size.width) / 2,
    y: (1 - share) * joint.y + (share * size.height) / 2,
  };
}

/**
 * The compensation per axis for any background b: `(C·J − n·exp(βb)·c) / (C − n·exp(βb))`, with `c` the mean of the cell
 * centres. For b = 0 and centres at i + 0.5 it is eq. 10.
 * @param biased the integral's answer
 * @param c Σ exp(β·H)
 * @param empty exp(β·b)
 */
export function compensatedPerAxis(biased: Point, c: number, size: Size, empty: number): Point {
  const background = size.width * size.height * empty;
  return {
    x: (c * biased.x - (background * size.width) / 2) / (c - background),
    y: (c * biased.y - (background * size.height) / 2) / (c - background),
  };
}
