import type { Skeleton } from '../types/skeleton.ts';

/** Which side of the subject something belongs to. */
export type BodySide = 'left' | 'right' | 'centre';

/** Sides and sizes of a skeleton's points and lines, worked out once. */
export interface SkeletonLayout {
  readonly skeleton: Skeleton;
  /** Per keypoint. */
  readonly sides: readonly BodySide[];
  /** Per bone: the side of both its ends, or centre. */
  readonly boneSides: readonly BodySide[];
  /** Per keypoint: smaller for the many points of face, hands and feet. */
  readonly radii: readonly number[];
}

const SMALL = /eye|ear|mouth|nose|pinky|index|thumb|heel/;

/** Works out the sides from the skeleton's left/right pairs. */
export function layOut(skeleton: Skeleton): SkeletonLayout {
  const sides: BodySide[] = skeleton.keypoints.map(() => 'centre');
  for (const [left, right] of skeleton.pairs) {
    sides[left] = 'left';
    sides[right] = 'right';
  }
  return {
    skeleton,
    sides,
    boneSides: skeleton.bones.map(([from, to]) => (sides[from] === sides[to] ? (sides[from] ?? 'centre') : 'centre')),
    radii: skeleton.keypoints.map((name) => (SMALL.test(name) ? 0.6 : 1)),
  };
}
