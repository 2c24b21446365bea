import { expect, test } from 'vitest';
import { endPointErrors, meanOf, medianOf, normalisedErrors } from './end-point-error.ts';
import type { LabelledPerson } from './labelled-person.ts';
import { pck, pckCurve } from './percentage-of-correct-keypoints.ts';
import { meansBy, subBenchmark } from './sub-benchmarks.ts';

const person = (visibilities: readonly (0 | 1 | 2)[], side = 100): LabelledPerson => ({
  points: visibilities.map((visibility) => ({ x: 10, y: 20, visibility })),
  box: { x: 0, y: 0, width: side / 2, height: side },
  area: 400,
});

test('the error is the distance of labelled joints; normalised, in units of √area', () => {
  const truth = person([2, 1, 0]);
  const estimated = [
    { x: 13, y: 24 },
    { x: 10, y: 20 },
    { x: 99, y: 99 },
  ];
  expect(endPointErrors(estimated, truth.points)).toEqual([5, 0, Number.NaN]);
  expect(normalisedErrors(estimated, truth)).toEqual([0.25, 0, Number.NaN]);
  expect(meanOf([5, 0, Number.NaN])).toBe(2.5);
  expect(medianOf([5, 1, Number.NaN, 2])).toBe(2);
  expect(medianOf([5, 1, 2, 4])).toBe(3);
  expect(meanOf([])).toBeNaN();
});

test('PCK counts errors up to α of the reference, of labelled joints only', () => {
  const errors = [1, 5, 10, Number.NaN];
  expect(pck(errors, [100, 100, 100, 100], 0.05)).toBeCloseTo(2 / 3, 12);
  expect(pck(errors, [100, 100, 200, 100], 0.05)).toBe(1);
  expect(pck([Number.NaN], [100], 0.05)).toBeNaN();
});

test('the area under PCKh is the mean over α = 0, 0.01 … 0.5', () => {
  // Right from α = 0.25 on: 26 of 51 values.
  expect(pckCurve([25], [100]).auc).toBeCloseTo(26 / 51, 12);
  const { alphas, values } = pckCurve([25, 0], [100, 100], 0.5, 2);
  expect(alphas).toEqual([0, 0.25, 0.5]);
  expect(values).toEqual([0.5, 1, 1]);
});

test('people are sorted by joints, occlusion and side', () => {
  expect(subBenchmark(person([2, 2, 2, 2, 1]))).toEqual({ joints: '0-5', occlusion: '10-50%', side: '96-128' });
  expect(subBenchmark(person([2, 2, 2, 2, 2, 2], 40))).toEqual({ joints: '6-10', occlusion: '<10%', side: '32-64' });
  expect(subBenchmark(person(new Array(11).fill(1), 300))).toEqual({
    joints: '11-17',
    occlusion: '>50%',
    side: '>128',
  });
  expect(subBenchmark(person([2, 1], 31)).side).toBe('<32');
  expect(subBenchmark(person([2, 1])).occlusion).toBe('10-50%');
});

test('means by class leave out what is not known', () => {
  const people = [person([2]), person([2]), person(new Array(12).fill(2)), person([2])];
  expect([...meansBy('joints', people, [1, 3, 10, Number.NaN])]).toEqual([
    ['0-5', { count: 2, mean: 2 }],
    ['11-17', { count: 1, mean: 10 }],
  ]);
});
