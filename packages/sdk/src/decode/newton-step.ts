import {
  clipByValue,
  concat,
  div,
  greater,
  less,
  logicalAnd,
  mul,
  neg,
  onesLike,
  slice,
  square,
  sub,
  type Tensor2D,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';

/** A Hessian with a determinant below this is as good as singular: no step is taken. */
const SINGULAR = 1e-6;

/**
 * One Newton step towards the maximum of a function of which the derivatives are known: `−H⁻¹·g` (Zhang et al. 2020,
 * eq. 7). No step where the Hessian is not negative definite (there is no maximum to step to).
 * @param derivatives [maps, 5]: dx, dy, dxx, dxy, dyy
 * @param longest how far on either axis, cells
 * @returns [maps, 3]: x, y and 0
 */
export function newtonStep(derivatives: Tensor2D, longest: number): Tensor2D {
  const column = (at: number): Tensor2D => slice(derivatives, [0, at], [derivatives.shape[0], 1]);
  const [dx, dy, dxx, dxy, dyy] = [column(0), column(1), column(2), column(3), column(4)];
  const determinant = sub(mul(dxx, dyy), square(dxy)) as Tensor2D;
  const peaked = logicalAnd(greater(determinant, SINGULAR), less(dxx, 0));
  const divisor = neg(where(peaked, determinant, onesLike(determinant)));
  const x = div(sub(mul(dyy, dx), mul(dxy, dy)), divisor);
  const y = div(sub(mul(dxx, dy), mul(dxy, dx)), divisor);
  const step = where(peaked, concat([x, y] as Tensor2D[], 1), zerosLike(concat([x, y] as Tensor2D[], 1)));
  return concat([clipByValue(step, -longest, longest), zerosLike(dx)] as Tensor2D[], 1) as Tensor2D;
}
