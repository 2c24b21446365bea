import type { Point } from '../types/geometry.ts';
import { type LabelledPerson, labelledCount } from './labelled-person.ts';

/** Spread of human labels per joint of COCO's 17, as a share of √area. In the order nose, eyes, ears, shoulders … ankles. */
export const COCO_SIGMAS: readonly number[] = [
  0.026, 0.025, 0.025, 0.035, 0.035, 0.079, 0.079, 0.072, 0.072, 0.062, 0.062, 0.107, 0.107, 0.087, 0.087, 0.089, 0.089,
];

/** What COCO's evaluation adds to an area, so that nothing is divided by 0: numpy's `spacing(1)`. */
const EPSILON = Number.EPSILON;

/**
 * Object keypoint similarity, 0..1: the mean over labelled joints of `exp(−d² / (2·area·(2σ)²))`.
 *
 * For a person without any labelled joint it measures how far the joints lie outside the box grown to three times its
 * size, as COCO's own evaluation does, so that estimates on unlabelled people can be ignored.
 * @param sigmas one a joint. Default {@link COCO_SIGMAS}
 */
export function oks(
  estimated: readonly Point[],
  truth: LabelledPerson,
  sigmas: readonly number[] = COCO_SIGMAS,
): number {
  const anyLabelled = labelledCount(truth) > 0;
  const area = truth.area + EPSILON;
  let sum = 0;
  let count = 0;
  truth.points.forEach((label, joint) => {
    const point = estimated[joint];
    const sigma = sigmas[joint];
    if (point === undefined || sigma === undefined || (anyLabelled && label.visibility === 0)) return;
    const squared = anyLabelled
      ? (point.x - label.x) ** 2 + (point.y - label.y) ** 2
      : squaredDistanceOutside(point, truth);
    sum += Math.exp(-squared / (2 * area * (2 * sigma) ** 2));
    count++;
  });
  return count === 0 ? 0 : sum / count;
}

function squaredDistanceOutside(point: Point, { box }: LabelledPerson): number {
  const beyond = (value: number, start: number, length: number): number =>
    Math.max(0, start - length - value) + Math.max(0, value - (start + 2 * length));
  return beyond(point.x, box.x, box.width) ** 2 + beyond(point.y, box.y, box.height) ** 2;
}
