import { seededRandom } from '@integral-pose/test-kit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Point3D } from '../types/geometry.ts';
import { boneLengthVariation } from './bone-length-variation.ts';
import { depthSlope } from './depth-slope.ts';
import { jointPositionErrors, mpjpe, paMpjpe, rootRelative } from './joint-position-error.ts';
import { alignSimilarity, applySimilarity, type Matrix3, type Similarity3D } from './similarity-alignment.ts';
import { greatestEigenpair } from './symmetric-eigen.ts';

const at = (x: number, y: number, z: number): Point3D => ({ x, y, z });
const unknown = at(Number.NaN, 0, 0);

const random = seededRandom(4);
const cloud = (count = 17, size = 500) =>
  Array.from({ length: count }, () => at(size * random.normal(), size * random.normal(), size * random.normal()));

const unit = fc.double({ min: -1, max: 1, noNaN: true });
const quaternion = fc.tuple(unit, unit, unit, unit).filter((q) => Math.hypot(...q) > 0.1);
const similarity: fc.Arbitrary<Similarity3D> = fc
  .record({
    q: quaternion,
    scale: fc.double({ min: 0.05, max: 20, noNaN: true }),
    translation: fc.record({ x: unit, y: unit, z: unit }),
  })
  .map(({ q, scale, translation: { x, y, z } }) => ({
    scale,
    rotation: turn(q),
    translation: at(3000 * x, 3000 * y, 3000 * z),
  }));

/** The turn that a quaternion means, by what it does to the axes: v + 2·u×(u×v + w·v). */
function turn(q: readonly [number, number, number, number]): Matrix3 {
  const length = Math.hypot(...q);
  const [w, ...u] = q.map((value) => value / length) as [number, number, number, number];
  const cross = (a: readonly number[], b: readonly number[]) =>
    [1, 2, 0].map((i, k) => {
      const j = [2, 0, 1][k] as number;
      return (a[i] as number) * (b[j] as number) - (a[j] as number) * (b[i] as number);
    });
  const columns = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ].map((v) => {
    const inner = cross(u, v).map((value, i) => value + w * (v[i] as number));
    return cross(u, inner).map((value, i) => (v[i] as number) + 2 * value);
  });
  return [0, 1, 2].flatMap((row) => columns.map((column) => column[row] as number)) as unknown as Matrix3;
}

const determinant = ([a, b, c, d, e, f, g, h, i]: Matrix3) =>
  a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);

describe('MPJPE', () => {
  test('by hand; joints that are not known do not count', () => {
    const truth = [at(0, 0, 0), at(10, 0, 0), unknown, at(5, 5, 5)];
    const estimated = [at(2, 3, 6), at(10, 0, -1), at(9, 9, 9), unknown];
    expect(jointPositionErrors(estimated, truth)).toEqual([7, 1, Number.NaN, Number.NaN]);
    expect(mpjpe(estimated, truth)).toBe(4);
    expect(mpjpe([unknown], [at(0, 0, 0)])).toBeNaN();
    expect(mpjpe([], [at(0, 0, 0)])).toBeNaN();
  });

  test('relative to the middle of the roots', () => {
    expect(rootRelative([at(0, 0, 0), at(2, 4, 6), at(5, 5, 5)], [0, 1])).toEqual([
      at(-1, -2, -3),
      at(1, 2, 3),
      at(4, 3, 2),
    ]);
    expect(mpjpe(rootRelative([at(0, 0, 0)], [7]), [at(0, 0, 0)])).toBeNaN();
  });
});

