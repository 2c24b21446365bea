import type { ExperimentContext } from '../experiment.ts';
import type { PeopleSet } from '../people/people-set.ts';
import { type Accuracy, accuracyOf, locate } from './evaluate.ts';
import { trainJobs } from './jobs.ts';
import type { TrainedRun, TrainingJob } from './training-job.ts';

/** A method, trained once a seed. */
export interface MeasuredMethod {
  readonly runs: readonly TrainedRun[];
  /** On all test pictures, one a run. */
  readonly accuracy: readonly Accuracy[];
}

/**
 * Trains every job that was not trained before, and measures all networks on the test pictures.
 * @param jobs by the method's name, one a seed, seeds in one order
 */
export async function measureMethods<Name extends string>(
  context: ExperimentContext,
  people: PeopleSet,
  jobs: Readonly<Record<Name, readonly TrainingJob[]>>,
): Promise<Record<Name, MeasuredMethod>> {
  const names = Object.keys(jobs) as Name[];
  const runs = await trainJobs(
    context,
    names.flatMap((name) => jobs[name]),
    { people },
  );
  const located = await locate(people, runs, 'test');
  const pictures = people.indices('test');
  const accuracy = located.map((points) => accuracyOf(people, pictures, points));
  const measured = {} as Record<Name, MeasuredMethod>;
  let first = 0;
  for (const name of names) {
    const end = first + jobs[name].length;
    measured[name] = { runs: runs.slice(first, end), accuracy: accuracy.slice(first, end) };
    first = end;
  }
  return measured;
}
