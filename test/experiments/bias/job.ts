/** Inverse temperatures that are compared. */
export const BETAS = [1, 2, 5, 10, 20] as const;

/** Where one decoder's answer lies, from the map's own mode. Cells. */
export interface Bias {
  readonly beta: number;
  /** Length of the difference, plain integral and compensated. */
  readonly plain: number;
  readonly compensated: number;
}

/** One joint's map. */
export interface BiasSample {
  /** Which repetition it belongs to. */
  readonly group: number;
  /** From the middle of the map to its mode, as a share of the way to the corner, 0..1. */
  readonly distance: number;
  readonly biases: readonly Bias[];
}

/** What the page is asked for: every so-manieth picture of a COCO file. */
export interface RealMapsJob {
  readonly pictures: readonly string[];
  readonly model: 'lite' | 'full';
  /** The pictures are dealt out to so many groups, which count as repetitions. */
  readonly groups: number;
}
