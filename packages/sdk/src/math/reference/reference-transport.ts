import type { Point, Size } from '../../types/geometry.ts';

/** A transport problem: `suppliers` and `demanders` each sum to 1, `cost[n]` is what supplier n pays each demander. */
export interface TransportProblem {
  readonly suppliers: Float64Array;
  readonly demanders: Float64Array;
  readonly cost: readonly Float64Array[];
}

/** The four bilinear demanders of a joint: where they are (cells) and their weights, which sum to 1. */
export function referenceDemanders({ x, y }: Point): { points: Point[]; weights: Float64Array } {
  const [left, top] = [Math.floor(x - 0.5), Math.floor(y - 0.5)];
  const [right, below] = [x - 0.5 - left, y - 0.5 - top];
  const points = [0, 1].flatMap((dy) => [0, 1].map((dx) => ({ x: left + dx + 0.5, y: top + dy + 0.5 })));
  const weights = [1 - below, below].flatMap((down) => [down * (1 - right), down * right]);
  return { points, weights: Float64Array.from(weights) };
}

/** The problem of distribution matching: cells supply what they hold, and pay by Euclidean distance, cells. */
export function matchingProblem(suppliers: Float64Array, size: Size, joint: Point): TransportProblem {
  const { points, weights } = referenceDemanders(joint);
  const cost = Array.from(suppliers, (_, i) => {
    const [x, y] = [(i % size.width) + 0.5, Math.floor(i / size.width) + 0.5];
    return Float64Array.from(points, (point) => Math.hypot(point.x - x, point.y - y));
  });
  return { suppliers, demanders: weights, cost };
}

/** What {@link referenceSinkhorn} found. */
export interface ReferenceDual {
  /** `⟨a, S⟩ + ⟨b, D⟩`. */
  readonly value: number;
  readonly a: Float64Array;
  readonly b: Float64Array;
}

/**
 * `min ⟨P, C⟩ + ε·KL(P ‖ S ⊗ D)` over transport plans, by its dual, double precision: a and b take turns until neither
 * moves by more than 1e-13, or after `iterations`.
 */
export function referenceSinkhorn(problem: TransportProblem, epsilon: number, iterations = 100_000): ReferenceDual {
  const { suppliers, demanders, cost } = problem;
  const b = new Float64Array(demanders.length);
  const a = new Float64Array(suppliers.length);
  const updateA = (): void => {
    for (let n = 0; n < a.length; n++) {
      a[n] = -epsilon * logSum(demanders, (m) => ((b[m] as number) - (cost[n]?.[m] as number)) / epsilon);
    }
  };
  updateA();
  for (let i = 0; i < iterations; i++) {
    let moved = 0;
    for (let m = 0; m < b.length; m++) {
      const next = -epsilon * logSum(suppliers, (n) => ((a[n] as number) - (cost[n]?.[m] as number)) / epsilon);
      if ((demanders[m] as number) > 0) moved = Math.max(moved, Math.abs(next - (b[m] as number)));
      b[m] = next;
    }
    updateA();
    if (moved < 1e-13) break;
  }
  const value = dot(a, suppliers) + dot(b, demanders);
  return { value, a, b };
}

/** `log Σ w·exp(f)`, terms of weight 0 left out. */
function logSum(weights: Float64Array, exponent: (i: number) => number): number {
  const exponents = weights.map((weight, i) =>
    weight > 0 ? Math.log(weight) + exponent(i) : Number.NEGATIVE_INFINITY,
  );
  const highest = exponents.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return highest + Math.log(exponents.reduce((sum, value) => sum + Math.exp(value - highest), 0));
}

/**
 * The least cost of a transport plan, exactly: successive cheapest paths. Suppliers are served one after the other; the
 * cheapest path leads straight to a demander with room, or by way of others, whose suppliers are sent elsewhere.
 */
export function exactTransport({ suppliers, demanders, cost }: TransportProblem): number {
  const room = Float64Array.from(demanders);
  const flow = cost.map(() => new Float64Array(demanders.length));
  const price = (n: number, m: number): number => cost[n]?.[m] as number;
  for (let n = 0; n < suppliers.length; n++) {
    let left = suppliers[n] as number;
    while (left > 1e-14) {
      const path = cheapestPath(n, room, flow, price);
      if (path === undefined) break;
      let amount = Math.min(left, room[path.at(-1)?.to as number] as number);
      for (const step of path.slice(1)) amount = Math.min(amount, flow[step.by]?.[step.from] as number);
      for (const { by, from, to } of path) {
        const row = flow[by] as Float64Array;
        if (from >= 0) row[from] = (row[from] as number) - amount;
        row[to] = (row[to] as number) + amount;
      }
      const last = path.at(-1)?.to as number;
      room[last] = (room[last] as number) - amount;
      left -= amount;
    }
  }
  return flow.reduce((sum, row, n) => sum + row.reduce((part, amount, m) => part + amount * price(n, m), 0), 0);
}

/** Supplier `by` is moved from demander `from` (−1: from nowhere) to demander `to`. */
interface Step {
  readonly by: number;
  readonly from: number;
  readonly to: number;
}

function cheapestPath(
  start: number,
  room: Float64Array,
  flow: readonly Float64Array[],
  price: (n: number, m: number) => number,
): Step[] | undefined {
  const count = room.length;
  const total = Float64Array.from(room, (_, m) => price(start, m));
  const paths: Step[][] = Array.from(room, (_, to) => [{ by: start, from: -1, to }]);
  for (let round = 0; round < count; round++)
    for (let from = 0; from < count; from++)
      for (let to = 0; to < count; to++)
        for (let by = 0; by < flow.length; by++) {
          if (from === to || (flow[by]?.[from] as number) <= 1e-15) continue;
          const through = (total[from] as number) + price(by, to) - price(by, from);
          if (through >= (total[to] as number) - 1e-12) continue;
          total[to] = through;
          paths[to] = [...(paths[from] as Step[]), { by, from, to }];
        }
  let best = -1;
  for (let m = 0; m < count; m++) {
    if ((room[m] as number) > 1e-14 && (best < 0 || (total[m] as number) < (total[best] as number))) best = m;
  }
  return best < 0 ? undefined : paths[best];
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
}
