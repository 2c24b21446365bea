import type { Skeleton } from '../types/skeleton.ts';
import type { FitOptions } from './fit-transform.ts';
import type { PoseColours } from './palette.ts';

/** What is drawn, and how. */
export interface DrawOptions extends FitOptions {
  /** The skeleton of the poses: `tracker.skeleton`. */
  readonly skeleton: Skeleton;
  /** Lines between joints. Default true. */
  readonly bones?: boolean;
  /** Points on joints. Default true. */
  readonly joints?: boolean;
  /** A box round each person. Default false. */
  readonly boxes?: boolean;
  /** A label with the id above each person. It is never mirrored. Default false. */
  readonly ids?: boolean;
  /** Ellipses of the spread, so many standard deviations large. 2 holds the joint about 86 times in 100. 0 draws none. Default 0. */
  readonly spread?: number;
  /** Joints at or below this score are not drawn, nor the bones that end in them. 0..1. Default 0.3. */
  readonly minScore?: number;
  /** From `minScore` to here joints fade in from a quarter of full opacity. 0..1. Default 0.6. */
  readonly fullScore?: number;
  /** Times the width that follows from the person's size (1.2 % of its box, 2 to 10 CSS px). Default 1. */
  readonly lineScale?: number;
  /** Canvas px per CSS px: keeps the smallest line and the label legible on dense screens. Default 1. */
  readonly pixelRatio?: number;
  /** Colours the skeleton by the subject's side or by person. Default `side`. */
  readonly colourBy?: 'side' | 'person';
  /** Over the default colours. */
  readonly colours?: Partial<PoseColours>;
}
