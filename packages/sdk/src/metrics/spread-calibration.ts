import type { SpreadCalibration } from '../types/manifest.ts';

/** One decoded coordinate whose truth is known. Both in the same unit: cells and cells², or px and px². */
export interface SpreadSample {
  /** Decoded − true, along one axis. */
  readonly error: number;
  /** The decoder's extent (variance of the activation) along that axis, ≥ 0. */
  readonly extent: number;
}

/**
 * Fits `variance = kappa · extent + floor`, the two numbers that turn a decoder's extent into the covariance of its error,
 * by maximum likelihood of Gaussian errors: least `Σ log v + error² / v`. Leave gross mistakes (another person's arm)
 * out, and say how many they were: no width of the peak can tell of them.
 * @param samples two at least
 * @returns kappa and floor, both ≥ 0 (floor at least 1e-6)
 */
export function fitSpread(samples: readonly SpreadSample[]): SpreadCalibration {
  const meanSquare = samples.reduce((sum, { error }) => sum + error * error, 0) / samples.length;
  const meanExtent = samples.reduce((sum, { extent }) => sum + extent, 0) / samples.length;
  // For a given share of the variance that the extent explains, the best overall scale is known in closed form.
  const candidate = (share: number): SpreadCalibration & { cost: number } => {
    const shape = (extent: number) => (meanExtent > 0 ? share * (extent / meanExtent) : 0) + (1 - share);
    const scale = samples.reduce((sum, { error, extent }) => sum + (error * error) / shape(extent), 0) / samples.length;
    const cost = samples.reduce((sum, { extent }) => sum + Math.log(shape(extent) * scale + 1e-12), 0);
    return { kappa: meanExtent > 0 ? (scale * share) / meanExtent : 0, floor: scale * (1 - share), cost };
  };
  let best = candidate(0);
  for (let step = 1; step < 1000; step++) {
    const next = candidate(step / 1000);
    if (next.cost < best.cost) best = next;
  }
  return { kappa: best.kappa, floor: Math.max(best.floor, 1e-6 * Math.max(meanSquare, 1e-6)) };
}

/**
 * How honest a calibration is: the mean of `error² / variance`. 1 is honest, more is over-confident, less too cautious.
 */
export function normalisedSquaredError(samples: readonly SpreadSample[], { kappa, floor }: SpreadCalibration): number {
  return (
    samples.reduce((sum, { error, extent }) => sum + (error * error) / (kappa * extent + floor), 0) / samples.length
  );
}
