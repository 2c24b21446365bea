import { type LabelledPerson, labelledCount } from './labelled-person.ts';

/** How many of the joints are in the picture: few joints are the harder. */
export type JointsPresent = '0-5' | '6-10' | '11-17';
/** Share of the labelled joints that are hidden. */
export type Occlusion = '<10%' | '10-50%' | '>50%';
/** The box's longer side, px. */
export type BoxSide = '<32' | '32-64' | '64-96' | '96-128' | '>128';

/** Where a person belongs in the sub-benchmarks of Gu et al. 2021. */
export interface SubBenchmark {
  readonly joints: JointsPresent;
  readonly occlusion: Occlusion;
  readonly side: BoxSide;
}

/**
 * Sorts a person into the sub-benchmarks of Gu et al. 2021 (section 5): joints present × occlusion × box side. The paper
 * leaves out boxes below 32 px; here they have a class of their own, `<32`.
 *
 * A bound belongs to the class above it, but for 50 %, which is in the middle class as printed. A person without labelled
 * joints counts as not occluded.
 */
export function subBenchmark(person: LabelledPerson): SubBenchmark {
  const labelled = labelledCount(person);
  const hidden = person.points.filter(({ visibility }) => visibility === 1).length;
  const share = labelled === 0 ? 0 : hidden / labelled;
  const side = Math.max(person.box.width, person.box.height);
  return {
    joints: labelled <= 5 ? '0-5' : labelled <= 10 ? '6-10' : '11-17',
    occlusion: share < 0.1 ? '<10%' : share <= 0.5 ? '10-50%' : '>50%',
    side: side < 32 ? '<32' : side < 64 ? '32-64' : side < 96 ? '64-96' : side <= 128 ? '96-128' : '>128',
  };
}

/** A mean per class. */
export interface ClassMean {
  readonly count: number;
  readonly mean: number;
}

/**
 * Means of a quantity (an error, say) over the classes of one division.
 * @param values one a person; NaN does not count
 */
export function meansBy<K extends keyof SubBenchmark>(
  division: K,
  people: readonly LabelledPerson[],
  values: readonly number[],
): ReadonlyMap<SubBenchmark[K], ClassMean> {
  const sums = new Map<SubBenchmark[K], { count: number; sum: number }>();
  people.forEach((person, i) => {
    const value = values[i] ?? Number.NaN;
    if (Number.isNaN(value)) return;
    const key = subBenchmark(person)[division];
    const { count, sum } = sums.get(key) ?? { count: 0, sum: 0 };
    sums.set(key, { count: count + 1, sum: sum + value });
  });
  return new Map([...sums].map(([key, { count, sum }]) => [key, { count, mean: sum / count }]));
}
