import { bias } from './bias/bias.ts';
import { convergence } from './convergence.ts';
import { expectedError } from './expected-error/expected-error.ts';
import type { Experiment } from './experiment.ts';
import { losses } from './losses.ts';
import { singleMap } from './single-map/single-map.ts';

/** Every experiment, in the order in which they run. */
export const experiments: readonly Experiment[] = [bias, expectedError, singleMap, losses, convergence];
