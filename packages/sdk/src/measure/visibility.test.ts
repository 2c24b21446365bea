import { expect, test } from 'vitest';
import { coco17 } from '../types/skeletons.ts';
import { bodyInView, visibleBox, visibleKeypoints } from './visibility.ts';

const size = { width: 640, height: 480 };
const spread = { xx: 1, xy: 0, yy: 1 };
/** Every joint seen, on a diagonal from (100, 100) on. */
const person = (changes: Readonly<Record<string, object>> = {}) =>
  coco17.keypoints.map((name, i) => ({ name, x: 100 + 20 * i, y: 100 + 10 * i, score: 0.9, spread, ...changes[name] }));

test('what is seen, by the score', () => {
  const keypoints = person({ nose: { score: 0.29 }, left_eye: { score: 0.3 } });
  const names = visibleKeypoints(keypoints).map(({ name }) => name);
  expect(names).toEqual(coco17.keypoints.slice(1));
  expect(visibleKeypoints(keypoints, { minScore: 0.31 })).toHaveLength(15);
});

test('the box leaves out what is not seen', () => {
  expect(visibleBox(person())).toEqual({ x: 100, y: 100, width: 320, height: 160 });
  const guessed = person({ right_ankle: { x: 5000, score: 0.1 }, nose: { y: -300, score: 0 } });
  expect(visibleBox(guessed)).toEqual({ x: 120, y: 110, width: 280, height: 140 });
  expect(visibleBox(person(), { minScore: 0.95 })).toBeUndefined();
});

test('a body is in view when every joint is inside and seen', () => {
  const check = bodyInView(coco17);
  expect(check(person(), size)).toEqual({ whole: true, missing: [] });
  const changed = person({ left_ankle: { y: 481 }, nose: { score: 0.1 }, left_wrist: { x: -1, score: 0 } });
  expect(check(changed, size)).toEqual({
    whole: false,
    missing: [
      { name: 'nose', why: 'unseen' },
      { name: 'left_wrist', why: 'outside' },
      { name: 'left_ankle', why: 'outside' },
    ],
  });
});

test('only the joints asked for matter, within the margin asked for', () => {
  const changed = person({ nose: { score: 0.1 }, left_ankle: { y: 475 } });
  expect(bodyInView(coco17, { joints: ['left_ankle'] })(changed, size).whole).toBe(true);
  expect(bodyInView(coco17, { joints: ['left_ankle'], margin: 6 })(changed, size).missing).toEqual([
    { name: 'left_ankle', why: 'outside' },
  ]);
});

test('an unknown joint does not compile with a literal skeleton, and throws a typed error', () => {
  // @ts-expect-error: there is no such keypoint
  const misspelt = () => bodyInView(coco17, { joints: ['left_toe'] });
  expect(misspelt).toThrow(expect.objectContaining({ name: 'PoseError', reason: 'invalid-argument' }));
});
