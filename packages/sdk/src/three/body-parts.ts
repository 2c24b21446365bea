import type { Skeleton } from '../types/skeleton.ts';

/** Which side of the subject a bone belongs to. */
export type BodySide = 'left' | 'right' | 'centre';

/** What is drawn of a skeleton, worked out once. */
export interface BodyParts {
  /** Per keypoint, as a share of the joint radius: smaller for the many points of face, hands and feet. */
  readonly sizes: readonly number[];
  readonly bones: readonly BonePart[];
}

/** A line of the skeleton. */
export interface BonePart {
  readonly from: number;
  readonly to: number;
  /** The side of both its ends, or centre. */
  readonly side: BodySide;
  /** As a share of the joint radius. */
  readonly size: number;
}

const SMALL = /eye|ear|mouth|nose|pinky|index|thumb|heel/;
/** A bone is thinner than the joints at its ends. */
const BONE = 0.5;

/** Works out sides from the skeleton's left/right pairs, and sizes from its names. */
export function bodyParts({ keypoints, bones, pairs }: Skeleton): BodyParts {
  const sides: BodySide[] = keypoints.map(() => 'centre');
  for (const [left, right] of pairs) {
    sides[left] = 'left';
    sides[right] = 'right';
  }
  const sizes = keypoints.map((name) => (SMALL.test(name) ? 0.5 : 1));
  return {
    sizes,
    bones: bones.map(([from, to]) => ({
      from,
      to,
      side: sides[from] === sides[to] ? (sides[from] ?? 'centre') : 'centre',
      size: BONE * Math.min(sizes[from] ?? 1, sizes[to] ?? 1),
    })),
  };
}
