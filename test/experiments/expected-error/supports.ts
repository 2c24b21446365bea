import type { FlatMap } from '@integral-pose/sdk/train';
import type { seededRandom } from '@integral-pose/test-kit';

type Random = ReturnType<typeof seededRandom>;

/** A map that is empty but for its support, and where the joint really is. Cells. */
export interface Support {
  readonly map: FlatMap;
  readonly truth: { readonly x: number; readonly y: number };
}

/** A kind of support region, of about the same extent each. */
export interface Shape {
  readonly name: string;
  /** Density at an offset from the region's centre, cells. */
  density(dx: number, dy: number): number;
}

const SIDE = 33;
/** Half the side of the support Φ, cells. */
const REACH = 9;

export const SHAPES: readonly Shape[] = [
  { name: 'Gaussian, σ 1', density: (dx, dy) => Math.exp(-(dx * dx + dy * dy) / 2) },
  { name: 'Gaussian, σ 2', density: (dx, dy) => Math.exp(-(dx * dx + dy * dy) / 8) },
  { name: 'Gaussian, σ 4', density: (dx, dy) => Math.exp(-(dx * dx + dy * dy) / 32) },
  { name: 'disc of 4', density: (dx, dy) => (Math.hypot(dx, dy) <= 4 ? 1 : 0) },
  { name: 'ring of 4', density: (dx, dy) => (Math.abs(Math.hypot(dx, dy) - 4) <= 1 ? 1 : 0) },
  // Not symmetric: the paper's proof does not cover it.
  { name: 'one-sided', density: (dx, dy) => (dx >= 0 ? Math.exp(-dx / 3 - (dy * dy) / 4) : 0) },
];

/**
 * The distribution of the highest cell: a shape round a centre that is `error` cells off the joint in a random
 * direction, each cell's share made uneven at random.
 */
export function drawSupport({ density }: Shape, error: number, { next, between }: Random): Support {
  const centre = { x: SIDE / 2 + between(-0.5, 0.5), y: SIDE / 2 + between(-0.5, 0.5) };
  const angle = 2 * Math.PI * next();
  const cells = Float64Array.from({ length: SIDE * SIDE }, (_, index) => {
    const [dx, dy] = [(index % SIDE) + 0.5 - centre.x, Math.floor(index / SIDE) + 0.5 - centre.y];
    const inside = Math.max(Math.abs(dx), Math.abs(dy)) <= REACH;
    return inside ? density(dx, dy) * between(0.5, 1.5) : 0;
  });
  return {
    map: { width: SIDE, height: SIDE, cells },
    truth: { x: centre.x + error * Math.cos(angle), y: centre.y + error * Math.sin(angle) },
  };
}

/** A Gaussian of σ = 2 with noise in each cell, nothing outside ±9 cells: what one network's answer looks like. */
export function drawNoisyMap(noise: number, { between, normal }: Random): Support {
  const truth = { x: SIDE / 2 + between(-0.5, 0.5), y: SIDE / 2 + between(-0.5, 0.5) };
  const cells = Float64Array.from({ length: SIDE * SIDE }, (_, index) => {
    const [dx, dy] = [(index % SIDE) + 0.5 - truth.x, Math.floor(index / SIDE) + 0.5 - truth.y];
    if (Math.max(Math.abs(dx), Math.abs(dy)) > REACH) return 0;
    return Math.max(0, Math.exp(-(dx * dx + dy * dy) / 8) + noise * normal());
  });
  return { map: { width: SIDE, height: SIDE, cells }, truth };
}

/** Errors of the highest cell and of the mean, on one map. Cells. */
export function errorsOf({ map, truth }: Support): { readonly detection: number; readonly regression: number } {
  let [best, mass, x, y] = [0, 0, 0, 0];
  for (let i = 0; i < map.cells.length; i++) {
    const value = map.cells[i] as number;
    if (value > (map.cells[best] as number)) best = i;
    mass += value;
    x += value * ((i % map.width) + 0.5);
    y += value * (Math.floor(i / map.width) + 0.5);
  }
  const peak = { x: (best % map.width) + 0.5, y: Math.floor(best / map.width) + 0.5 };
  return {
    detection: Math.hypot(peak.x - truth.x, peak.y - truth.y),
    regression: Math.hypot(x / mass - truth.x, y / mass - truth.y),
  };
}
