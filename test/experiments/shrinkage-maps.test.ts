import { expect, test } from 'vitest';
import { lossAndError } from './distribution-matching.ts';
import type { PeopleSet } from './people/people-set.ts';
import { difficultyOf, localisation } from './shrinkage-maps.ts';

test('classes of difficulty at their borders', () => {
  expect(difficultyOf({ present: 5, occluded: 0 })).toBe('hard');
  expect(difficultyOf({ present: 17, occluded: 0.51 })).toBe('hard');
  expect(difficultyOf({ present: 11, occluded: 0.09 })).toBe('easy');
  expect(difficultyOf({ present: 11, occluded: 0.1 })).toBe('medium');
  expect(difficultyOf({ present: 10, occluded: 0 })).toBe('medium');
});

/** Three pictures, one of each difficulty, with joint 0 at (33, 33) px, the middle of a cell of 2 px, and no other. */
const facts = [
  { present: 17, occluded: 0 },
  { present: 8, occluded: 0 },
  { present: 3, occluded: 0 },
];
const joints = new Float32Array(3 * 17 * 4);
for (let picture = 0; picture < 3; picture++) joints.set([33, 33, 0, 2], picture * 17 * 4);
const people = { facts, joints } as unknown as PeopleSet;

test('maps are measured in their class: mass near the joint, and width', () => {
  const side = 32;
  const maps = new Float32Array(3 * side * side * 17);
  [1, 2, 3].forEach((sigma, picture) => {
    for (let cell = 0; cell < side * side; cell++) {
      const squares = ((cell % side) + 0.5 - 16.5) ** 2 + (Math.floor(cell / side) + 0.5 - 16.5) ** 2;
      maps[(picture * side * side + cell) * 17] = Math.exp(-squares / (2 * sigma * sigma));
    }
  });
  const found = localisation(people, [0, 1, 2], { count: 3, maps, points: null, side }, undefined);
  expect([found.easy.joints, found.medium.joints, found.hard.joints]).toEqual([1, 1, 1]);
  expect([found.easy.sigma, found.medium.sigma, found.hard.sigma]).toEqual([1, 2, 3]);
  // Cells within ±2 of a Gaussian with σ = 1, on each axis: (1 + 2·e^−½ + 2·e^−2) / Σ e^(−k²/2) = 0.9909.
  expect(found.easy.activation[2]).toBeCloseTo(0.9909 ** 2, 3);
  expect(found.hard.activation[2]).toBeLessThan(found.medium.activation[2] as number);
});

test('correlation of loss and error, by hand; the untrained network has no loss', () => {
  const curve = (errors: readonly number[]) =>
    [9, ...errors].map((error, epoch) => ({ epoch, error, loss: epoch === 0 ? null : epoch }));
  expect(lossAndError(curve([2, 4, 6]))).toBeCloseTo(1, 12);
  expect(lossAndError(curve([6, 4, 2]))).toBeCloseTo(-1, 12);
  expect(lossAndError(curve([1, 0, 1]))).toBeCloseTo(0, 12);
});
