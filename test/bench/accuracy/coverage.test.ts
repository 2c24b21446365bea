import { expect, test } from 'vitest';
import { coverage } from './coverage.ts';
import type { Answer, CocoPerson } from './job.ts';

const joints = <T>(of: (joint: number) => T): T[] => Array.from({ length: 17 }, (_, joint) => of(joint));

/** Somebody whose joints are on a line, 10 px and 100 mm apart, the nose not labelled. */
const person: CocoPerson = {
  image_id: 0,
  bbox: [0, 0, 10, 170],
  area: 1700,
  keypoints: joints((joint) => [5, 10 * joint, joint === 0 ? 0 : 2]).flat(),
  keypoints3d_mm: joints((joint) => [0, 100 * joint, 100 * joint]),
};

/** Off by 3 px in x and by 60 mm in z, except for the hips; `deviation` in px, and in cm of z. */
function answer(deviation: (joint: number) => number): Answer {
  const off = (joint: number) => (joint === 11 || joint === 12 ? 0 : 0.06);
  return {
    keypoints: joints((joint) => [8, 10 * joint]),
    variances: joints((joint) => [deviation(joint) ** 2, 1]),
    // Upside down in the picture: what is further down there leads away from the camera.
    space: joints((joint) => [0, -0.1 * joint, -0.1 * joint + off(joint)]),
    zSpreads: joints((joint) => deviation(joint) / 100),
  };
}

test('counts what lies within a deviation, x and y for themselves, of labelled joints', () => {
  const [sure, unsure] = [answer(() => 2), answer(() => 7)];
  expect(coverage([person], [sure])).toEqual({
    xy: 0.5,
    xyByJoint: [0.5, 0.5],
    z: expect.closeTo(2 / 17, 9) as number,
    zByJoint: [0, 1],
  });
  expect(coverage([person], [unsure])).toEqual({ xy: 1, xyByJoint: [1, 1], z: 1, zByJoint: [1, 1] });
  expect(coverage([person, person], [sure, unsure])).toMatchObject({ xy: 0.75, xyByJoint: [0.75, 0.75] });
  expect(coverage([person], [answer((joint) => (joint === 5 ? 7 : 2))])?.xyByJoint).toEqual([0.5, 1]);
});

test('says nothing of rows without spread, and leaves out who was not found', () => {
  const nobody: Answer = { keypoints: null, variances: null, space: null, zSpreads: null };
  const plain: Answer = { ...answer(() => 2), variances: null, zSpreads: joints(() => Number.NaN) };
  expect(coverage([person], [nobody])).toBeNull();
  expect(coverage([person], [plain])).toBeNull();
  expect(coverage([person, person], [nobody, answer(() => 7)])?.xy).toBe(1);
  const flat: Answer = { ...answer(() => 7), space: null, zSpreads: null };
  expect(coverage([person], [flat])).toEqual({ xy: 1, xyByJoint: [1, 1], z: null, zByJoint: null });
});
