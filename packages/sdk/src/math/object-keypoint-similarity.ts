import type { Box } from '../types/geometry.ts';
import type { Keypoint } from '../types/pose.ts';

/**
 * Object keypoint similarity between two sightings of what may be one person, 0..1, without ground truth:
 * `Σ w·exp(−d² / (2·s²·k²)) / Σ w` with `s²` the mean of the two box areas, `w` the product of the scores
 * and one falloff `k` for all joints. Two sightings that share no visible joint have similarity 0.
 *
 * @param falloff `k`, the distance in units of √area at which a joint counts e^(−1/2). Default 0.15: wider than COCO's
 * per-joint constants (0.025…0.107, doubled by their own convention), because people move between frames.
 */
export function poseSimilarity(
  one: { readonly box: Box; readonly keypoints: readonly Keypoint[] },
  other: { readonly box: Box; readonly keypoints: readonly Keypoint[] },
  falloff = 0.15,
): number {
  const area = (one.box.width * one.box.height + other.box.width * other.box.height) / 2;
  if (area <= 0) return 0;
  let weight = 0;
  let sum = 0;
  for (const [index, a] of one.keypoints.entries()) {
    const b = other.keypoints[index];
    if (!b) break;
    const w = a.score * b.score;
    const squared = (a.x - b.x) ** 2 + (a.y - b.y) ** 2;
    weight += w;
    sum += w * Math.exp(-squared / (2 * area * falloff * falloff));
  }
  return weight > 0 ? sum / weight : 0;
}
