import { describeFilter } from '@integral-pose/test-kit';
import { expect, test } from 'vitest';
import type { Keypoint } from '../types/pose.ts';
import { oneEuro } from './one-euro.ts';

describeFilter('oneEuro', oneEuro());

const spread = { xx: 1, xy: 0, yy: 1 };

function joints(x: number, size = 1000): Keypoint[] {
  return [
    { x, y: 0, score: 0.9, spread, name: 'nose' },
    { x: 0, y: size, score: 0.8, spread, name: 'left_ankle' },
  ];
}

test('score, spread and name are the measurement’s', () => {
  const filter = oneEuro()();
  filter.apply(joints(10), 0);
  const [nose] = filter.apply(joints(20), 33);
  expect(nose).toMatchObject({ score: 0.9, spread, name: 'nose' });
});

test('a person twice as large in the picture is filtered alike', () => {
  const [near, far] = [oneEuro()(), oneEuro()()];
  let ratio = 0;
  for (let frame = 0; frame < 20; frame++) {
    const x = 10 * frame + (frame % 3);
    const [one] = near.apply(joints(2 * x, 2000), frame * 33);
    const [other] = far.apply(joints(x, 1000), frame * 33);
    ratio = (one as Keypoint).x / (other as Keypoint).x;
  }
  expect(ratio).toBeCloseTo(2, 9);
});

test('time that does not move on starts the filter afresh', () => {
  const filter = oneEuro()();
  filter.apply(joints(10), 100);
  expect(filter.apply(joints(500), 100)).toEqual(joints(500));
  expect(filter.apply(joints(800), 50)).toEqual(joints(800));
});

test('a higher beta follows quicker, a lower cut-off is smoother', () => {
  const after = (options: Parameters<typeof oneEuro>[0]) => {
    const filter = oneEuro(options)();
    filter.apply(joints(0), 0);
    return (filter.apply(joints(100), 33)[0] as Keypoint).x;
  };
  expect(after({ beta: 80 })).toBeGreaterThan(after({ beta: 8 }));
  expect(after({ minCutoff: 0.1, beta: 0 })).toBeLessThan(after({ minCutoff: 5, beta: 0 }));
});

test('R8 joints in space are filtered too, alike with the same parameters', () => {
  const filter = oneEuro({ beta: 12, beta3D: 12 })();
  // 1000 px are 1.7 m.
  const inSpace = (x: number) =>
    joints(x).map(({ x, y, score, name }) => ({
      x: x * 0.0017,
      y: y * 0.0017,
      z: x * 0.0017,
      zSpread: 0.1,
      score,
      name,
    }));
  for (let frame = 0; frame < 20; frame++) {
    const x = 10 * frame + (frame % 3);
    const [flat] = filter.apply(joints(x), frame * 33);
    const [deep] = filter.apply3D?.(inSpace(x), frame * 33) ?? [];
    expect(deep?.x).toBeCloseTo((flat as Keypoint).x * 0.0017, 9);
    expect(deep?.z).toBeCloseTo((flat as Keypoint).x * 0.0017, 9);
    expect(deep).toMatchObject({ score: 0.9, zSpread: 0.1, name: 'nose' });
  }
});
