import { expect, test } from 'vitest';
import { blazePose33, coco17, cocoFromBlazePose } from './skeletons.ts';

test.each([
  [blazePose33, 33, 16],
  [coco17, 17, 8],
])('$name: names are unique, pairs swap left and right, bones stay inside', (skeleton, points, pairs) => {
  expect(new Set(skeleton.keypoints).size).toBe(points);
  expect(skeleton.pairs).toHaveLength(pairs);
  for (const [left, right] of skeleton.pairs) {
    expect(skeleton.keypoints[left]).toMatch(/left/);
    expect(skeleton.keypoints[left]?.replace('left', 'right')).toBe(skeleton.keypoints[right]);
  }
  const keys = skeleton.bones.map(([a, b]) => [a, b].sort((x, y) => x - y).join());
  expect(new Set(keys).size).toBe(skeleton.bones.length);
  for (const index of skeleton.bones.flat()) expect(skeleton.keypoints[index]).toBeDefined();
});

test('the bones of the mirrored person are the same bones', () => {
  for (const skeleton of [blazePose33, coco17]) {
    const swap = new Map(
      skeleton.pairs.flatMap(([left, right]) => [
        [left, right],
        [right, left],
      ]),
    );
    const key = (a: number, b: number) => [a, b].sort((x, y) => x - y).join();
    const bones = skeleton.bones.map(([a, b]) => key(a, b)).sort();
    expect(skeleton.bones.map(([a, b]) => key(swap.get(a) ?? a, swap.get(b) ?? b)).sort()).toEqual(bones);
  }
});

test('COCO joints are the BlazePose joints of the same name', () => {
  expect(cocoFromBlazePose.map((index) => blazePose33.keypoints[index])).toEqual(coco17.keypoints);
});
