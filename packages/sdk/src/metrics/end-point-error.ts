import type { Point } from '../types/geometry.ts';
import type { LabelledPerson, LabelledPoint } from './labelled-person.ts';

/**
 * End-point error of each joint: its distance from the label, px. NaN where the joint is not labelled, so that the
 * result keeps the joints' order.
 * @param estimated as many as `truth`
 */
export function endPointErrors(estimated: readonly Point[], truth: readonly LabelledPoint[]): number[] {
  return truth.map((label, joint) => {
    const point = estimated[joint];
    if (label.visibility === 0 || point === undefined) return Number.NaN;
    return Math.hypot(point.x - label.x, point.y - label.y);
  });
}

/** {@link endPointErrors} divided by the square root of the person's area: what 1 px means differs with size. */
export function normalisedErrors(estimated: readonly Point[], truth: LabelledPerson): number[] {
  const side = Math.sqrt(truth.area);
  return endPointErrors(estimated, truth.points).map((error) => error / side);
}

/** Mean of the numbers that are not NaN; NaN if there are none. */
export function meanOf(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.length === 0 ? Number.NaN : known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** Median of the numbers that are not NaN, the mean of the middle two for an even count; NaN if there are none. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return Number.NaN;
  if (sorted.length % 2 === 1) return sorted[Math.floor(middle)] as number;
  return ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}
