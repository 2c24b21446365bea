import type { SpreadCalibration } from '../types/manifest.ts';
import type { Skeleton } from '../types/skeleton.ts';

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
  // So near 0, kappa would be more than a number can hold.
  const tells = meanExtent > 1e-290;
  // For a given share of the variance that the extent explains, the best overall scale is known in closed form.
  const candidate = (share: number): SpreadCalibration & { cost: number } => {
    const shape = (extent: number) => (tells ? share * (extent / meanExtent) : 0) + (1 - share);
    const scale = samples.reduce((sum, { error, extent }) => sum + (error * error) / shape(extent), 0) / samples.length;
    const cost = samples.reduce((sum, { extent }) => sum + Math.log(shape(extent) * scale + 1e-12), 0);
    return { kappa: tells ? (scale * share) / meanExtent : 0, floor: scale * (1 - share), cost };
  };
  let best = candidate(0);
  for (let step = 1; step < 1000; step++) {
    const next = candidate(step / 1000);
    if (next.cost < best.cost) best = next;
  }
  return { kappa: best.kappa, floor: Math.max(best.floor, 1e-6 * Math.max(meanSquare, 1e-6)) };
}

/** A {@link SpreadSample} that says which joint it is of. */
export interface JointSpreadSample extends SpreadSample {
  /** Index of the keypoint in the skeleton. */
  readonly joint: number;
}

/** Fewer samples of a joint, left and right together, say too little of it: a variance from 40 is right to 22 per cent. */
const LEAST_SAMPLES = 40;
/** Kappa and floor depend on the factors and the factors on them; after this many rounds they have settled. */
const ROUNDS = 3;

/**
 * As {@link fitSpread}, with a factor for each joint: `variance = kappa · joints[k] · extent + floor`. A hip's peak may be as narrow
 * as a wrist's and yet lie twice as far off. Left and right share their samples and their factor. Joints of which fewer
 * than 40 samples are given keep 1, which the factors of the others are, weighed by their samples, on average.
 * @param samples with index `joint` into `skeleton.keypoints`; two at least
 */
export function fitSpreadByJoint(
  samples: readonly JointSpreadSample[],
  { keypoints, pairs }: Skeleton,
): Required<SpreadCalibration> {
  const right = new Map(pairs.map(([left, other]) => [other, left]));
  const kindOf = (joint: number) => right.get(joint) ?? joint;
  const known = keypoints
    .map((_, kind) => ({ kind, own: samples.filter(({ joint }) => kindOf(joint) === kind) }))
    .filter(({ own }) => own.length >= LEAST_SAMPLES);
  const count = known.reduce((sum, { own }) => sum + own.length, 0);
  let factors = new Map<number, number>();
  const joints = () => keypoints.map((_, joint) => factors.get(kindOf(joint)) ?? 1);
  let fitted = fitSpread(samples);
  for (let round = 0; round < ROUNDS; round++) {
    const current = { ...fitted, joints: joints() };
    const raw = known.map(({ kind, own }) => {
      const factor = (factors.get(kind) ?? 1) * normalisedSquaredError(own, current);
      return { kind, factor, share: own.length / count };
    });
    const mean = raw.reduce((sum, { factor, share }) => sum + share * factor, 0);
    if (!(mean > 0)) break;
    // A factor of 0 would have a joint's extent say nothing at all.
    factors = new Map(raw.map(({ kind, factor }) => [kind, Math.max(factor / mean, 1e-3)]));
    fitted = fitSpread(
      samples.map(({ error, extent, joint }) => ({ error, extent: extent * (factors.get(kindOf(joint)) ?? 1) })),
    );
  }
  return { ...fitted, joints: joints() };
}

/**
 * How honest a calibration is: the mean of `error² / variance`. 1 is honest, more is over-confident, less too cautious.
 * @param samples each with its joint where the calibration has factors for joints, which count as 1 otherwise
 */
export function normalisedSquaredError(
  samples: readonly (SpreadSample & Partial<JointSpreadSample>)[],
  { kappa, floor, joints }: SpreadCalibration,
): number {
  const factor = (joint: number | undefined) => (joint === undefined ? 1 : (joints?.[joint] ?? 1));
  return (
    samples.reduce(
      (sum, { error, extent, joint }) => sum + (error * error) / (kappa * factor(joint) * extent + floor),
      0,
    ) / samples.length
  );
}
