import { createRandom } from '@integral-pose/test-kit/avatar';

/** Numbers that look random and are the same for the same seed. */
export interface Random {
  /** Uniform in [0, 1). */
  readonly next: () => number;
  /** Uniform in [least, most). */
  readonly between: (least: number, most: number) => number;
  /** Normal with mean 0 and standard deviation 1. */
  readonly normal: () => number;
}

/** @param seeds whatever tells one stream from another: set, picture, purpose */
export function randomFrom(...seeds: readonly number[]): Random {
  // Each seed is mixed by a draw of its own, so that (1, 2) and (2, 1) have nothing in common.
  const seed = seeds.reduce(
    (state, next) => Math.floor(createRandom(state ^ Math.imul(next + 1, 0x9e3779b1))() * 2 ** 32),
    7,
  );
  const next = createRandom(seed);
  return {
    next,
    between: (least, most) => least + (most - least) * next(),
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  };
}
