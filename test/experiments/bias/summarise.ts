import { type Interval, interval, mean, pairedDifference } from '../statistics.ts';
import { BETAS, type BiasSample } from './job.ts';

/** What is measured of one β. Each interval is over repetitions. */
export interface BetaSummary {
  readonly beta: number;
  /** Mean error, cells. */
  readonly plain: Interval;
  readonly compensated: Interval;
  /** Growth of the plain error from the middle of the map to its corner, by a straight line through the samples, cells. */
  readonly growth: Interval;
  /** What compensation takes away, cells. */
  readonly removed: Interval;
  /** Mean errors by distance from the middle, where every repetition has samples. */
  readonly byDistance: readonly {
    readonly distance: number;
    readonly plain: Interval;
    readonly compensated: Interval;
  }[];
}

/** Bias by β and distance. */
export interface BiasSummary {
  readonly samples: number;
  readonly betas: readonly BetaSummary[];
  /** Fall of the plain error from the smallest β to the largest, cells. */
  readonly fall: Interval;
}

/** Edges of the classes of distance, shares of the way to the corner. */
const EDGES = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8];

/** Puts samples together; those of one group are one repetition. */
export function summariseBias(samples: readonly BiasSample[]): BiasSummary {
  const names = [...new Set(samples.map(({ group }) => group))];
  const groups = names.map((name) => samples.filter(({ group }) => group === name));
  const betas = BETAS.map((_, index) => summariseBeta(groups, index));
  const ends = [0, BETAS.length - 1].map((index) => groups.map((group) => meanOf(group, index, 'plain')));
  return { samples: samples.length, betas, fall: pairedDifference(ends[0] ?? [], ends[1] ?? []) };
}

function summariseBeta(groups: readonly (readonly BiasSample[])[], index: number): BetaSummary {
  const plain = groups.map((group) => meanOf(group, index, 'plain'));
  const compensated = groups.map((group) => meanOf(group, index, 'compensated'));
  const byDistance = EDGES.slice(1).flatMap((most, at) => {
    const least = EDGES[at] as number;
    const inside = groups.map((group) => group.filter(({ distance }) => distance >= least && distance < most));
    if (inside.some((group) => group.length === 0)) return [];
    return [
      {
        distance: (least + most) / 2,
        plain: interval(inside.map((group) => meanOf(group, index, 'plain'))),
        compensated: interval(inside.map((group) => meanOf(group, index, 'compensated'))),
      },
    ];
  });
  return {
    beta: BETAS[index] as number,
    plain: interval(plain),
    compensated: interval(compensated),
    growth: interval(groups.map((group) => slope(group, index))),
    removed: pairedDifference(plain, compensated),
    byDistance,
  };
}

function meanOf(group: readonly BiasSample[], index: number, which: 'plain' | 'compensated'): number {
  return mean(group.map(({ biases }) => biases[index]?.[which] as number));
}

/** Least squares: by how much the plain error rises from distance 0 to 1. */
function slope(group: readonly BiasSample[], index: number): number {
  const middle = mean(group.map(({ distance }) => distance));
  const level = meanOf(group, index, 'plain');
  let [products, squares] = [0, 0];
  for (const { distance, biases } of group) {
    products += (distance - middle) * ((biases[index]?.plain as number) - level);
    squares += (distance - middle) ** 2;
  }
  return products / squares;
}
