import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apply, invert } from './affine.ts';
import { cropTransform } from './crop-transform.ts';
import { boundingBox, regionFromAlignment, regionFromBox } from './regions.ts';

const crop = { width: 256, height: 256 };

test('the corners of an upright region are the corners of the crop', () => {
  const map = cropTransform({ centre: { x: 100, y: 50 }, side: 64, angle: 0 }, crop);
  expect(apply(map, { x: 68, y: 18 })).toEqual({ x: 0, y: 0 });
  expect(apply(map, { x: 132, y: 82 })).toEqual({ x: 256, y: 256 });
});

test('a person whose head points right stands upright in the crop', () => {
  const region = regionFromAlignment({ x: 100, y: 100 }, { x: 140, y: 100 }, 1);
  expect(region).toEqual({ centre: { x: 100, y: 100 }, side: 80, angle: Math.PI / 2 });
  const head = apply(cropTransform(region, crop), { x: 140, y: 100 });
  expect(head.x).toBeCloseTo(128, 9);
  expect(head.y).toBeCloseTo(0, 9);
  // Seen from the front, the subject's left is on the picture's right: below the body when the head points right.
  const left = apply(cropTransform(region, crop), { x: 100, y: 120 });
  expect(left.x).toBeGreaterThan(128);
  expect(left.y).toBeCloseTo(128, 9);
});

test('R12 image → crop → image comes back within 1e-6 for any region', () => {
  const coordinate = fc.double({ min: -4000, max: 4000, noNaN: true });
  const region = fc.record({
    centre: fc.record({ x: coordinate, y: coordinate }),
    side: fc.double({ min: 1, max: 5000, noNaN: true }),
    angle: fc.double({ min: -10, max: 10, noNaN: true }),
  });
  fc.assert(
    fc.property(region, coordinate, coordinate, (where, x, y) => {
      const map = cropTransform(where, crop);
      const back = apply(invert(map), apply(map, { x, y }));
      expect(Math.hypot(back.x - x, back.y - y)).toBeLessThan(1e-6);
    }),
  );
});

test('a box becomes the square round it', () => {
  expect(regionFromBox({ x: 10, y: 20, width: 30, height: 60 }, 1.25)).toEqual({
    centre: { x: 25, y: 50 },
    side: 75,
    angle: 0,
  });
  expect(boundingBox([])).toEqual({ x: 0, y: 0, width: 0, height: 0 });
});
