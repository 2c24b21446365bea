import type { CocoFile } from '../accuracy/job.ts';

/** Pictures with ground truth, and the model to look at them with. */
export interface CalibrateJob {
  readonly model: 'lite' | 'full' | 'heavy';
  /** Whether to try a grid of parameters instead of every decoder with its defaults. */
  readonly grid: boolean;
  readonly sets: readonly { readonly prefix: string; readonly file: CocoFile }[];
}

/** One labelled joint under one decoder. Cells, in the axes of the crop. */
export interface Residual {
  /** Counts people, so that a person is in one half of the data only. */
  readonly person: number;
  /** Index in the model's skeleton. */
  readonly joint: number;
  /** Decoded − true, with the manifest's sub-cell offset. */
  readonly dx: number;
  readonly dy: number;
  /** Extent of the activation. */
  readonly xx: number;
  readonly yy: number;
  readonly score: number;
}

/** Residuals by decoder name. */
export type Residuals = Readonly<Record<string, readonly Residual[]>>;
