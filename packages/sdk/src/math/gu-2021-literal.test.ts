import { gaussianMap, mapValues } from '@integral-pose/test-kit';
import { expect, test } from 'vitest';
import { biasedAsPrinted, biasedPerAxis, compensatedAsPrinted, compensatedPerAxis } from './gu-2021-literal.ts';
import { referenceDebiasedIntegral, referenceIntegral } from './reference/reference-integral.ts';

const size = { width: 48, height: 64 };
const joint = { x: 13.7, y: 50.2 };
const peak = (height: number) => mapValues(gaussianMap(size, joint), (value) => height * value);
const sumOfExponentials = (cells: Float32Array, beta: number) => cells.reduce((sum, h) => sum + Math.exp(beta * h), 0);

test('eq. 10 is the inverse of eq. 9 only on square maps; per axis it is on any', () => {
  const square = { width: 64, height: 64 };
  const back = compensatedAsPrinted(biasedAsPrinted(joint, 9000, square), 9000, square);
  expect(back.x).toBeCloseTo(joint.x, 9);
  expect(back.y).toBeCloseTo(joint.y, 9);
  const wrong = compensatedAsPrinted(biasedAsPrinted(joint, 9000, size), 9000, size);
  expect(Math.abs(wrong.x - joint.x)).toBeGreaterThan(1);
  const right = compensatedAsPrinted(biasedPerAxis(joint, 9000, size), 9000, size);
  expect(right.x).toBeCloseTo(joint.x, 9);
  expect(right.y).toBeCloseTo(joint.y, 9);
});

test.each([6, 8, 10])('the closed form is the expectation under the debiased weights, peak %s and β 1', (height) => {
  const map = { ...peak(height), values: 'logit' as const, background: 0 };
  const c = sumOfExponentials(map.cells, 1);
  const biased = referenceIntegral({ beta: 1, values: 'logit' })(map);
  const closed = compensatedPerAxis(biased, c, size, 1);
  const exact = referenceDebiasedIntegral({ beta: 1, values: 'logit' })(map);
  expect(closed.x).toBeCloseTo(exact.x, 6);
  expect(closed.y).toBeCloseTo(exact.y, 6);
  expect(compensatedAsPrinted(biased, c, size).x).toBeCloseTo(exact.x, 6);
});

test('with whole-number indices the printed form is off by half a cell of the background share', () => {
  const map = { ...peak(6), values: 'logit' as const, background: 0 };
  const c = sumOfExponentials(map.cells, 1);
  const biased = referenceIntegral({ beta: 1, values: 'logit' })(map);
  const indices = { x: biased.x - 0.5, y: biased.y - 0.5 };
  const mixed = compensatedAsPrinted(indices, c, size);
  const background = size.width * size.height;
  expect(mixed.x + 0.5 - joint.x).toBeCloseTo((-0.5 * background) / (c - background), 2);
});

test.each([
  [6, 16.7, 0.0003],
  [8, 6.1, 0.0014],
  [10, 1.3, 0.0043],
])('peak %s: the plain integral is off by up to %s cells, compensated by %s', (height, plain, compensated) => {
  const worst = { plain: 0, compensated: 0 };
  for (let i = 0; i <= 8; i++) {
    for (const [x, y] of [
      [8.5 + i / 8, 8.5 + i / 8],
      [39.5 - i / 8, 55.5 - i / 8],
    ] as const) {
      const map = {
        ...mapValues(gaussianMap(size, { x, y }), (v) => height * v),
        values: 'logit' as const,
        background: 0,
      };
      const error = (decode: ReturnType<typeof referenceIntegral>) => {
        const answer = decode(map);
        return Math.hypot(answer.x - x, answer.y - y);
      };
      worst.plain = Math.max(worst.plain, error(referenceIntegral({ beta: 1, values: 'logit' })));
      worst.compensated = Math.max(worst.compensated, error(referenceDebiasedIntegral({ beta: 1, values: 'logit' })));
    }
  }
  expect(worst.plain).toBeGreaterThan(0.9 * plain);
  expect(worst.plain).toBeLessThan(1.1 * plain);
  expect(worst.compensated).toBeLessThan(compensated + 0.002);
});
