import { seededRandom } from '@integral-pose/test-kit';
import { expect, test } from 'vitest';
import type { Point, Size } from '../../types/geometry.ts';
import { exactTransport, matchingProblem, referenceSinkhorn } from './reference-transport.ts';

const SIZE: Size = { width: 9, height: 7 };
const JOINT: Point = { x: 5.3, y: 2.4 };

/** With the default about half of them are 0. */
function someSuppliers(seed: number, least = -1): Float64Array {
  const random = seededRandom(seed);
  const cells = Float64Array.from({ length: 63 }, () => Math.max(0, random.between(least, 1)));
  const mass = cells.reduce((sum, value) => sum + value, 0);
  return cells.map((value) => value / mass);
}

test('the solver agrees with a case worked out by hand', () => {
  // Demanders 3/4 at the left and 1/4 at the right cell of a row of three, suppliers 1/2 and 1/2 at the ends.
  const problem = matchingProblem(Float64Array.of(0.5, 0, 0.5), { width: 3, height: 1 }, { x: 0.75, y: 0.5 });
  expect(exactTransport(problem)).toBeCloseTo(0.25 * 2 + 0.25 * 1, 12);
});

test('no plan is cheaper than a feasible dual, and the dual reaches it', () => {
  for (const seed of [1, 2, 3]) {
    const problem = matchingProblem(someSuppliers(seed), SIZE, JOINT);
    const exact = exactTransport(problem);
    // The duals of the entropic problem made feasible: a is what the dearest constraint leaves.
    const { b } = referenceSinkhorn(problem, 0.005, 20_000);
    const dual = problem.suppliers.reduce(
      (sum, share, n) => {
        const row = problem.cost[n] as Float64Array;
        return sum + share * row.reduce((least, price, m) => Math.min(least, price - (b[m] as number)), Infinity);
      },
      problem.demanders.reduce((sum, share, m) => sum + share * (b[m] as number), 0),
    );
    expect(dual).toBeLessThanOrEqual(exact + 1e-12);
    expect(exact - dual).toBeLessThan(0.01);
  }
});

test('the dual is the gradient of the double precision value along directions that sum to zero', () => {
  const suppliers = someSuppliers(7, 0.05);
  const { a } = referenceSinkhorn(matchingProblem(suppliers, SIZE, JOINT), 0.3);
  for (const [up, down] of [
    [0, 62],
    [23, 8],
    [14, 40],
  ] as const) {
    const at = (step: number): number => {
      const moved = suppliers.slice();
      moved[up] = (moved[up] as number) + step;
      moved[down] = (moved[down] as number) - step;
      return referenceSinkhorn(matchingProblem(moved, SIZE, JOINT), 0.3).value;
    };
    const slope = (at(1e-5) - at(-1e-5)) / 2e-5;
    expect(Math.abs(slope)).toBeGreaterThan(0.1);
    expect(slope).toBeCloseTo((a[up] as number) - (a[down] as number), 5);
  }
});
