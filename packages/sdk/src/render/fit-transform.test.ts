import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apply, invert } from '../math/affine.ts';
import { PoseError } from '../types/pose-error.ts';
import { fitTransform } from './fit-transform.ts';

test('contain shows the whole picture, centred', () => {
  const map = fitTransform({ width: 640, height: 480 }, { width: 800, height: 480 });
  expect(apply(map, { x: 0, y: 0 })).toEqual({ x: 80, y: 0 });
  expect(apply(map, { x: 640, y: 480 })).toEqual({ x: 720, y: 480 });
});

test('cover fills the canvas and cuts the edges evenly', () => {
  const map = fitTransform({ width: 640, height: 480 }, { width: 320, height: 480 }, { fit: 'cover' });
  expect(apply(map, { x: 320, y: 240 })).toEqual({ x: 160, y: 240 });
  expect(apply(map, { x: 0, y: 0 })).toEqual({ x: -160, y: 0 });
});

test('mirror flips about the middle of the canvas, and only left to right', () => {
  const plain = fitTransform({ width: 100, height: 50 }, { width: 300, height: 200 });
  const mirrored = fitTransform({ width: 100, height: 50 }, { width: 300, height: 200 }, { mirror: true });
  const point = { x: 10.25, y: 7.5 };
  expect(apply(mirrored, point).x).toBeCloseTo(300 - apply(plain, point).x, 12);
  expect(apply(mirrored, point).y).toBe(apply(plain, point).y);
});

test('an explicit map is taken as it is', () => {
  const fit = { a: 0, b: 2, c: -2, d: 0, e: 100, f: 5 };
  expect(fitTransform({ width: 10, height: 10 }, { width: 100, height: 100 }, { fit })).toEqual(fit);
});

test('R12 image to view and back is exact to 1e-6 px, mirrored or not, at any size', () => {
  const side = fc.integer({ min: 1, max: 8000 });
  fc.assert(
    fc.property(
      fc.record({ width: side, height: side }),
      fc.record({ width: side, height: side }),
      fc.constantFrom('contain' as const, 'cover' as const),
      fc.boolean(),
      fc.double({ min: -1, max: 2, noNaN: true }),
      fc.double({ min: -1, max: 2, noNaN: true }),
      (size, canvas, fit, mirror, u, v) => {
        const map = fitTransform(size, canvas, { fit, mirror });
        const point = { x: u * size.width, y: v * size.height };
        const back = apply(invert(map), apply(map, point));
        expect(Math.hypot(back.x - point.x, back.y - point.y)).toBeLessThan(1e-6);
      },
    ),
  );
});

test('a size of nothing is a typed error', () => {
  const draw = (): unknown => fitTransform({ width: 0, height: 480 }, { width: 10, height: 10 });
  expect(draw).toThrow(PoseError);
  expect(draw).toThrow(/0 × 480/);
});
