import { expect, test } from 'vitest';
import { anchorCentres } from './anchors.ts';

test("BlazePose's strides give its 2254 anchors", () => {
  const anchors = anchorCentres({ width: 224, height: 224 }, [8, 16, 32, 32, 32], 2);
  expect(anchors).toHaveLength(28 * 28 * 2 + 14 * 14 * 2 + 7 * 7 * 6);
  expect(anchors[0]).toEqual({ x: 4, y: 4 });
  expect(anchors[1]).toEqual({ x: 4, y: 4 });
  expect(anchors[2]).toEqual({ x: 12, y: 4 });
  expect(anchors[28 * 2]).toEqual({ x: 4, y: 12 });
  expect(anchors[28 * 28 * 2]).toEqual({ x: 8, y: 8 });
  expect(anchors.at(-1)).toEqual({ x: 208, y: 208 });
});

test('layers of equal stride share a grid only where they are neighbours', () => {
  const anchors = anchorCentres({ width: 16, height: 8 }, [8, 8, 4, 8], 1);
  expect(anchors.slice(0, 4).map(({ x }) => x)).toEqual([4, 4, 12, 12]);
  expect(anchors).toHaveLength(2 * 2 + 4 * 2 + 2);
});
