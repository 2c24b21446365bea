import { expect, test } from 'vitest';
import type { PeopleSet } from './people/people-set.ts';
import { hasRoot, positionError } from './position-error.ts';

const JOINTS = 17;
const camera = { focal: 90, x: 20, y: 45, depth: 3 };

/** One person in space, as the camera sees it, every joint labelled but the last. */
function person(): PeopleSet {
  const root = [0.1, -0.2] as const;
  const spread = (k: number, c: number): number => 0.4 * Math.sin(3 * k + 2 * c + 1);
  const world = new Float32Array(JOINTS * 3).map((_, i) => spread(Math.floor(i / 3), i % 3));
  // The root is the middle of the hips.
  for (let c = 0; c < 3; c++) world[12 * 3 + c] = -(world[11 * 3 + c] as number);
  const joints = new Float32Array(JOINTS * 4);
  for (let k = 0; k < JOINTS; k++) {
    const [x = 0, y = 0, z = 0] = world.subarray(k * 3, k * 3 + 3);
    const away = camera.depth - z;
    joints.set(
      [camera.x + (camera.focal * (root[0] + x)) / away, camera.y - (camera.focal * (root[1] + y)) / away, z, 2],
      k * 4,
    );
  }
  joints[(JOINTS - 1) * 4 + 3] = 0;
  return { joints, world, facts: [{ camera }] } as unknown as PeopleSet;
}

const seen = ({ joints }: PeopleSet): Float32Array =>
  Float32Array.from({ length: JOINTS * 3 }, (_, i) => joints[Math.floor(i / 3) * 4 + (i % 3)] as number);

test('the truth has no error, wherever the camera is', () => {
  const set = person();
  expect(positionError(set, 0, seen(set))).toBeLessThan(1e-3);
});

test('a joint that is 0.3 m too near is 0.3 m off and, seen through the pinhole, a little aside; one of sixteen counts', () => {
  const set = person();
  const located = seen(set);
  located[9 * 3 + 2] = (located[9 * 3 + 2] as number) + 0.3;
  const [x = 0, y = 0] = [0, 1].map(
    (axis) => ((located[9 * 3 + axis] as number) - ([camera.x, camera.y][axis] as number)) / camera.focal,
  );
  expect(positionError(set, 0, located)).toBeCloseTo((1000 * 0.3 * Math.hypot(1, x, y)) / 16, 2);
});

test('what is not labelled does not count', () => {
  const set = person();
  const located = seen(set);
  located.fill(50, (JOINTS - 1) * 3);
  expect(positionError(set, 0, located)).toBeLessThan(1e-3);
});

test('the whole pose may be moved towards the camera, but not grow', () => {
  const set = person();
  const grown = seen(set).map((value, i) => (i % 3 === 2 ? value : value * 1.2));
  expect(positionError(set, 0, grown)).toBeGreaterThan(20);
  const deeper = seen(set);
  // The same offset in z for all: the root moves along. What is left is the change of scale.
  for (let k = 0; k < JOINTS; k++) deeper[k * 3 + 2] = (deeper[k * 3 + 2] as number) + 0.03;
  expect(positionError(set, 0, deeper)).toBeLessThan(8);
});

test('a pose without both hips has no root', () => {
  const set = person();
  expect(hasRoot(set, 0)).toBe(true);
  set.joints[12 * 4 + 3] = 0;
  expect(hasRoot(set, 0)).toBe(false);
});
