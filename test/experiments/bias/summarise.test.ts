import { expect, test } from 'vitest';
import { BETAS, type BiasSample } from './job.ts';
import { summariseBias } from './summarise.ts';

/** Plain errors of 10·distance / β, half a cell after compensation, the same in each group but for its number. */
const samples: BiasSample[] = [0, 1, 2].flatMap((group) =>
  [0.05, 0.25, 0.45].map((distance) => ({
    group,
    distance,
    biases: BETAS.map((beta) => ({ beta, plain: (10 * distance) / beta + group / 10, compensated: 0.5 })),
  })),
);

test('means, growth with distance and fall with β, by hand', () => {
  const { betas, fall, samples: count } = summariseBias(samples);
  expect(count).toBe(9);
  const first = betas[0];
  expect(first?.beta).toBe(1);
  // Mean distance 0.25, groups add 0, 0.1, 0.2.
  expect(first?.plain.mean).toBeCloseTo(2.6, 12);
  expect(first?.growth.mean).toBeCloseTo(10, 9);
  expect(first?.growth.high).toBeCloseTo(10, 9);
  expect(first?.removed.mean).toBeCloseTo(2.1, 12);
  expect(fall.mean).toBeCloseTo(2.5 - 2.5 / 20, 12);
  expect(fall.high - fall.low).toBeCloseTo(0, 9);
});

test('classes of distance in which a repetition has nothing are left out', () => {
  const { betas } = summariseBias(samples.filter(({ group, distance }) => group !== 1 || distance < 0.4));
  expect(betas[0]?.byDistance.map(({ distance }) => distance)).toEqual([0.05, 0.25]);
});
