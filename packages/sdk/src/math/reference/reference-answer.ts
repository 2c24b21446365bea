import {
  asProbability,
  hasPeak,
  highestCell,
  logistic,
  type Point3,
  type ReferenceAnswer,
  type ReferenceMap,
} from './reference-map.ts';

/** Cells with weights. */
export type Weights = readonly (Point3 & { readonly weight: number })[];

/** Variances and covariance, cells². */
export type Extent = Pick<ReferenceAnswer, 'xx' | 'xy' | 'yy' | 'zz'>;

/** Mean and covariance of weights, about their mean or about `centre`. Null without mass above `least`. */
export function describe(weights: Weights, least: number, centre?: Point3): { mean: Point3; extent: Extent } | null {
  let mass = 0;
  let x = 0;
  let y = 0;
  let z = 0;
  for (const cell of weights) {
    mass += cell.weight;
    x += cell.weight * cell.x;
    y += cell.weight * cell.y;
    z += cell.weight * cell.z;
  }
  if (!(mass > least)) return null;
  const mean = { x: x / mass, y: y / mass, z: z / mass };
  const about = centre ?? mean;
  let [xx, xy, yy, zz] = [0, 0, 0, 0];
  for (const cell of weights) {
    const [dx, dy, dz] = [cell.x - about.x, cell.y - about.y, cell.z - about.z];
    xx += (cell.weight * dx * dx) / mass;
    xy += (cell.weight * dx * dy) / mass;
    yy += (cell.weight * dy * dy) / mass;
    zz += (cell.weight * dz * dz) / mass;
  }
  return { mean, extent: { xx, xy, yy, zz } };
}

/** The centre of the highest cell; z is 0 for flat maps. */
export function peakCentre(map: ReferenceMap): Point3 {
  const { x, y, z } = highestCell(map);
  return { x: x + 0.5, y: y + 0.5, z: map.depth === 1 ? 0 : z + 0.5 };
}

/** The safe form of an answer: inside the map, a true covariance, and the maximum where the map says nothing. */
export function safe(map: ReferenceMap, found: { mean: Point3; extent: Extent } | null): ReferenceAnswer {
  if (found === null || !hasPeak(map)) return nothing(map);
  const { mean, extent } = found;
  const value = highestCell(map).value;
  const [xx, yy] = [Math.max(0, extent.xx), Math.max(0, extent.yy)];
  const limit = Math.sqrt(xx * yy);
  return {
    x: within(mean.x, map.width),
    y: within(mean.y, map.height),
    z: map.depth === 1 ? 0 : within(mean.z, map.depth),
    score: map.values === 'logit' ? logistic(value) : within(value, 1),
    xx,
    xy: Math.max(-limit, Math.min(limit, extent.xy)),
    yy,
    zz: Math.max(0, extent.zz),
  };
}

/** For decoders without weights: the extent of local debiased weights (β 10, radius 7) about the answer. */
export function withLocalExtent(map: ReferenceMap, answer: Point3): ReferenceAnswer {
  const local = describe(localDebiasedWeights(asProbability(map), 10, 7), leastMass(asProbability(map), 10), answer);
  return safe(map, { mean: answer, extent: local?.extent ?? nothing(map) });
}

/** `exp(β(H − max)) − exp(β(b − max))` inside a window round the maximum. */
export function localDebiasedWeights(map: ReferenceMap, beta: number, radius: number): Weights {
  const peak = highestCell(map);
  const empty = emptyWeight(map, beta);
  return cellsOf(map, radius).map((cell) => ({ ...cell, weight: Math.exp(beta * (cell.weight - peak.value)) - empty }));
}

/** Half of the weight that debiasing leaves the highest cell: less mass than that is not trusted. */
export function leastMass(map: ReferenceMap, beta: number): number {
  return 0.5 * Math.max(1e-4, 1 - emptyWeight(map, beta));
}

/** Weight of an empty cell relative to the highest, at most 1. */
export function emptyWeight(map: ReferenceMap, beta: number): number {
  return Math.exp(-beta * Math.max(0, highestCell(map).value - map.background));
}

/** The cells' centres and values, of the whole map or of a window round the maximum. */
export function cellsOf(map: ReferenceMap, radius = Number.POSITIVE_INFINITY): Weights {
  const peak = highestCell(map);
  const cells: (Point3 & { weight: number })[] = [];
  for (let i = 0; i < map.cells.length; i++) {
    const row = Math.floor(i / map.width);
    const [x, y, z] = [i % map.width, row % map.height, Math.floor(row / map.height)];
    if (Math.max(Math.abs(x - peak.x), Math.abs(y - peak.y), Math.abs(z - peak.z)) > radius) continue;
    cells.push({ x: x + 0.5, y: y + 0.5, z: map.depth === 1 ? 0 : z + 0.5, weight: map.cells[i] as number });
  }
  return cells;
}

function nothing(map: ReferenceMap): ReferenceAnswer {
  const at = peakCentre(map);
  const depth = map.depth === 1 ? 0 : map.depth;
  const [dx, dy, dz] = [at.x - map.width / 2, at.y - map.height / 2, at.z - depth / 2];
  return {
    ...at,
    score: 0,
    xx: map.width ** 2 / 12 + dx * dx,
    xy: dx * dy,
    yy: map.height ** 2 / 12 + dy * dy,
    zz: depth ** 2 / 12 + dz * dz,
  };
}

function within(value: number, most: number): number {
  return Math.min(most, Math.max(0, value));
}
