import { expect, test } from 'vitest';
import { JOINTS, type PeopleSet } from '../people/people-set.ts';
import { accuracyOf, headSize, jointErrors } from './evaluate.ts';

/** Two pictures of one figure, joints at (10, 20) in the first and (30, 30) in the second; the last joint not labelled. */
function figure(): PeopleSet {
  const joints = new Float32Array(2 * JOINTS * 4);
  const world = new Float32Array(2 * JOINTS * 3);
  for (let i = 0; i < 2 * JOINTS; i++) {
    joints.set(i < JOINTS ? [10, 20, 0, 2] : [30, 30, 0, 1], i * 4);
    // Shoulders half a metre above the hips, 0.3 m nearer to the camera in the second picture.
    const above = i % JOINTS < 11 ? 0.5 : 0;
    world.set([0, above, i < JOINTS ? 0 : 0.3 * above], i * 3);
  }
  for (const picture of [0, 1]) joints[(picture * JOINTS + JOINTS - 1) * 4 + 3] = 0;
  const facts = [{ metresPerPixel: 0.02 }, { metresPerPixel: 0.04 }] as unknown as PeopleSet['facts'];
  return { joints, world, facts } as unknown as PeopleSet;
}

/** All joints of both pictures moved to the right, px. */
function moved(first: number, second: number): Float32Array {
  return Float32Array.from({ length: 2 * JOINTS * 2 }, (_, i) => {
    const [x, y] = i < JOINTS * 2 ? [10 + first, 20] : [30 + second, 30];
    return i % 2 === 0 ? x : y;
  });
}

test('a head is 0.4 of the trunk in space, in px of the picture', () => {
  expect(headSize(figure(), 0)).toBeCloseTo((0.4 * 0.5) / 0.02, 5);
  expect(headSize(figure(), 1)).toBeCloseTo((0.4 * Math.hypot(0.5, 0.15)) / 0.04, 5);
});

test('errors are distances in px; joints without a label have none', () => {
  const errors = jointErrors(figure(), [0, 1], moved(3, -4));
  expect(errors).toHaveLength(2 * JOINTS);
  expect(errors[0]).toBeCloseTo(3, 5);
  expect(errors[JOINTS]).toBeCloseTo(4, 5);
  expect([errors[JOINTS - 1], errors[2 * JOINTS - 1]]).toEqual([Number.NaN, Number.NaN]);
});

test('accuracy over all labelled joints', () => {
  // A tenth of a head is 1 px in the first picture, 0.52 px in the second.
  const { error, pck50, pck10, auc } = accuracyOf(figure(), [0, 1], moved(0.9, 1));
  expect(error).toBeCloseTo(0.95, 5);
  expect(pck50).toBe(100);
  expect(pck10).toBe(50);
  // Of 51 thresholds from 0 to 0.5 the first picture passes those from 0.09, the second those from 0.2.
  expect(auc).toBeCloseTo((100 * (42 + 31)) / (2 * 51), 5);
});
