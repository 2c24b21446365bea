import { expect, test } from 'vitest';
import { decide, interval, inWords, mean, pairedDifference, sampleDeviation, settle } from './statistics.ts';

test('mean and deviation, by hand', () => {
  expect(mean([1, 2, 6])).toBe(3);
  expect(sampleDeviation([1, 2, 6])).toBeCloseTo(Math.sqrt((4 + 1 + 9) / 2), 12);
  expect(() => mean([])).toThrow(RangeError);
  expect(() => sampleDeviation([1])).toThrow(RangeError);
});

test('the interval of three values has two degrees of freedom', () => {
  // s = 1, so the half width is 4.303 / √3.
  const found = interval([4, 5, 6]);
  expect(found.mean).toBe(5);
  expect(found.high - found.mean).toBeCloseTo(4.303 / Math.sqrt(3), 9);
  expect(found.mean - found.low).toBeCloseTo(4.303 / Math.sqrt(3), 9);
});

test('beyond the table the quantile goes on falling towards 1.96', () => {
  const alternating = (count: number) => Array.from({ length: count }, (_, i) => (i % 2 === 0 ? 1 : -1));
  const quantile = (count: number) => {
    const values = alternating(count);
    const found = interval(values);
    return ((found.high - found.mean) * Math.sqrt(count)) / sampleDeviation(values);
  };
  // Printed tables: 2.0211 at 40, 2.0003 at 60, 1.9799 at 120 degrees of freedom.
  expect(quantile(41)).toBeCloseTo(2.0211, 2);
  expect(quantile(61)).toBeCloseTo(2.0003, 2);
  expect(quantile(121)).toBeCloseTo(1.9799, 2);
});

test('pairing removes what the pairs have in common', () => {
  const found = pairedDifference([11, 22, 33], [10, 21, 32]);
  expect(found).toEqual({ mean: 1, low: 1, high: 1, count: 3 });
  expect(() => pairedDifference([1, 2], [1])).toThrow(RangeError);
});

test.each([
  [{ mean: 2, low: 1, high: 3, count: 3 }, 'above', 'agrees'],
  [{ mean: 2, low: 1, high: 3, count: 3 }, 'below', 'does not'],
  [{ mean: -2, low: -3, high: -1, count: 3 }, 'below', 'agrees'],
  [{ mean: -2, low: -3, high: -1, count: 3 }, 'above', 'does not'],
  [{ mean: 1, low: -1, high: 3, count: 3 }, 'above', 'cannot tell'],
  [{ mean: 1, low: 0, high: 2, count: 3 }, 'above', 'cannot tell'],
] as const)('%o is %s: %s', (difference, side, verdict) => {
  const decision = decide(difference, side);
  expect(decision.verdict).toBe(verdict);
  expect(decision.smallestEffect).toBeCloseTo((difference.high - difference.low) / 2, 12);
});

test('a least effect has to be exceeded by the whole interval', () => {
  const difference = { mean: 2, low: 1, high: 3, count: 3 };
  expect(decide(difference, 'above', 0.9).verdict).toBe('agrees');
  expect(decide(difference, 'above', 1.5).verdict).toBe('cannot tell');
  expect(decide(difference, 'above', 4).verdict).toBe('does not');
});

test('only what cannot be told comes with the smallest effect', () => {
  const inUnits = (effect: number) => `${effect} px`;
  expect(settle({ verdict: 'cannot tell', smallestEffect: 2 }, inUnits)).toEqual({
    verdict: 'cannot tell',
    smallestEffect: '2 px',
  });
  expect(settle({ verdict: 'agrees', smallestEffect: 2 }, inUnits)).toEqual({ verdict: 'agrees' });
});

test('in words', () => {
  expect(inWords({ mean: -1.234, low: -2, high: 0.5, count: 3 }, 1, 'px')).toBe('−1.2 px (−2.0 … 0.5)');
});
