import type { Keypoint } from '../types/pose.ts';
import { PoseError } from '../types/pose-error.ts';
import type { Skeleton } from '../types/skeleton.ts';

/** Options of {@link shapeSimilarity}. */
export interface ShapeSimilarityOptions {
  /**
   * Also compares with the second pose seen in a mirror, by this skeleton's left/right pairs, and takes the better.
   * Default: left is left.
   */
  readonly mirror?: Skeleton;
  /** Joints that score less in either pose do not count, 0..1. Default 0.3. */
  readonly minScore?: number;
}

/** How alike two poses are. */
export interface ShapeSimilarity {
  /** −1..1, 1 for the same shape; NaN where fewer than two joints are seen in both, or they all lie on one point. */
  readonly similarity: number;
  /** The mirrored second pose was the better match. */
  readonly mirrored: boolean;
  /** How many joints counted. */
  readonly joints: number;
}

/**
 * How alike two poses are, wherever in the picture and however large: the cosine between them, as vectors of all
 * coordinates, after each was moved to its weighted centre:
 *
 *     similarity = Σ w·(p·q) / √(Σ w·|p|² · Σ w·|q|²),   w = score × score,   p = P − Σ w·P / Σ w,   q likewise
 *
 * 1 − similarity² is what remains of either pose, as a share, after the other was scaled to fit it best. The range is
 * −1..1, but people standing upright are all rather alike: ask for 0.95 and more where it matters. Turning counts:
 * someone lying is not like someone standing.
 *
 * @param one keypoints of a pose
 * @param other as many, in the same order
 * @throws PoseError `invalid-argument` when the keypoints are not of one skeleton
 * @example
 * const { similarity, mirrored } = shapeSimilarity(pose.keypoints, wanted, { mirror: tracker.skeleton });
 * if (similarity > 0.97) say('That is it');
 */
export function shapeSimilarity(
  one: readonly Keypoint[],
  other: readonly Keypoint[],
  { mirror, minScore = 0.3 }: ShapeSimilarityOptions = {},
): ShapeSimilarity {
  requireSameSkeleton(one, other);
  const straight = cosine(one, other, minScore);
  if (!mirror) return { ...straight, mirrored: false };
  const reflected = cosine(one, mirrorImage(other, mirror), minScore);
  const mirrored =
    reflected.similarity > straight.similarity ||
    (Number.isNaN(straight.similarity) && !Number.isNaN(reflected.similarity));
  return { ...(mirrored ? reflected : straight), mirrored };
}

type Joint = Pick<Keypoint, 'x' | 'y' | 'score'>;

function mirrorImage(keypoints: readonly Keypoint[], { pairs }: Skeleton): Joint[] {
  const source = keypoints.map((_, index) => index);
  for (const [left, right] of pairs) {
    source[left] = right;
    source[right] = left;
  }
  return source.map((index) => {
    const { x, y, score } = keypoints[index] as Keypoint;
    return { x: -x, y, score };
  });
}

function cosine(one: readonly Joint[], other: readonly Joint[], minScore: number) {
  const both = one
    .map((p, index) => ({ p, q: other[index] as Joint }))
    .filter(({ p, q }) => Math.min(p.score, q.score) >= minScore)
    .map(({ p, q }) => ({ p, q, w: p.score * q.score }))
    .filter(({ w }) => w > 0);
  const joints = both.length;
  const weight = both.reduce((sum, { w }) => sum + w, 0);
  const mean = (value: (joint: (typeof both)[number]) => number) =>
    both.reduce((sum, joint) => sum + joint.w * value(joint), 0) / weight;
  const centre = {
    px: mean(({ p }) => p.x),
    py: mean(({ p }) => p.y),
    qx: mean(({ q }) => q.x),
    qy: mean(({ q }) => q.y),
  };
  let [pp, qq, pq] = [0, 0, 0];
  for (const { p, q, w } of both) {
    const [px, py, qx, qy] = [p.x - centre.px, p.y - centre.py, q.x - centre.qx, q.y - centre.qy];
    pp += w * (px * px + py * py);
    qq += w * (qx * qx + qy * qy);
    pq += w * (px * qx + py * qy);
  }
  const similarity = joints < 2 || pp === 0 || qq === 0 ? Number.NaN : pq / Math.sqrt(pp * qq);
  // Rounding may lead past the ends.
  return { similarity: Math.min(1, Math.max(-1, similarity)), joints };
}

function requireSameSkeleton(one: readonly Keypoint[], other: readonly Keypoint[]): void {
  const names = (keypoints: readonly Keypoint[]) => keypoints.map(({ name }) => name).join();
  if (one.length === other.length && one.every(({ name }, index) => name === other[index]?.name)) return;
  throw new PoseError(
    { reason: 'invalid-argument', argument: 'other', found: names(other), wanted: names(one) },
    'The two poses do not have the same keypoints.',
    'Compare poses of one skeleton, with all keypoints in their order.',
  );
}
