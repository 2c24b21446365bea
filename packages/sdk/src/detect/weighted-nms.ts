import { intersectionOverUnion } from '../math/overlap.ts';
import type { Box, Point } from '../types/geometry.ts';

/** What a detector says of one anchor. */
export interface Candidate {
  readonly box: Box;
  readonly keypoints: readonly Point[];
  readonly score: number;
}

/**
 * Non-maximum suppression that merges what it suppresses: each survivor is the mean, weighted by score, of the candidates
 * that overlap the best one by more than `maxOverlap`. Steadier from frame to frame than keeping the best alone.
 * @returns best first
 */
export function weightedNonMaximumSuppression(candidates: readonly Candidate[], maxOverlap: number): Candidate[] {
  let remaining = [...candidates].sort((a, b) => b.score - a.score);
  const survivors: Candidate[] = [];
  while (remaining[0]) {
    const best = remaining[0];
    const same = remaining.filter((other) => other === best || intersectionOverUnion(best.box, other.box) > maxOverlap);
    survivors.push(meanOf(same, best.score));
    remaining = remaining.filter((other) => !same.includes(other));
  }
  return survivors;
}

function meanOf(candidates: readonly Candidate[], score: number): Candidate {
  const total = candidates.reduce((sum, candidate) => sum + candidate.score, 0);
  const mean = (value: (candidate: Candidate) => number) =>
    candidates.reduce((sum, candidate) => sum + value(candidate) * candidate.score, 0) / total;
  const first = candidates[0] as Candidate;
  return {
    box: {
      x: mean(({ box }) => box.x),
      y: mean(({ box }) => box.y),
      width: mean(({ box }) => box.width),
      height: mean(({ box }) => box.height),
    },
    keypoints: first.keypoints.map((_, index) => ({
      x: mean(({ keypoints }) => (keypoints[index] as Point).x),
      y: mean(({ keypoints }) => (keypoints[index] as Point).y),
    })),
    score,
  };
}
