import type { Finding, Verdict } from './experiment.ts';

/** Two-sided 97.5 % points of Student's t, by degrees of freedom 1…30. */
const T_975 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
] as const;
/** What they tend to. */
const NORMAL_975 = 1.96;

/** A mean and its 95 % interval, from independent repetitions. */
export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** How many repetitions. */
  readonly count: number;
}

/** The mean of a list that is not empty. */
export function mean(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('There is no mean of no values.');
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Standard deviation of a sample (n − 1). */
export function sampleDeviation(values: readonly number[]): number {
  if (values.length < 2) throw new RangeError('A deviation takes at least two values.');
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
}

/** Student's 95 % interval of the mean of independent repetitions, two or more of them. */
export function interval(values: readonly number[]): Interval {
  const middle = mean(values);
  const half = (tQuantile(values.length - 1) * sampleDeviation(values)) / Math.sqrt(values.length);
  return { mean: middle, low: middle - half, high: middle + half, count: values.length };
}

function tQuantile(freedom: number): number {
  // Beyond the table the error of this expansion is below 0.001.
  return T_975[freedom - 1] ?? NORMAL_975 + 2.37 / freedom;
}

/** The interval of `a[i] − b[i]`, where equal indices share a seed, that is the same start, data and order. */
export function pairedDifference(a: readonly number[], b: readonly number[]): Interval {
  if (a.length !== b.length) throw new RangeError(`${a.length} values cannot be paired with ${b.length}.`);
  return interval(a.map((value, index) => value - (b[index] as number)));
}

/** What a run says about a claim. */
export interface Decision {
  readonly verdict: Verdict;
  /**
   * Half of the interval's width: an effect that exceeds `least` by no more than this need not have shown. In the unit
   * of the difference.
   */
  readonly smallestEffect: number;
}

/**
 * Decides a claim about a difference. It *agrees* when the whole 95 % interval lies on the side that the claim names,
 * it *does not* when the whole interval lies on the other, and otherwise one *cannot tell*.
 * @param side where the claim puts the difference
 * @param least how far from 0 the difference has to be to count, in its unit. Default 0
 */
export function decide(difference: Interval, side: 'above' | 'below', least = 0): Decision {
  const towards = side === 'above' ? 1 : -1;
  const [near, far] = [towards * difference.low, towards * difference.high].toSorted((a, b) => a - b) as [
    number,
    number,
  ];
  const verdict: Verdict = near > least ? 'agrees' : far < least ? 'does not' : 'cannot tell';
  return { verdict, smallestEffect: (difference.high - difference.low) / 2 };
}

/** The part of a finding that a decision gives: the verdict and, where it cannot tell, the smallest effect in words. */
export function settle(
  { verdict, smallestEffect }: Decision,
  inUnits: (effect: number) => string,
): Pick<Finding, 'verdict' | 'smallestEffect'> {
  return verdict === 'cannot tell' ? { verdict, smallestEffect: inUnits(smallestEffect) } : { verdict };
}

/** An interval as people read it: `1.23 (1.10 … 1.36)`. */
export function inWords({ mean: middle, low, high }: Interval, digits = 2, unit = ''): string {
  const text = (value: number) => value.toFixed(digits).replace('-', '−');
  return `${text(middle)}${unit && ` ${unit}`} (${text(low)} … ${text(high)})`;
}
