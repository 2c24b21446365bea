import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apply, applyToCovariance, compose, invert, scaling, translation } from './affine.ts';

const number = fc.double({ min: -1000, max: 1000, noNaN: true });
const map = fc
  .record({ a: number, b: number, c: number, d: number, e: number, f: number })
  .filter(
    ({ a, b, c, d }) => Math.abs(a * d - b * c) > 1e-2 * Math.hypot(a, b, c, d) ** 2 && Math.hypot(a, b, c, d) > 0.1,
  );

test('R12 image → crop → image comes back within 1e-6', () => {
  fc.assert(
    fc.property(map, number, number, (forward, x, y) => {
      const back = apply(invert(forward), apply(forward, { x, y }));
      expect(Math.hypot(back.x - x, back.y - y)).toBeLessThan(1e-6);
    }),
  );
});

test('compose applies the inner map first', () => {
  expect(apply(compose(scaling(2), translation(3, 4)), { x: 1, y: 1 })).toEqual({ x: 8, y: 10 });
});

test('a covariance turns with its axes and grows with the square of the scale', () => {
  const quarterTurn = { a: 0, b: 1, c: -1, d: 0, e: 5, f: 5 };
  expect(applyToCovariance(quarterTurn, { xx: 4, xy: 0, yy: 1 })).toEqual({ xx: 1, xy: 0, yy: 4 });
  expect(applyToCovariance(scaling(3), { xx: 1, xy: 0.5, yy: 2 })).toEqual({ xx: 9, xy: 4.5, yy: 18 });
});
