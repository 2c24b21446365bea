import { debias } from './debias.ts';
import { flow } from './flow.ts';
import { mirror } from './mirror.ts';
import { pixels } from './pixels.ts';
import { repetitions } from './repetitions.ts';
import { scale } from './scale.ts';
import { spread } from './spread.ts';

/** Every picture of the site, by file name without its ending. */
export const PICTURES: Readonly<Record<string, () => string>> = {
  debias,
  flow,
  mirror,
  pixels,
  repetitions,
  scale,
  spread,
};
