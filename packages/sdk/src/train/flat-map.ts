import type { Point, Size } from '../types/geometry.ts';
import { PoseError } from '../types/pose-error.ts';

/** One joint's heatmap as plain numbers. Cell i covers [i, i + 1), its centre is i + 0.5. */
export interface FlatMap {
  /** Cells across, ≥ 1. */
  readonly width: number;
  /** Cells down, ≥ 1. */
  readonly height: number;
  /** height · width numbers, rows first: the cell in column u of row v is `cells[v * width + u]`. */
  readonly cells: ArrayLike<number>;
}

/** The error that the analysis functions throw. */
export function invalidArgument(argument: string, found: unknown, wanted: string): PoseError {
  return new PoseError(
    { reason: 'invalid-argument', argument, found: String(found), wanted },
    `The argument ${argument} is ${String(found)}.`,
    `Give ${wanted}.`,
  );
}

/** @throws PoseError `invalid-argument` unless `value` is finite and above 0 */
export function requirePositive(argument: string, value: number): void {
  if (!(Number.isFinite(value) && value > 0)) throw invalidArgument(argument, value, 'a finite number above 0');
}

/** @throws PoseError `invalid-argument` unless `value` is finite and at least 0 */
export function requireNotNegative(argument: string, value: number): void {
  if (!(Number.isFinite(value) && value >= 0)) throw invalidArgument(argument, value, 'a finite number, 0 or more');
}

/** @throws PoseError `invalid-argument` unless `value` is finite */
export function requireFiniteNumber(argument: string, value: number): void {
  if (!Number.isFinite(value)) throw invalidArgument(argument, value, 'a finite number');
}

/** @throws PoseError `invalid-argument` unless both coordinates are finite */
export function requirePoint(argument: string, { x, y }: Point): void {
  if (!(Number.isFinite(x) && Number.isFinite(y)))
    throw invalidArgument(argument, `(${x}, ${y})`, 'a point with finite x and y');
}

/** @throws PoseError `invalid-argument` unless both sides are whole numbers ≥ 1 */
export function requireSize(argument: string, { width, height }: Size): void {
  if (!(Number.isInteger(width) && Number.isInteger(height) && width >= 1 && height >= 1))
    throw invalidArgument(argument, `${width}×${height}`, 'a width and height that are whole numbers of 1 or more');
}

/** @throws PoseError `invalid-argument` unless the map's sides fit its cells and every cell is finite */
export function requireMap(map: FlatMap): void {
  requireSize('map', map);
  const count = map.width * map.height;
  if (map.cells.length !== count) throw invalidArgument('map.cells', `${map.cells.length} long`, `${count} numbers`);
  for (let i = 0; i < count; i++) requireFiniteNumber(`map.cells[${i}]`, map.cells[i] as number);
}

/**
 * A map of values ≥ 0 divided by their sum: what the papers call the normalised heatmap.
 * @throws PoseError `invalid-argument` for a negative or not finite value, or a map without any mass
 */
export function normalised(map: FlatMap): Float64Array {
  requireMap(map);
  const weights = Float64Array.from(map.cells);
  for (let i = 0; i < weights.length; i++) requireNotNegative(`map.cells[${i}]`, weights[i] as number);
  const peak = weights.reduce((highest, value) => Math.max(highest, value), 0);
  if (peak === 0) throw invalidArgument('map.cells', 'all 0', 'a map with at least one cell above 0');
  // By the peak first: the sum of very large or very small numbers would overflow or vanish.
  const mass = weights.reduce((sum, value) => sum + value / peak, 0);
  return weights.map((value) => value / peak / mass);
}