describe('PA-MPJPE', () => {
  test('by hand: a triangle turned, doubled and moved is the same; one corner off leaves what least squares leaves', () => {
    const truth = [at(0, 0, 0), at(3, 0, 0), at(0, 4, 0)];
    const turned = [at(7, 7, 7), at(7, 13, 7), at(-1, 7, 7)];
    expect(paMpjpe(turned, truth)).toBeCloseTo(0, 9);
    // A cross with one arm of 2 on the x axis: best is to shrink by s and shift by s/4 along x, by symmetry unturned.
    const cross = [at(1, 0, 0), at(-1, 0, 0), at(0, 1, 0), at(0, -1, 0)];
    const longer = [at(2, 0, 0), at(-1, 0, 0), at(0, 1, 0), at(0, -1, 0)];
    // About the mean (1/4, 0): Σ p·q = 3 + 2 = 5, Σ|p|² = 1.75² + 1.25² + 2·(1 + 1/16) = 6.75, so s = 20/27.
    const s = 20 / 27;
    const errors = [Math.abs(1.75 * s - 1), Math.abs(1 - 1.25 * s), ...Array(2).fill(Math.hypot(s / 4, 1 - s))];
    expect(alignSimilarity(longer, cross).scale).toBeCloseTo(s, 12);
    expect(paMpjpe(longer, cross)).toBeCloseTo(errors.reduce((sum, error) => sum + error) / 4, 12);
  });

  test('a similarity of the estimate changes nothing', () => {
    const [truth, estimated] = [cloud(), cloud()];
    const before = paMpjpe(estimated, truth);
    expect(before).toBeGreaterThan(100);
    fc.assert(
      fc.property(similarity, (map) => {
        const moved = estimated.map((point) => applySimilarity(map, point));
        expect(paMpjpe(moved, truth)).toBeCloseTo(before, 6);
      }),
    );
  });

  test('finds the very map that was applied, even half turns and flat people', () => {
    const people = [cloud(), cloud(4), cloud().map(({ x, y }) => at(x, y, 0))];
    fc.assert(
      fc.property(similarity, fc.constantFrom(...people), (map, person) => {
        const found = alignSimilarity(
          person,
          person.map((point) => applySimilarity(map, point)),
        );
        expect(found.scale / map.scale).toBeCloseTo(1, 9);
        found.rotation.forEach((value, i) => {
          expect(value).toBeCloseTo(map.rotation[i] as number, 7);
        });
      }),
    );
    const half: Matrix3 = [-1, 0, 0, 0, 1, 0, 0, 0, -1];
    const person = cloud();
    const turned = person.map((point) =>
      applySimilarity({ scale: 1, rotation: half, translation: at(0, 0, 0) }, point),
    );
    expect(paMpjpe(person, turned)).toBeCloseTo(0, 6);
  });

  test('a mirror image is not the same person, and the turn is always proper', () => {
    const truth = cloud();
    const mirrored = truth.map(({ x, y, z }) => at(-x, y, z));
    expect(paMpjpe(mirrored, truth)).toBeGreaterThan(100);
    expect(determinant(alignSimilarity(mirrored, truth).rotation)).toBeCloseTo(1, 9);
  });

  test('nothing nearby is a better alignment', () => {
    const [truth, estimated] = [cloud(), cloud()];
    const best = alignSimilarity(estimated, truth);
    const squared = (map: Similarity3D) =>
      jointPositionErrors(
        estimated.map((point) => applySimilarity(map, point)),
        truth,
      ).reduce((sum, error) => sum + error ** 2, 0);
    const least = squared(best);
    fc.assert(
      fc.property(
        quaternion,
        fc.double({ min: 0.9, max: 1.1, noNaN: true }),
        similarity,
        (q, scale, { translation }) => {
          const small = turn([20, q[1], q[2], q[3]]);
          const columns = [0, 1, 2].map((j) => {
            const { x, y, z } = applySimilarity(
              { ...best, scale: 1, translation: at(0, 0, 0) },
              at(small[j] as number, small[3 + j] as number, small[6 + j] as number),
            );
            return [x, y, z];
          });
          const rotation = [0, 1, 2].flatMap((i) => columns.map((column) => column[i] as number)) as unknown as Matrix3;
          const { x, y, z } = best.translation;
          const moved = at(x + translation.x / 100, y + translation.y / 100, z + translation.z / 100);
          expect(squared({ scale: best.scale * scale, rotation, translation: moved })).toBeGreaterThanOrEqual(
            least - 1e-6,
          );
        },
      ),
    );
  });

  test('unknown joints do not count, and nothing known is NaN', () => {
    const truth = cloud();
    const estimated = truth.map(({ x, y, z }) => at(2 * x, 2 * y, 2 * z));
    estimated[3] = unknown;
    expect(paMpjpe(estimated, truth)).toBeCloseTo(0, 9);
    expect(paMpjpe([unknown], [at(1, 2, 3)])).toBeNaN();
    // All estimates on one point: best is the middle of the truth.
    expect(paMpjpe([at(1, 1, 1), at(1, 1, 1)], [at(0, 0, 0), at(2, 0, 0)])).toBeCloseTo(1, 12);
  });
});

test('the greatest eigenvalue of matrices solved by hand', () => {
  expect(
    greatestEigenpair([
      [2, 1],
      [1, 2],
    ]).value,
  ).toBeCloseTo(3, 12);
  expect(
    greatestEigenpair([
      [-5, 0, 0],
      [0, -2, 0],
      [0, 0, -3],
    ]),
  ).toEqual({ value: -2, vector: [0, 1, 0] });
  const { value, vector } = greatestEigenpair([
    [0, 1, 1],
    [1, 0, 1],
    [1, 1, 0],
  ]);
  expect(value).toBeCloseTo(2, 12);
  for (const component of vector) expect(Math.abs(component)).toBeCloseTo(1 / Math.sqrt(3), 12);
});

describe('depth', () => {
  test('slope by hand, and with an offset that does not matter', () => {
    const depths = (...zs: number[]) => [zs.map((z) => at(0, 0, z))];
    expect(depthSlope(depths(0, 1, 2), depths(0, 2, 4))).toBeCloseTo(0.5, 12);
    expect(depthSlope(depths(7, 8, 9), depths(0, 2, 4))).toBeCloseTo(0.5, 12);
    // Σ(z−z̄)(ẑ−mean) = 1·1 + 0 + 1·2 over Σ(z−z̄)² = 2.
    expect(depthSlope(depths(-1, 0, 2), depths(-1, 0, 1))).toBeCloseTo(1.5, 12);
    expect(depthSlope(depths(1, 2), depths(3, 3))).toBeNaN();
    expect(depthSlope([[at(0, 0, 9), unknown, at(0, 0, 3)]], [[at(0, 0, 3), at(0, 0, 8), at(0, 0, 0)]])).toBe(2);
  });

  test('it is pooled over people', () => {
    const person = (...zs: number[]) => zs.map((z) => at(0, 0, z));
    expect(depthSlope([person(0, 1), person(0, -1)], [person(0, 2), person(0, -2)])).toBeCloseTo(0.5, 12);
  });
});

test('variation of bone lengths by hand', () => {
  const frames = [
    [at(0, 0, 0), at(3, 4, 0), unknown],
    [at(1, 1, 1), at(1, 1, 8), unknown],
  ];
  // Lengths 5 and 7: mean 6, deviation 1.
  const { perBone, mean } = boneLengthVariation(frames, [
    [0, 1],
    [1, 2],
  ]);
  expect(perBone[0]).toBeCloseTo(1 / 6, 12);
  expect(perBone[1]).toBeNaN();
  expect(mean).toBeCloseTo(1 / 6, 12);
  const moved = frames.map((points, i) => points.map(({ x, y, z }) => at(2 * x + 100 * i, 2 * y, 2 * z)));
  expect(boneLengthVariation(moved, [[0, 1]]).mean).toBeCloseTo(1 / 6, 12);
});
