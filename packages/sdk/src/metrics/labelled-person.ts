import type { Box, Point } from '../types/geometry.ts';

/** A joint as a person labelled it. */
export interface LabelledPoint extends Point {
  /** COCO's flag: 0 not labelled (x and y mean nothing), 1 labelled but hidden, 2 labelled and visible. */
  readonly visibility: 0 | 1 | 2;
}

/** A person in the ground truth. Image px. */
export interface LabelledPerson {
  readonly points: readonly LabelledPoint[];
  readonly box: Box;
  /** Area of the person's outline, px², as COCO states it (about half the box). */
  readonly area: number;
  /** A group that was not labelled one by one. Default false. */
  readonly crowd?: boolean;
}

/** A person that was estimated. Image px, joints in the same order as the ground truth's. */
export interface EstimatedPerson {
  readonly points: readonly Point[];
  /** Any number; higher is surer. Ranks people over all images. */
  readonly score: number;
}

/** How many of a person's joints are labelled. */
export function labelledCount(person: LabelledPerson): number {
  return person.points.filter((point) => point.visibility > 0).length;
}
