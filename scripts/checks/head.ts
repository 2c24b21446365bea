import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { failed, type Outcome, passed } from './outcome.ts';
import type { Ending } from './run-command.ts';

/** What a training of the 3D head writes about itself, as far as it is read here. */
interface HeadResult {
  readonly figures: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Mean of every 25 steps. */
  readonly losses: readonly number[];
}

/** Judges a quick training: it has to end, learn something, and leave a head to build a model with. */
export function judgeTraining(folder: string, ending: Ending, minutes: number): Outcome {
  if (ending.kind === 'overdue') return failed(`ended after ${minutes} minutes`);
  if (ending.status !== 0) return failed(`train-head --quick ended with status ${ending.status}`);
  const missing = ['result.json', 'lite.bin', 'lite.json'].find((name) => !existsSync(join(folder, name)));
  if (missing) return failed(`${missing} was not written`);
  const { figures, losses } = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')) as HeadResult;
  const [first = Number.NaN, last = Number.NaN] = [losses[0], losses.at(-1)];
  if (!(last < 0.95 * first)) return failed(`the loss went from ${first} to ${last}: nothing was learnt`);
  const values = Object.values(figures).flatMap((each) => Object.values(each));
  if (values.length === 0 || !values.every(Number.isFinite)) return failed('a figure is not a number');
  return passed;
}
