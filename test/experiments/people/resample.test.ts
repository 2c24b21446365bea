import { describe, expect, test } from 'vitest';
import { apply, blurring, resampling } from './resample.ts';

const SIDE = 192;

/** A soft spot, and where its middle is, as a share of the side: pixel i covers [i, i + 1). */
function spot(x: number, y: number): Float32Array {
  const picture = new Float32Array(SIDE * SIDE * 3);
  for (let v = 0; v < SIDE; v++)
    for (let u = 0; u < SIDE; u++)
      picture.fill(
        Math.exp(-((u + 0.5 - x * SIDE) ** 2 + (v + 0.5 - y * SIDE) ** 2) / 200),
        (v * SIDE + u) * 3,
        (v * SIDE + u) * 3 + 3,
      );
  return picture;
}

function middle(picture: Float32Array, side: number): [number, number, number] {
  let [sum, x, y] = [0, 0, 0];
  for (let v = 0; v < side; v++)
    for (let u = 0; u < side; u++) {
      const value = picture[(v * side + u) * 3 + 1] as number;
      sum += value;
      x += value * (u + 0.5);
      y += value * (v + 0.5);
    }
  return [x / sum / side, y / sum / side, sum / side ** 2];
}

describe('sampling again', () => {
  test.each([16, 40, 47, 64, 101, 128])('by way of %i px, nothing moves and nothing is lost', (cells) => {
    const sharp = spot(0.55, 0.38);
    const coarse = apply(resampling(SIDE, cells), sharp, SIDE);
    const blurred = apply(blurring(cells, 0.8), coarse, cells);
    const picture = apply(resampling(cells, 64), blurred, cells);
    expect(picture.length).toBe(64 * 64 * 3);
    const [x, y, mass] = middle(picture, 64);
    const [trueX, trueY, trueMass] = middle(sharp, SIDE);
    // A tenth of a pixel of 64 would be 0.0016.
    expect(Math.abs(x - trueX)).toBeLessThan(2e-4);
    expect(Math.abs(y - trueY)).toBeLessThan(2e-4);
    expect(Math.abs(mass / trueMass - 1)).toBeLessThan(2e-3);
  });

  test('weights add up to one everywhere', () => {
    for (const taps of [resampling(192, 50), resampling(50, 64), resampling(64, 64), blurring(30, 1.4)])
      for (const { weights } of taps) expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
  });

  test('few pixels are a blur: an edge is wider after 40 px than after 128', () => {
    const edge = new Float32Array(SIDE * SIDE * 3).map((_, i) => (Math.floor(i / 3) % SIDE < SIDE / 2 ? 0 : 1));
    const steepest = (cells: number): number => {
      const picture = apply(resampling(cells, 64), apply(resampling(SIDE, cells), edge, SIDE), cells);
      return Math.max(
        ...Array.from({ length: 63 }, (_, u) => (picture[(u + 1) * 3] as number) - (picture[u * 3] as number)),
      );
    };
    expect(steepest(40)).toBeLessThan(0.75 * steepest(128));
  });
});
