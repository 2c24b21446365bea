import '@tensorflow/tfjs-backend-cpu';
import { seededRandom } from '@integral-pose/test-kit';
import { ready, setBackend, type Tensor3D, type Tensor4D, tensor3d } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { discTarget } from '../decode/disc-target.ts';
import { dotTarget } from '../decode/dot-target.ts';
import { gaussianTarget } from '../decode/gaussian-target.ts';
import { oneHotTarget } from '../decode/one-hot-target.ts';
import type { Point, Size } from '../types/geometry.ts';
import { discTargets, dotTargets, gaussianTargets, oneHotTargets } from './batch-targets.ts';

beforeAll(async () => {
  await setBackend('cpu');
  await ready();
});

const SIZE: Size = { width: 9, height: 12 };

test.each<[string, (truth: Tensor3D) => Tensor4D, (at: Point) => Float32Array]>([
  ['gaussianTargets', (truth) => gaussianTargets(truth, SIZE, 1.3), (at) => gaussianTarget(at, SIZE, 1.3)],
  ['oneHotTargets', (truth) => oneHotTargets(truth, SIZE), (at) => oneHotTarget(at, SIZE)],
  ['discTargets', (truth) => discTargets(truth, SIZE, 2.6), (at) => discTarget(at, SIZE, 2.6)],
  ['dotTargets', (truth) => dotTargets(truth, SIZE), (at) => dotTarget(at, SIZE)],
])('%s agrees with the encoder of one joint', (_, batch, one) => {
  const random = seededRandom(5);
  // Corners and centres of cells, borders, outside: what rounds differently when done differently.
  const points: Point[] = [
    { x: 3, y: 4 },
    { x: 3.5, y: 4.5 },
    { x: 0, y: 0 },
    { x: 9, y: 12 },
    { x: 8.99, y: 11.99 },
    { x: -0.3, y: 5 },
    { x: 400, y: -7 },
  ];
  while (points.length < 40) points.push({ x: random.between(-2, 11), y: random.between(-2, 14) });
  const [people, joints] = [4, 10];
  const truth = tensor3d(
    points.flatMap(({ x, y }) => [x, y]),
    [people, joints, 2],
  );
  const maps = batch(truth);
  expect(maps.shape).toEqual([people, SIZE.height, SIZE.width, joints]);
  const found = maps.dataSync();
  points.forEach((at, index) => {
    const [person, joint] = [Math.floor(index / joints), index % joints];
    const cells = SIZE.width * SIZE.height;
    one(at).forEach((wanted, cell) => {
      const value = found[(person * cells + cell) * joints + joint] as number;
      expect(Math.abs(value - wanted), `joint at ${at.x}, ${at.y}, cell ${cell}`).toBeLessThan(2e-6);
    });
  });
});
