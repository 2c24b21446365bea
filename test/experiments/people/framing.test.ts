import { describe, expect, test } from 'vitest';
import { covers } from './backdrop.ts';
import { drawBoxSide, frame } from './framing.ts';
import { randomFrom } from './random.ts';

const BODY = { x: 300, y: 200, width: 220, height: 560 };
const framings = Array.from({ length: 800 }, (_, i) => frame(randomFrom(3, i), BODY));

describe('frame', () => {
  test('the crop is a square round the part of the person that is in the picture, 1.25 times as large on average', () => {
    const factors = framings.map(({ box, crop }) => {
      expect(crop.width).toBe(crop.height);
      const side = Math.max(box.width, box.height);
      expect(
        Math.hypot(crop.x + crop.width / 2 - box.x - box.width / 2, crop.y + crop.height / 2 - box.y - box.height / 2),
      ).toBeLessThan(0.35 * side);
      return crop.width / side;
    });
    expect(factors.reduce((sum, factor) => sum + factor, 0) / factors.length).toBeCloseTo(1.275, 1);
    expect(Math.min(...factors)).toBeGreaterThanOrEqual(1.15);
    expect(Math.max(...factors)).toBeLessThanOrEqual(1.4);
  });

  test('boxes end where the picture ends, and some pictures cut the person', () => {
    for (const { box, picture } of framings) {
      expect(box.width).toBeGreaterThan(0);
      expect(box.height).toBeGreaterThan(0);
      expect(box.x).toBeGreaterThanOrEqual(Math.max(picture.x, BODY.x));
      expect(box.y + box.height).toBeLessThanOrEqual(Math.min(picture.y + picture.height, BODY.y + BODY.height) + 1e-9);
    }
    const cut = framings.filter(({ box }) => box.width * box.height < 0.99 * BODY.width * BODY.height).length;
    expect(cut / framings.length).toBeGreaterThan(0.22);
    expect(cut / framings.length).toBeLessThan(0.37);
  });
});

test('every size class of the sub-benchmarks gets a fifth or more', () => {
  const sides = Array.from({ length: 2000 }, (_, i) => drawBoxSide(randomFrom(9, i)));
  const share = (least: number, most: number): number =>
    sides.filter((side) => side >= least && side < most).length / 2000;
  for (const [least, most] of [
    [32, 64],
    [64, 96],
    [96, 128],
    [128, 256],
  ] as const)
    expect(share(least, most)).toBeGreaterThan(0.18);
});

test('an occluder covers what lies in it as it is turned', () => {
  const beam = { kind: 'rectangle', x: 0.5, y: 0.5, width: 0.4, height: 0.05, angle: Math.PI / 4 } as const;
  expect(covers(beam, 0.7, 0.7)).toBe(true);
  expect(covers(beam, 0.7, 0.5)).toBe(false);
  expect(covers({ ...beam, angle: 0 }, 0.7, 0.5)).toBe(true);
  expect(covers({ ...beam, kind: 'ellipse' }, 0.77, 0.77)).toBe(true);
  expect(covers({ ...beam, kind: 'ellipse' }, 0.79, 0.79)).toBe(false);
});
