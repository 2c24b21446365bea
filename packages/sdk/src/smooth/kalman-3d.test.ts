import { seededRandom } from '@integral-pose/test-kit';
import { expect, test } from 'vitest';
import type { Keypoint3D } from '../types/keypoint-3d.ts';
import { kalman } from './kalman.ts';

const FRAME = 1000 / 30;
const joint = (x: number, z: number, zSpread = 0.05): Keypoint3D => ({ x, y: 0, z, zSpread, score: 0.9, name: 'nose' });
/** A joint, and two that make the body 1.7 m tall. */
const person = (nose: Keypoint3D): Keypoint3D[] => [
  nose,
  { ...joint(0, 0), y: 0.8, name: 'left_eye' },
  { ...joint(0, 0), y: -0.9, name: 'left_ankle' },
];
function start(options = {}) {
  const filter = kalman(options)();
  return (nose: Keypoint3D, time: number) => filter.apply3D?.(person(nose), time)[0] as Keypoint3D;
}

test('R8 depth counts by its spread: what the network is unsure of moves the joint little', () => {
  const after = (zSpread: number) => {
    const apply = start();
    for (let frame = 0; frame < 30; frame++) apply(joint(0.1, 0.1), frame * FRAME);
    return apply(joint(0.13, 0.13, zSpread), 30 * FRAME);
  };
  const [sure, unsure] = [after(0.02), after(0.4)];
  expect(sure.z - 0.1).toBeGreaterThan(4 * (unsure.z - 0.1));
  expect(sure.x - 0.1).toBeGreaterThan(0);
  // An axis of its own: how sure the depth is does not change how far x follows.
  expect(Math.abs(sure.x - unsure.x)).toBeLessThan(0.2 * (sure.x - 0.1));
});

test('R8 the spread of the answer falls at rest, and is that of the error left', () => {
  const random = seededRandom(3);
  const apply = start();
  const normalised: number[] = [];
  for (let frame = 0; frame < 900; frame++) {
    const { z, zSpread } = apply(joint(0.2, 0.3 + 0.05 * random.normal()), frame * FRAME);
    if (frame >= 60) normalised.push(((z - 0.3) / zSpread) ** 2);
    if (frame === 899) expect(zSpread).toBeLessThan(0.02);
  }
  const mean = normalised.reduce((sum, value) => sum + value, 0) / normalised.length;
  expect(mean).toBeGreaterThan(0.4);
  expect(mean).toBeLessThan(1.8);
});

test('depth without a spread counts by `depthSpread`, the plane by `planeSpread`', () => {
  const step = (options: object, zSpread: number) => {
    const apply = start(options);
    for (let frame = 0; frame < 30; frame++) apply(joint(0, 0, zSpread), frame * FRAME);
    return apply(joint(0.08, 0.08, zSpread), 30 * FRAME);
  };
  expect(step({ depthSpread: 0.05 }, Number.NaN)).toEqual(step({ depthSpread: 7 }, 0.05));
  expect(step({ depthSpread: 0.02 }, Number.NaN).z).toBeGreaterThan(2 * step({ depthSpread: 0.2 }, Number.NaN).z);
  expect(step({ planeSpread: 0.01 }, 0.05).x).toBeGreaterThan(2 * step({ planeSpread: 0.1 }, 0.05).x);
});

test('an outlier in depth does not move the joint; one that stays is the truth after `patience`', () => {
  const apply = start({ patience: 100 });
  for (let frame = 0; frame < 60; frame++) apply(joint(0.1, 0.1), frame * FRAME);
  const outlier = apply(joint(0.1, 1.4), 60 * FRAME);
  expect(outlier.z).toBeCloseTo(0.1, 3);
  const later = [0, 33, 66, 101].map((after) => apply(joint(0.1, 1.4), 61 * FRAME + after).z);
  expect(later[2]).toBeCloseTo(0.1, 2);
  expect(later[3]).toBe(1.4);
});
