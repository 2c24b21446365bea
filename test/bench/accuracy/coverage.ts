import { meanOf, rootRelative } from '@integral-pose/sdk/metrics';
import type { Answer, CocoPerson } from './job.ts';
import { HIPS, truthInSpace } from './space.ts';

/** How honest a row's spreads are: shares of coordinates within one standard deviation of the truth; 0.683 is right for normal errors. */
export interface Coverage {
  /** x and y of all labelled joints of people who were found. */
  readonly xy: number;
  /** Of the joint with the smallest share, and with the largest. */
  readonly xyByJoint: readonly [number, number];
  /** Depths from the hips; null where the row has no spread of depth. */
  readonly z: number | null;
  readonly zByJoint: readonly [number, number] | null;
}

/**
 * Figures of one row.
 * @returns null where it has no spread
 */
export function coverage(people: readonly CocoPerson[], answers: readonly Answer[]): Coverage | null {
  const flat = byJoint(people, answers, inPicture);
  const deep = byJoint(people, answers, inDepth);
  const [xy, z] = [flat, deep].map((joints) => (joints.length > 0 ? meanOf(joints.flat()) : null)) as [
    number | null,
    number | null,
  ];
  return xy === null ? null : { xy, xyByJoint: range(flat), z, zByJoint: z === null ? null : range(deep) };
}

/** 0 or 1 for each coordinate of a joint: is it within its deviation? */
type Within = (person: CocoPerson, answer: Answer, joint: number) => readonly number[];

function byJoint(people: readonly CocoPerson[], answers: readonly Answer[], within: Within): number[][] {
  return Array.from({ length: 17 }, (_, joint) =>
    people.flatMap((person, index) => {
      const answer = answers[index];
      return answer ? within(person, answer, joint) : [];
    }),
  ).filter(({ length }) => length > 0);
}

const inPicture: Within = ({ keypoints }, { keypoints: found, variances }, joint) => {
  const [at, variance] = [found?.[joint], variances?.[joint]];
  if (!at || !variance || !keypoints[3 * joint + 2]) return [];
  return ([0, 1] as const)
    .filter((axis) => Number.isFinite(variance[axis]))
    .map((axis) => Number((at[axis] - (keypoints[3 * joint + axis] as number)) ** 2 <= variance[axis]));
};

const inDepth: Within = (person, { space, zSpreads }, joint) => {
  const truth = truthInSpace(person)?.[joint];
  const spread = zSpreads?.[joint];
  if (!truth || !space || !Number.isFinite(spread)) return [];
  const found = rootRelative(
    space.map(([x, y, z]) => ({ x, y, z })),
    HIPS,
  )[joint];
  const off = 1000 * (found?.z ?? Number.NaN) - truth.z;
  return Number.isFinite(off) ? [Number(Math.abs(off) <= 1000 * (spread as number))] : [];
};

function range(joints: readonly (readonly number[])[]): [number, number] {
  const shares = joints.map(meanOf);
  return [Math.min(...shares), Math.max(...shares)];
}
