import { meanOf } from '@integral-pose/sdk/metrics';
import type { Answer, CocoPerson } from './job.ts';
import { bodyOf } from './space.ts';

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
  if (flat.length === 0) return null;
  const depths = deep.length > 0 ? { z: meanOf(deep.flat()), zByJoint: range(deep) } : { z: null, zByJoint: null };
  return { xy: meanOf(flat.flat()), xyByJoint: range(flat), ...depths };
}

/** 0 or 1 for each coordinate of each joint of somebody: is it within its deviation? */
type Within = (person: CocoPerson, answer: Answer) => readonly (readonly number[])[];

/** By joint, of all people; joints of which nothing is known are left out. */
function byJoint(people: readonly CocoPerson[], answers: readonly Answer[], within: Within): number[][] {
  const all = people.map((person, index) => within(person, answers[index] as Answer));
  return Array.from({ length: 17 }, (_, joint) => all.flatMap((joints) => joints[joint] ?? [])).filter(
    ({ length }) => length > 0,
  );
}

const inPicture: Within = ({ keypoints }, { keypoints: found, variances }) =>
  (variances ?? []).map((variance, joint) => {
    const at = found?.[joint];
    if (!at || !keypoints[3 * joint + 2]) return [];
    return ([0, 1] as const)
      .filter((axis) => Number.isFinite(variance[axis]))
      .map((axis) => Number((at[axis] - (keypoints[3 * joint + axis] as number)) ** 2 <= variance[axis]));
  });

const inDepth: Within = (person, answer) => {
  const body = bodyOf(person, answer);
  return (answer.zSpreads ?? []).map((spread, joint) => {
    const off = Math.abs((body?.found[joint]?.z ?? Number.NaN) - (body?.truth[joint]?.z ?? Number.NaN));
    return Number.isFinite(off) && Number.isFinite(spread) ? [Number(off <= 1000 * spread)] : [];
  });
};

/** The smallest share of a joint, and the largest. */
export function range(joints: readonly (readonly number[])[]): [number, number] {
  const shares = joints.map(meanOf);
  return [Math.min(...shares), Math.max(...shares)];
}
