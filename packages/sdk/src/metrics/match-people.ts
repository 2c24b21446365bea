import { type EstimatedPerson, type LabelledPerson, labelledCount } from './labelled-person.ts';
import { oks } from './object-keypoint-similarity.ts';

/** One image's people. */
export interface ImagePeople {
  readonly truth: readonly LabelledPerson[];
  readonly estimated: readonly EstimatedPerson[];
}

/** A range of areas in px², both ends included. */
export type AreaRange = readonly [number, number];

/** An estimate after matching, at each threshold. */
export interface MatchedEstimate {
  readonly score: number;
  /** Per threshold: found a person of the truth. */
  readonly matched: readonly boolean[];
  /** Per threshold: counts neither way. */
  readonly ignored: readonly boolean[];
}

/** An image after matching. */
export interface MatchedImage {
  /** The surest first. */
  readonly estimates: readonly MatchedEstimate[];
  /** How many people of the truth count. */
  readonly counted: number;
}

/** People estimated beyond this many in an image are not looked at: COCO's limit for keypoints. */
export const MOST_ESTIMATES = 20;

/**
 * Matches the estimates of an image to its people as COCO does: the surest first, each to the most similar person still
 * free, at each threshold on its own. People that do not count (crowds, no labelled joint, area outside the range) are
 * matched last and make their estimate not count; a crowd can take any number of estimates. An estimate that matches
 * nobody does not count either if its own area (the box round its joints) is outside the range.
 */
export function matchPeople(
  { truth, estimated }: ImagePeople,
  thresholds: readonly number[],
  range: AreaRange,
  sigmas?: readonly number[],
): MatchedImage {
  const people = truth
    .map((person) => ({
      person,
      crowd: person.crowd === true,
      ignored: person.crowd === true || labelledCount(person) === 0 || outside(person.area, range),
    }))
    .sort((a, b) => Number(a.ignored) - Number(b.ignored));
  const ranked = [...estimated].sort((a, b) => b.score - a.score).slice(0, MOST_ESTIMATES);
  const similarities = ranked.map((estimate) => people.map(({ person }) => oks(estimate.points, person, sigmas)));
  const matches = thresholds.map((threshold) => matchAt(similarities, people, threshold));
  return {
    estimates: ranked.map((estimate, d) => {
      const unmatchedIgnored = outside(areaOf(estimate), range);
      const found = matches.map((match) => match[d] as number);
      return {
        score: estimate.score,
        matched: found.map((g) => g >= 0),
        ignored: found.map((g) => (g >= 0 ? (people[g]?.ignored ?? false) : unmatchedIgnored)),
      };
    }),
    counted: people.filter(({ ignored }) => !ignored).length,
  };
}

/** For each estimate which person it matches, or −1. */
function matchAt(
  similarities: readonly (readonly number[])[],
  people: readonly { readonly crowd: boolean; readonly ignored: boolean }[],
  threshold: number,
): number[] {
  const taken = new Set<number>();
  return similarities.map((row) => {
    let best = Math.min(threshold, 1 - 1e-10);
    let match = -1;
    for (const [g, person] of people.entries()) {
      if (taken.has(g) && !person.crowd) continue;
      // Those that do not count come last: once one that counts was found, they are not considered.
      if (match >= 0 && !people[match]?.ignored && person.ignored) break;
      const similarity = row[g] as number;
      if (similarity < best) continue;
      best = similarity;
      match = g;
    }
    if (match >= 0) taken.add(match);
    return match;
  });
}

function outside(area: number, [least, most]: AreaRange): boolean {
  return area < least || area > most;
}

/** Area of the box round an estimate's joints, px². */
function areaOf({ points }: EstimatedPerson): number {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  return (Math.max(...xs) - Math.min(...xs)) * (Math.max(...ys) - Math.min(...ys));
}
