import { Color, Vector3 } from 'three';
import { expect, test } from 'vitest';
import { CameraFrustum } from './camera-frustum.ts';

const size = { width: 640, height: 480 };

/** Direction to a corner (1 top left, 3 bottom right) at a distance of 1. */
function corner(frustum: CameraFrustum, index: number): Vector3 {
  const point = new Vector3().fromBufferAttribute(frustum.lines.geometry.getAttribute('position'), index);
  return point.divideScalar(-point.z);
}

test('an angle of view of 90° is as wide as twice the distance', () => {
  const frustum = new CameraFrustum(new Color());
  expect(frustum.lines.visible).toBe(false);
  frustum.show({ fieldOfView: 90 }, size);
  expect(corner(frustum, 1).toArray()).toEqual([-1, 0.75, -1].map((value) => expect.closeTo(value, 6)));
  expect(corner(frustum, 3).toArray()).toEqual([1, -0.75, -1].map((value) => expect.closeTo(value, 6)));
  expect(frustum.lines.visible).toBe(true);
  frustum.hide();
  expect(frustum.lines.visible).toBe(false);
  frustum.dispose();
});

test('a focal length and a principal point that is not the middle', () => {
  const frustum = new CameraFrustum(new Color());
  frustum.show({ focalLength: 500, centre: { x: 100, y: 200 } }, size);
  expect(corner(frustum, 1).toArray()).toEqual([-100 / 500, 200 / 500, -1].map((value) => expect.closeTo(value, 6)));
  expect(corner(frustum, 3).toArray()).toEqual([540 / 500, -280 / 500, -1].map((value) => expect.closeTo(value, 6)));
  frustum.dispose();
});
