/** A written experiment, as `pnpm experiments` leaves it in docs/experiments. */
export interface ExperimentReport {
  readonly name: string;
  readonly title: string;
  readonly command: string;
  readonly seeds: number;
  readonly seconds: number;
  readonly findings: readonly ReportedFinding[];
  readonly plots: readonly { readonly file: string; readonly title: string }[];
}

/** One claim, and what was seen of it. */
export interface ReportedFinding {
  readonly claim: string;
  readonly source: string;
  readonly printed?: string;
  readonly seen: string;
  readonly verdict: 'agrees' | 'does not' | 'cannot tell';
  readonly smallestEffect?: string;
}
