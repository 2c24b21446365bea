import { mean } from '../statistics.ts';
import type { CurvePoint } from './training-job.ts';

/** Error after the last epoch, px. */
export function finalError(curve: readonly CurvePoint[]): number {
  return (curve.at(-1) as CurvePoint).error;
}

/** Mean error over all epochs but the untrained one, px: the less, the faster the network learnt. */
export function meanError(curve: readonly CurvePoint[]): number {
  return mean(curve.filter(({ epoch }) => epoch > 0).map(({ error }) => error));
}

/**
 * Epochs until the error first falls to `threshold`, px, between two epochs along a line. The number of all epochs when it
 * never does, which is then less than the truth.
 */
export function epochsTo(curve: readonly CurvePoint[], threshold: number): number {
  const at = curve.findIndex(({ error }) => error <= threshold);
  if (at === -1) return (curve.at(-1) as CurvePoint).epoch;
  if (at === 0) return 0;
  const [before, after] = [curve[at - 1], curve[at]] as [CurvePoint, CurvePoint];
  const share = (before.error - threshold) / (before.error - after.error);
  return before.epoch + share * (after.epoch - before.epoch);
}
