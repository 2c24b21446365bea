import { seededRandom } from '@integral-pose/test-kit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Keypoint } from '../types/pose.ts';
import { coco17 } from '../types/skeletons.ts';
import { shapeSimilarity } from './shape-similarity.ts';

const spread = { xx: 1, xy: 0, yy: 1 };
const square = (points: readonly (readonly [x: number, y: number, score?: number])[]): Keypoint[] =>
  points.map(([x, y, score = 1], i) => ({ x, y, score, spread, name: `p${i}` }));

const random = seededRandom(5);
const person: Keypoint[] = coco17.keypoints.map((name) => ({
  name,
  x: random.between(0, 200),
  y: random.between(0, 400),
  score: random.between(0.4, 1),
  spread,
}));
/** What a mirror shows: left and right change names. */
const mirrored = (keypoints: readonly Keypoint[]): Keypoint[] => {
  const source = keypoints.map((_, i) => i);
  for (const [a, b] of coco17.pairs) [source[a], source[b]] = [b, a];
  return source.map((from, i) => ({
    ...(keypoints[from] as Keypoint),
    x: -(keypoints[from] as Keypoint).x,
    name: coco17.keypoints[i] as string,
  }));
};

test('by hand: two corners of a square swapped leave half', () => {
  const one = square([
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ]);
  const other = square([
    [1, -1],
    [-1, -1],
    [1, 1],
    [-1, 1],
  ]);
  // p·q of the four corners: 0, 0, 2, 2, over |p|² = |q|² = 8.
  expect(shapeSimilarity(one, other)).toEqual({ similarity: 0.5, mirrored: false, joints: 4 });
});

test('weights are the products of the scores', () => {
  const one = square([
    [-1, 0],
    [1, 0],
    [0, 1],
    [0, -1],
  ]);
  const other = square([
    [-1, 0],
    [1, 0],
    [0, -1, 0.5],
    [0, 1, 0.5],
  ]);
  // Σw·p·q = 1 + 1 − 0.5 − 0.5 over Σw·|p|² = 3.
  expect(shapeSimilarity(one, other).similarity).toBeCloseTo(1 / 3, 12);
  expect(shapeSimilarity(one, other, { minScore: 0.6 })).toEqual({ similarity: 1, mirrored: false, joints: 2 });
});

test('place and size do not matter; turning does', () => {
  const move = fc.double({ min: -1e3, max: 1e3, noNaN: true });
  fc.assert(
    fc.property(move, move, fc.double({ min: 0.05, max: 20, noNaN: true }), (dx, dy, scale) => {
      const moved = person.map((p) => ({ ...p, x: scale * p.x + dx, y: scale * p.y + dy }));
      expect(shapeSimilarity(person, moved).similarity).toBeCloseTo(1, 9);
    }),
  );
  const lying = person.map((p) => ({ ...p, x: -p.y, y: p.x }));
  expect(Math.abs(shapeSimilarity(person, lying).similarity)).toBeLessThan(0.2);
  const upsideDown = person.map((p) => ({ ...p, x: -p.x, y: -p.y }));
  expect(shapeSimilarity(person, upsideDown).similarity).toBeCloseTo(-1, 9);
});

test('a mirrored pose is like only when asked for', () => {
  const straight = shapeSimilarity(person, mirrored(person));
  expect(straight.similarity).toBeLessThan(0.9);
  expect(straight.mirrored).toBe(false);
  const both = shapeSimilarity(person, mirrored(person), { mirror: coco17 });
  expect(both.similarity).toBeCloseTo(1, 9);
  expect(both.mirrored).toBe(true);
  expect(shapeSimilarity(person, person, { mirror: coco17 }).mirrored).toBe(false);
});

test('is symmetric, and never past its ends', () => {
  const joints = fc.array(fc.tuple(fc.integer({ min: -99, max: 99 }), fc.integer({ min: -99, max: 99 })), {
    minLength: 4,
    maxLength: 4,
  });
  fc.assert(
    fc.property(joints, joints, (a, b) => {
      const { similarity } = shapeSimilarity(square(a), square(b));
      fc.pre(!Number.isNaN(similarity));
      expect(Math.abs(similarity)).toBeLessThanOrEqual(1);
      expect(shapeSimilarity(square(b), square(a)).similarity).toBeCloseTo(similarity, 9);
    }),
  );
});

test('nothing to compare is NaN; other keypoints are a typed error', () => {
  const hidden = person.map((p, i) => ({ ...p, score: i === 0 ? 1 : 0.1 }));
  expect(shapeSimilarity(person, hidden)).toEqual({ similarity: Number.NaN, mirrored: false, joints: 1 });
  expect(() => shapeSimilarity(person, person.slice(1))).toThrow(
    expect.objectContaining({ name: 'PoseError', reason: 'invalid-argument' }),
  );
});
