import type { Finding } from '../experiment.ts';
import { decide, type Interval, interval, inWords, pairedDifference } from '../statistics.ts';

/** A claim that one number is above or below another, with the numbers of every seed. */
export interface Comparison {
  readonly claim: string;
  readonly source: string;
  readonly printed?: string;
  readonly unit: string;
  readonly digits?: number;
  /** Where the claim puts `these` against `those`. */
  readonly side: 'above' | 'below';
  /** By how much it has to be to count, in the unit; the claim says so. Default 0. */
  readonly least?: number;
  readonly these: NamedValues;
  readonly those: NamedValues;
}

/** One number a seed. */
export interface NamedValues {
  readonly name: string;
  readonly values: readonly number[];
}

/** Decides a comparison by the paired differences: the same seed is the same start and the same order of pictures. */
export function compare({ these, those, unit, digits = 1, side, least = 0, ...told }: Comparison): Finding {
  const difference: Interval = pairedDifference(these.values, those.values);
  const { verdict, smallestEffect } = decide(difference, side, least);
  const sides = [these, those].map(({ name, values }) => `${name} ${inWords(interval(values), digits)}`);
  return {
    ...told,
    seen: `${sides.join(', ')} ${unit}; difference ${inWords(difference, digits, unit)}`,
    verdict,
    ...(verdict === 'cannot tell' ? { smallestEffect: `${smallestEffect.toFixed(digits)} ${unit}` } : {}),
  };
}
