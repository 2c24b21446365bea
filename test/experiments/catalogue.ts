import { bias } from './bias/bias.ts';
import { convergence } from './convergence.ts';
import { distributionMatchingTargets } from './distribution-matching.ts';
import { expectedError } from './expected-error/expected-error.ts';
import type { Experiment } from './experiment.ts';
import { losses } from './losses.ts';
import { mixed3d } from './mixed-3d.ts';
import { shrinkage } from './shrinkage.ts';
import { singleMap } from './single-map/single-map.ts';
import { subBenchmarks } from './sub-benchmarks.ts';

/** Every experiment, in the order in which they run. */
export const experiments: readonly Experiment[] = [
  bias,
  expectedError,
  singleMap,
  losses,
  convergence,
  shrinkage,
  distributionMatchingTargets,
  subBenchmarks,
  mixed3d,
];
