/** An eigenvalue and its unit vector. */
export interface Eigenpair {
  readonly value: number;
  readonly vector: readonly number[];
}

/** Far more than any 4 × 4 matrix takes (about 5): convergence is quadratic. */
const MOST_SWEEPS = 50;

/**
 * The greatest eigenvalue of a symmetric matrix, by Jacobi's rotations: each makes one element beside the diagonal zero,
 * until all are.
 * @param matrix square, symmetric, rows of finite numbers; not changed
 */
export function greatestEigenpair(matrix: readonly (readonly number[])[]): Eigenpair {
  const size = matrix.length;
  const a = matrix.map((row) => [...row]);
  const vectors = a.map((_, i) => a.map((_, j) => (i === j ? 1 : 0)));
  const at = (rows: readonly (readonly number[])[], i: number, j: number) => (rows[i] as number[])[j] as number;
  const total = Math.hypot(...a.flat());

  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    const beside = Math.hypot(...a.flatMap((row, i) => row.filter((_, j) => j > i)));
    if (beside <= 1e-15 * total) break;
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) {
        if (at(a, p, q) === 0) continue;
        const theta = (at(a, q, q) - at(a, p, p)) / (2 * at(a, p, q));
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
        const cosine = 1 / Math.hypot(t, 1);
        const sine = t * cosine;
        rotateColumns(a, p, q, cosine, sine);
        rotateRows(a, p, q, cosine, sine);
        rotateColumns(vectors, p, q, cosine, sine);
      }
    }
  }
  let best = 0;
  for (let i = 1; i < size; i++) if (at(a, i, i) > at(a, best, best)) best = i;
  return { value: at(a, best, best), vector: vectors.map((row) => row[best] as number) };
}

function rotateColumns(rows: readonly number[][], p: number, q: number, cosine: number, sine: number): void {
  for (const row of rows) {
    const [x, y] = [row[p] as number, row[q] as number];
    row[p] = cosine * x - sine * y;
    row[q] = sine * x + cosine * y;
  }
}

function rotateRows(rows: readonly number[][], p: number, q: number, cosine: number, sine: number): void {
  const [first, second] = [rows[p] as number[], rows[q] as number[]];
  for (const [i, x] of first.entries()) {
    const y = second[i] as number;
    first[i] = cosine * x - sine * y;
    second[i] = sine * x + cosine * y;
  }
}
