import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyToCovariance } from '../math/affine.ts';
import { spreadEllipse } from './spread-ellipse.ts';

test('axes along the picture', () => {
  expect(spreadEllipse({ xx: 9, xy: 0, yy: 4 })).toEqual({ major: 3, minor: 2, angle: 0 });
  const tall = spreadEllipse({ xx: 4, xy: 0, yy: 9 });
  expect(tall.major).toBe(3);
  expect(tall.angle).toBeCloseTo(Math.PI / 2, 12);
});

test('a circle has no direction', () => {
  expect(spreadEllipse({ xx: 2.25, xy: 0, yy: 2.25 })).toEqual({ major: 1.5, minor: 1.5, angle: 0 });
});

test('a covariance turned by an angle gives the axes and the angle back', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.5, max: 20, noNaN: true }),
      fc.double({ min: 0.05, max: 0.9, noNaN: true }),
      fc.double({ min: -1.5, max: 1.5, noNaN: true }),
      (major, ratio, angle) => {
        const turn = { a: Math.cos(angle), b: Math.sin(angle), c: -Math.sin(angle), d: Math.cos(angle), e: 0, f: 0 };
        const minor = major * ratio;
        const found = spreadEllipse(applyToCovariance(turn, { xx: major ** 2, xy: 0, yy: minor ** 2 }));
        expect(found.major).toBeCloseTo(major, 8);
        expect(found.minor).toBeCloseTo(minor, 6);
        expect(found.angle).toBeCloseTo(angle, 8);
      },
    ),
  );
});

test('rounding below zero is zero, not NaN', () => {
  expect(spreadEllipse({ xx: 1, xy: 1.0000001, yy: 1 }).minor).toBe(0);
});
