import { requireWhole, requireWithin } from '../decode/options.ts';

/**
 * What the learning rate is multiplied by at a step: a pure function, so that a resumed training goes on as if it had
 * not been interrupted.
 * @param step 0 for the first
 * @param steps how many there are
 */
export type Schedule = (step: number, steps: number) => number;

/** Options of {@link cosineSchedule}. */
export interface CosineScheduleOptions {
  /** Steps in which the rate rises evenly from near 0 to the full one, a whole number ≥ 0. Default 0. */
  readonly warmup?: number;
  /** What is left at the last step, as a share of the full rate, 0..1. Default 0. */
  readonly floor?: number;
}

/**
 * Half a cosine from 1 to `floor` (Loshchilov and Hutter 2017, eq. 5, without restarts):
 * `floor + (1 − floor)·(1 + cos(π·t))/2`, where t goes from 0 at the first step after the warm-up to 1 at the last step.
 * Step s of the warm-up has (s + 1) / (warmup + 1).
 * @throws PoseError `invalid-argument`
 */
export function cosineSchedule(options: CosineScheduleOptions = {}): Schedule {
  const { warmup = 0, floor = 0 } = options;
  requireWhole('warmup', warmup, 0, 1e9);
  requireWithin('floor', floor, 0, 1);
  return (step, steps) => {
    if (step < warmup) return (step + 1) / (warmup + 1);
    const last = steps - 1 - warmup;
    const t = last > 0 ? Math.min(1, (step - warmup) / last) : 0;
    return floor + ((1 - floor) * (1 + Math.cos(Math.PI * t))) / 2;
  };
}
