import type { Point3D } from '../types/geometry.ts';
import { meanOf } from './end-point-error.ts';

/** How much bones, which do not grow, change their length over a clip. */
export interface BoneLengthVariation {
  /** Standard deviation ÷ mean of each bone's length, in the order given; NaN where it was never seen. */
  readonly perBone: readonly number[];
  /** Mean over the bones that were seen. */
  readonly mean: number;
}

/**
 * Coefficient of variation of bone lengths over the frames of a clip of one person: 0 for a rigid skeleton. It needs no
 * ground truth. Frames in which an end of the bone is not finite do not count for it.
 * @param clip frames × joints
 * @param bones index pairs, such as `skeleton.bones`
 * @example
 * const { mean } = boneLengthVariation(clip, blazePose33.bones);
 */
export function boneLengthVariation(
  clip: readonly (readonly Point3D[])[],
  bones: readonly (readonly [number, number])[],
): BoneLengthVariation {
  const perBone = bones.map(([from, to]) => {
    const lengths = clip
      .map((points) => {
        const [a, b] = [points[from], points[to]];
        return a && b ? Math.hypot(a.x - b.x, a.y - b.y, a.z - b.z) : Number.NaN;
      })
      .filter(Number.isFinite);
    const mean = meanOf(lengths);
    return mean > 0 ? Math.sqrt(meanOf(lengths.map((length) => (length - mean) ** 2))) / mean : Number.NaN;
  });
  return { perBone, mean: meanOf(perBone) };
}
