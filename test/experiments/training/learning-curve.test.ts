import { expect, test } from 'vitest';
import { epochsTo, finalError, meanError } from './learning-curve.ts';

const curve = [20, 8, 6, 5].map((error, epoch) => ({ epoch, loss: null, error }));

test('a curve in numbers', () => {
  expect(finalError(curve)).toBe(5);
  expect(meanError(curve)).toBeCloseTo(19 / 3, 12);
});

test('epochs to a threshold lie between epochs', () => {
  expect(epochsTo(curve, 7)).toBe(1.5);
  expect(epochsTo(curve, 6)).toBe(2);
  expect(epochsTo(curve, 14)).toBe(0.5);
});

test('a threshold that is met from the start, or never', () => {
  expect(epochsTo(curve, 25)).toBe(0);
  expect(epochsTo(curve, 1)).toBe(3);
});
