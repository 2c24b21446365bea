import type { Point3D } from '../types/geometry.ts';
import { isFinitePoint } from './similarity-alignment.ts';

/**
 * Slope of predicted against true depth over all joints of all people: that of the straight line `ẑ = a·z + b` of least
 * squares. 1 when depth is neither shrunk nor stretched; an estimator that always answers the mean has 0. NaN where the
 * true depths do not differ. Give root-relative points; joints of which either is not finite do not count.
 * @param estimated people × joints
 * @param truth as many people and joints
 * @example
 * const slope = depthSlope(estimated.map((p) => rootRelative(p, [23, 24])), truth.map((p) => rootRelative(p, [23, 24])));
 */
export function depthSlope(estimated: readonly (readonly Point3D[])[], truth: readonly (readonly Point3D[])[]): number {
  const pairs = truth.flatMap((person, i) =>
    person.flatMap((label, joint) => {
      const point = estimated[i]?.[joint];
      return point && isFinitePoint(point) && isFinitePoint(label) ? [{ z: label.z, answer: point.z }] : [];
    }),
  );
  const mean = (value: (pair: (typeof pairs)[number]) => number) =>
    pairs.reduce((sum, pair) => sum + value(pair), 0) / pairs.length;
  const [z, answer] = [mean((pair) => pair.z), mean((pair) => pair.answer)];
  const variance = mean((pair) => (pair.z - z) ** 2);
  return variance > 0 ? mean((pair) => (pair.z - z) * (pair.answer - answer)) / variance : Number.NaN;
}
