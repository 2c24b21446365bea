/** What a run says about one of a paper's claims. */
export type Verdict = 'agrees' | 'does not' | 'cannot tell';

/** One claim of a paper, and what was seen of it here. */
export interface Finding {
  /** What the paper says, in our words. */
  readonly claim: string;
  /** Where it says so: `IPR, table 1`, `Gu 2021, fig. 2`, … */
  readonly source: string;
  /** What the paper printed, if it printed figures. */
  readonly printed?: string;
  /** What came out here, with figures and intervals. */
  readonly seen: string;
  readonly verdict: Verdict;
  /** For `cannot tell`: the smallest effect that this run could have shown, with its unit. */
  readonly smallestEffect?: string;
}

/** A drawing made of an experiment's figures. */
export interface Plot {
  /** File name without folder, ending in `.svg`. */
  readonly file: string;
  readonly title: string;
  /** Readable on a light and on a dark page. */
  readonly svg: string;
}

/** How an experiment is run. */
export interface ExperimentContext {
  /** Small and quick, to see that everything works: the checks run it. What is quoted is not from such a run. */
  readonly quick: boolean;
  /** A folder for what may be used again: rendered pictures, trained weights. Kept between runs. */
  readonly cache: string;
  /** Shows how far it is. `done` of `total`, in whatever unit. */
  progress(what: string, done: number, total: number): void;
}

/** What an experiment found. Written to `<name>.json`, the plots beside it. */
export interface ExperimentResult {
  /** Everything that was measured, as plain JSON: enough to draw the plots and check the findings again. */
  readonly figures: unknown;
  readonly findings: readonly Finding[];
  readonly plots: readonly Plot[];
  /** How many independent repetitions (seeds) the intervals rest on. */
  readonly seeds: number;
}

/** One experiment of the papers, at a size that two CPU cores manage. */
export interface Experiment {
  /** What the command calls it. */
  readonly name: string;
  readonly title: string;
  /** What has to be there: a Chromium (`browser`), PyTorch (`torch`), the shared pictures (`shared`). */
  readonly needs: readonly ('browser' | 'torch' | 'shared')[];
  run(context: ExperimentContext): Promise<ExperimentResult>;
}
