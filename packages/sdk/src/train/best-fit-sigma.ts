import type { Point } from '../types/geometry.ts';
import {
  type FlatMap,
  invalidArgument,
  normalised,
  requireNotNegative,
  requirePoint,
  requirePositive,
} from './flat-map.ts';

/** Options of {@link bestFitSigma}. */
export interface BestFitSigmaOptions {
  /** The templates' σ, cells, each > 0. Default 0.5 to 5 in steps of 0.5. */
  readonly sigmas?: readonly number[];
  /** The comparison covers 2s + 1 cells a side. ≥ 0. Default 4, the paper's for easy and medium cases; 8 for hard. */
  readonly s?: number;
}

/** What {@link bestFitSigma} found. */
export interface BestFitSigma {
  /** The σ with the smallest statistic, cells; the smallest of equals. */
  readonly sigma: number;
  /** Its statistic. */
  readonly chiSquare: number;
  /** The statistic of every σ asked for, in their order. `Infinity` where a template has no mass left at a cell. */
  readonly all: readonly { readonly sigma: number; readonly chiSquare: number }[];
}

const SIGMAS = [0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5];

/**
 * How wide a heatmap is: the Gaussian that it is most like (Gu et al. 2022, figure 2c and tables I to III). For each σ,
 * Pearson's statistic
 *
 *     χ²(σ) = Σ (O − E)² / E
 *
 * over the cells whose centres are within s + ½ of `centre` on both axes; O is the heatmap, E the template
 * `exp(−‖p − centre‖² / 2σ²)`, each divided by its sum over those cells. The paper does not print its normalisation, so
 * its statistics are of another scale; which σ is smallest is what compares.
 *
 * @param map values ≥ 0, as for `activationSum`
 * @param centre of the templates, cells: the truth, or where the heatmap's mean is if only its width is asked for
 * @throws PoseError `invalid-argument`, also when the window has no mass or every σ is too narrow to say anything
 */
export function bestFitSigma(map: FlatMap, centre: Point, options: BestFitSigmaOptions = {}): BestFitSigma {
  const { sigmas = SIGMAS, s = 4 } = options;
  requirePoint('centre', centre);
  requireNotNegative('s', s);
  if (sigmas.length === 0) throw invalidArgument('sigmas', 'empty', 'at least one σ');
  for (const sigma of sigmas) requirePositive('sigmas', sigma);
  const window = windowRound(map, centre, s);
  const all = sigmas.map((sigma) => ({ sigma, chiSquare: pearson(window, sigma) }));
  const best = all.reduce((a, b) =>
    b.chiSquare < a.chiSquare || (b.chiSquare === a.chiSquare && b.sigma < a.sigma) ? b : a,
  );
  if (best.chiSquare === Number.POSITIVE_INFINITY)
    throw invalidArgument('sigmas', sigmas.join(', '), 'a σ whose template reaches all of the window');
  return { sigma: best.sigma, chiSquare: best.chiSquare, all };
}

/** The cells round a point: what they hold, summing to 1, and their squared distances from it. */
interface Window {
  readonly observed: readonly number[];
  readonly squares: readonly number[];
}

function windowRound(map: FlatMap, centre: Point, s: number): Window {
  const weights = normalised(map);
  const observed: number[] = [];
  const squares: number[] = [];
  for (let row = 0, i = 0; row < map.height; row++)
    for (let column = 0; column < map.width; column++, i++) {
      const [dx, dy] = [column + 0.5 - centre.x, row + 0.5 - centre.y];
      if (Math.max(Math.abs(dx), Math.abs(dy)) > s + 0.5) continue;
      observed.push(weights[i] as number);
      squares.push(dx * dx + dy * dy);
    }
  const mass = observed.reduce((sum, value) => sum + value, 0);
  if (!(mass > 0)) throw invalidArgument('centre', `(${centre.x}, ${centre.y})`, 'a point with mass round it');
  return { observed: observed.map((value) => value / mass), squares };
}

function pearson({ observed, squares }: Window, sigma: number): number {
  const nearest = squares.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const template = squares.map((value) => Math.exp((nearest - value) / (2 * sigma * sigma)));
  const mass = template.reduce((sum, value) => sum + value, 0);
  let statistic = 0;
  for (let i = 0; i < observed.length; i++) {
    const expected = (template[i] as number) / mass;
    const difference = (observed[i] as number) - expected;
    // Nothing where nothing was expected is no difference, and not 0/0.
    if (difference !== 0) statistic += difference ** 2 / expected;
  }
  return statistic;
}
