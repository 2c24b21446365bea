import type { Point, Size } from '../../types/geometry.ts';

/*
 * The losses of `train` for one joint, in plain TypeScript and double precision, written as the formulas stand. Slow, and
 * naive where the formulas are: no overflow is prevented. `cells` are height · width numbers, rows first.
 */

/** A loss of one map as a function of its cells. */
export type ReferenceLoss = (cells: ArrayLike<number>) => number;

/** The gradient of a loss by central differences. */
export function numericGradient(loss: ReferenceLoss, cells: ArrayLike<number>, step = 1e-5): number[] {
  const moved = Float64Array.from(cells);
  return Array.from(cells, (value, i) => {
    moved[i] = value + step;
    const above = loss(moved);
    moved[i] = value - step;
    const below = loss(moved);
    moved[i] = value;
    return (above - below) / (2 * step);
  });
}

/** H1: `1/n · Σ (H − G)²`. */
export function referenceGaussianLoss(size: Size, at: Point, sigma: number): ReferenceLoss {
  const target = gaussian(size, at, sigma);
  return (cells) => mean(cells, (value, i) => (value - (target[i] as number)) ** 2);
}

/** H2: `−log softmax(H)` at the joint's cell. */
export function referenceOneHotLoss(size: Size, at: Point): ReferenceLoss {
  const cell = Math.floor(at.y) * size.width + Math.floor(at.x);
  return (cells) => -Math.log(softmax(cells, 1)[cell] as number);
}

/** H3: `1/n · Σ −t·log σ(H) − (1 − t)·log(1 − σ(H))`. */
export function referenceDiscLoss(size: Size, at: Point, radius: number): ReferenceLoss {
  const inside = centres(size).map(({ x, y }) => Math.hypot(x - at.x, y - at.y) <= radius);
  return (cells) =>
    mean(cells, (value, i) => {
      const positive = 1 / (1 + Math.exp(-value));
      return -Math.log(inside[i] ? positive : 1 - positive);
    });
}

/** I*: L1 from the expectation under the softmax. */
export function referenceIntegralLoss(size: Size, at: Point, beta: number): ReferenceLoss {
  return (cells) => distance(expectation(size, softmax(cells, beta)), at);
}

/** `Σ W·p / Σ W` with `W = exp(βH) − exp(βb)`: Gu 2021, eq. 8, and the gain that it has, `C / (C − n·exp(βb))`. */
export function referenceCompensated(
  size: Size,
  cells: ArrayLike<number>,
  beta: number,
  background: number,
): { readonly at: Point; readonly gain: number } {
  const empty = Math.exp(beta * background);
  const powers = Array.from(cells, (value) => Math.exp(beta * value));
  const weights = powers.map((power) => power - empty);
  return { at: expectation(size, weights), gain: total(powers) / total(weights) };
}

/** L1 on the compensated coordinate, Gu 2021, eq. 10, as it is printed: with its pole where Σ exp(βH) = n·exp(βb). */
export function referenceDebiasedLoss(size: Size, at: Point, beta: number, background = 0): ReferenceLoss {
  return (cells) => distance(referenceCompensated(size, cells, beta, background).at, at);
}

/** How `train` makes the compensated loss safe. */
interface ReferenceFloor {
  readonly beta: number;
  readonly background: number;
  readonly floor: number;
  readonly pull: number;
}

/**
 * The stable form of the compensated loss. Below the floor its gain is a constant to gradients: that of `here`, the map
 * at which the gradient is taken.
 */
export function referenceStableLoss(
  size: Size,
  at: Point,
  { beta, background, floor, pull }: ReferenceFloor,
  here: ArrayLike<number>,
): ReferenceLoss {
  const middle = { x: size.width / 2, y: size.height / 2 };
  const least = -Math.log(1 - floor);
  const logMass = (cells: ArrayLike<number>): number =>
    Math.log(mean(cells, (value) => Math.exp(beta * (value - background))));
  const shortage = (cells: ArrayLike<number>): number => Math.max(0, least - logMass(cells));
  const below = floor ** (1 - Math.min(1, shortage(here)));
  return (cells) => {
    const mass = shortage(cells) > 0 ? below : 1 - Math.exp(-logMass(cells));
    const plain = expectation(size, softmax(cells, beta));
    const answer = { x: middle.x + (plain.x - middle.x) / mass, y: middle.y + (plain.y - middle.y) / mass };
    return distance(answer, at) + pull * shortage(cells);
  };
}

/** KL(G ‖ softmax(βH)), G a Gaussian that sums to 1 over the map. */
export function referencePriorLoss(size: Size, at: Point, sigma: number, beta: number): ReferenceLoss {
  const shape = gaussian(size, at, sigma);
  const target = shape.map((value) => value / total(shape));
  return (cells) => {
    const share = softmax(cells, beta);
    return total(target.map((g, i) => (g > 0 ? g * Math.log(g / (share[i] as number)) : 0)));
  };
}

function centres(size: Size): Point[] {
  return Array.from({ length: size.width * size.height }, (_, i) => ({
    x: (i % size.width) + 0.5,
    y: Math.floor(i / size.width) + 0.5,
  }));
}

function gaussian(size: Size, at: Point, sigma: number): number[] {
  return centres(size).map(({ x, y }) => Math.exp(-((x - at.x) ** 2 + (y - at.y) ** 2) / (2 * sigma * sigma)));
}

function softmax(cells: ArrayLike<number>, beta: number): number[] {
  const powers = Array.from(cells, (value) => Math.exp(beta * value));
  const sum = total(powers);
  return powers.map((power) => power / sum);
}

function expectation(size: Size, weights: readonly number[]): Point {
  const sum = total(weights);
  const along = (axis: 'x' | 'y'): number =>
    total(centres(size).map((centre, i) => centre[axis] * (weights[i] as number))) / sum;
  return { x: along('x'), y: along('y') };
}

function distance(a: Point, b: Point): number {
  return Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
}

function mean(cells: ArrayLike<number>, term: (value: number, i: number) => number): number {
  return total(Array.from(cells, term)) / cells.length;
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/**
 * L1 of a volume's expectation: `xy·(|Δx| + |Δy|) + z·|Δz|`, which the two steps do not change; with a background, of
 * the compensated one. `cells` are depth · height · width numbers, columns fastest.
 */
export function referenceTwoStepLoss(
  size: Size & { readonly depth: number },
  at: Point & { readonly z: number },
  beta: number,
  parts: { readonly xy: number; readonly z: number; readonly background?: number },
): ReferenceLoss {
  const empty = parts.background === undefined ? 0 : Math.exp(beta * parts.background);
  const slice = size.width * size.height;
  return (cells) => {
    const weights = Array.from(cells, (value) => Math.exp(beta * value) - empty);
    const sum = total(weights);
    const along = (position: (i: number) => number): number =>
      total(weights.map((weight, i) => weight * (position(i) + 0.5))) / sum;
    const x = along((i) => i % size.width);
    const y = along((i) => Math.floor(i / size.width) % size.height);
    const z = along((i) => Math.floor(i / slice));
    return parts.xy * (Math.abs(x - at.x) + Math.abs(y - at.y)) + parts.z * Math.abs(z - at.z);
  };
}
