import type { Point3D } from '@integral-pose/sdk';
import { depthSlope, meanOf, mpjpe, paMpjpe, rootRelative } from '@integral-pose/sdk/metrics';
import type { Answer, CocoPerson, SpacePoint } from './job.ts';

/** How well bodies are found in space. */
export interface SpaceFigures {
  /** Mean distance of a joint from the truth, both from their own hips, mm, over people whom every row in space found. */
  readonly mpjpeMm: number;
  /** The same after each body was turned, sized and moved to fit best, mm. */
  readonly paMpjpeMm: number;
  /** Slope of found against true depth over all joints: 1 where depth neither shrinks nor stretches. */
  readonly zSlope: number;
  /** People it was measured on. */
  readonly people: number;
}

const HIPS = [11, 12];

/** True joints, mm, y up, z towards the camera, from the hips; not finite where a joint is not known. */
function truthInSpace({ keypoints, keypoints3d_mm }: CocoPerson): readonly Point3D[] | null {
  if (!keypoints3d_mm) return null;
  const rows = Array.isArray(keypoints3d_mm[0]) || (keypoints3d_mm[0] === null && keypoints3d_mm.length === 17);
  const at = (joint: number, axis: number): number => {
    const row = rows ? keypoints3d_mm[joint] : keypoints3d_mm.slice((joint * keypoints3d_mm.length) / 17);
    const value = Array.isArray(row) ? row[axis] : null;
    return typeof value === 'number' ? value : Number.NaN;
  };
  const points = Array.from({ length: 17 }, (_, joint) => ({ x: at(joint, 0), y: at(joint, 1), z: at(joint, 2) }));
  const sign = leadsDown(points, keypoints) ? -1 : 1;
  const upright = points.map(({ x, y, z }) => ({ x, y: sign * y, z: sign * z }));
  return rootRelative(upright, HIPS);
}

/** Whether y grows downwards, as in the picture: both then vary together. */
function leadsDown(points: readonly Point3D[], keypoints: readonly number[]): boolean {
  const pairs = points.flatMap(({ y }, joint) =>
    Number.isFinite(y) && keypoints[3 * joint + 2] ? [[y, keypoints[3 * joint + 1] as number] as const] : [],
  );
  const [a, b] = [0, 1].map((at) => meanOf(pairs.map((pair) => pair[at] as number))) as [number, number];
  return pairs.reduce((sum, [y, row]) => sum + (y - a) * (row - b), 0) > 0;
}

/** Somebody as they are and as they were found, mm from their own hips; null where either is not known. */
export function bodyOf(person: CocoPerson, answer: Answer | undefined) {
  const truth = truthInSpace(person);
  const found = answer?.space;
  return truth && found ? { truth, found: rootRelative(found.map(inMillimetres), HIPS) } : null;
}

/**
 * Figures of one row over the people of `which`.
 * @returns null where there is nobody
 */
export function spaceFigures(
  people: readonly CocoPerson[],
  answers: readonly Answer[],
  which: readonly number[],
): SpaceFigures | null {
  const bodies = which.flatMap((index) => bodyOf(people[index] as CocoPerson, answers[index]) ?? []);
  if (bodies.length === 0) return null;
  const mean = (measure: typeof mpjpe) => meanOf(bodies.map(({ found, truth }) => measure(found, truth)));
  return {
    mpjpeMm: mean(mpjpe),
    paMpjpeMm: mean(paMpjpe),
    zSlope: depthSlope(
      bodies.map(({ found }) => found),
      bodies.map(({ truth }) => truth),
    ),
    people: bodies.length,
  };
}

function inMillimetres([x, y, z]: SpacePoint): Point3D {
  return { x: 1000 * x, y: 1000 * y, z: 1000 * z };
}
