import { expect, test } from 'vitest';
import { type Candidate, weightedNonMaximumSuppression } from './weighted-nms.ts';

const at = (x: number, score: number): Candidate => ({
  box: { x, y: 0, width: 10, height: 10 },
  keypoints: [{ x: x + 5, y: 5 }],
  score,
});

test('overlapping candidates become one, at their mean weighted by score', () => {
  const [survivor, ...rest] = weightedNonMaximumSuppression([at(0, 0.9), at(2, 0.3)], 0.3);
  expect(rest).toEqual([]);
  expect(survivor?.score).toBe(0.9);
  expect(survivor?.box.x).toBeCloseTo(0.5, 12);
  expect(survivor?.keypoints[0]?.x).toBeCloseTo(5.5, 12);
});

test('candidates apart stay apart, best first', () => {
  const survivors = weightedNonMaximumSuppression([at(0, 0.6), at(50, 0.8), at(9, 0.7)], 0.3);
  expect(survivors.map(({ box }) => box.x)).toEqual([50, 9, 0]);
});

test('nothing in, nothing out', () => {
  expect(weightedNonMaximumSuppression([], 0.3)).toEqual([]);
});
