import { PoseError } from '../types/pose-error.ts';

/** @throws PoseError `invalid-argument` unless `value` is a finite number within [least, most] */
export function requireWithin(argument: string, value: number, least: number, most: number): void {
  if (Number.isFinite(value) && value >= least && value <= most) return;
  throw invalid(argument, value, `a number from ${least} to ${most}`);
}

/** @throws PoseError `invalid-argument` unless `value` is a whole number within [least, most] */
export function requireWhole(argument: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw invalid(argument, value, `a whole number from ${least} to ${most}`);
}

/** @throws PoseError `invalid-argument` unless `value` is an odd whole number within [least, most] */
export function requireOdd(argument: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value % 2 === 1 && value >= least && value <= most) return;
  throw invalid(argument, value, `an odd whole number from ${least} to ${most}`);
}

/** β of 0 weighs every cell alike; beyond 1000 a softmax is an argmax in single precision. */
export function requireBeta(beta: number): void {
  requireWithin('beta', beta, 1e-3, 1e3);
}

function invalid(argument: string, value: number, wanted: string): PoseError {
  return new PoseError(
    { reason: 'invalid-argument', argument, found: String(value), wanted },
    `The option ${argument} is ${value}.`,
    `Give ${wanted}.`,
  );
}
