import { boundingBox } from '../math/regions.ts';
import type { Box, Size } from '../types/geometry.ts';
import type { Keypoint } from '../types/pose.ts';
import type { Skeleton } from '../types/skeleton.ts';
import { indicesOf, jointAt } from './named-joints.ts';

/** From which score on a keypoint counts as visible: keypoints off the picture score less. */
const MIN_SCORE = 0.3;

/** Options of the functions that tell visible keypoints. */
export interface VisibilityOptions {
  /** Keypoints of a lower score count as not visible, 0..1. Default 0.3: keypoints off the picture score less. */
  readonly minScore?: number;
}

/**
 * The keypoints that are seen, in order.
 * @example
 * const names = visibleKeypoints(pose.keypoints, { minScore: 0.5 }).map(({ name }) => name);
 */
export function visibleKeypoints(
  keypoints: readonly Keypoint[],
  { minScore = MIN_SCORE }: VisibilityOptions = {},
): readonly Keypoint[] {
  return keypoints.filter(({ score }) => score >= minScore);
}

/**
 * The smallest upright box round the visible keypoints, px, image space; undefined when none is. Unlike `pose.box`, it
 * leaves out what the network only guesses.
 * @example
 * const box = visibleBox(pose.keypoints);
 * if (box) context.strokeRect(box.x, box.y, box.width, box.height);
 */
export function visibleBox(keypoints: readonly Keypoint[], options: VisibilityOptions = {}): Box | undefined {
  const visible = visibleKeypoints(keypoints, options);
  return visible.length > 0 ? boundingBox(visible) : undefined;
}

/** Options of {@link bodyInView}. */
export interface BodyInViewOptions<Name extends string> extends VisibilityOptions {
  /** Keypoints that must be seen. Default: all of the skeleton. Name a few where fingers or ears do not matter. */
  readonly joints?: readonly Name[];
  /** How far inside the picture's edges they must be, px, ≥ 0. Default 0. */
  readonly margin?: number;
}

/** Why a keypoint does not count as in view: it lies outside the picture (or its margin), or it is hidden or unsure. */
export type WhyMissing = 'outside' | 'unseen';

/** A keypoint that is not in view. */
export interface MissingKeypoint<Name extends string = string> {
  readonly name: Name;
  readonly why: WhyMissing;
}

/** Whether a body is in view, and what is missing. */
export interface BodyInView<Name extends string = string> {
  /** Nothing is missing. */
  readonly whole: boolean;
  /** What is missing, in the order asked for. */
  readonly missing: readonly MissingKeypoint<Name>[];
}

/**
 * Checks whether a person is wholly in the picture, to tell them to step back before an exercise begins, say.
 *
 * @param skeleton the tracker's, or a known one, with which a misspelt name does not compile
 * @returns a function of a pose's keypoints and the size of the picture
 * @throws PoseError `invalid-argument` for a name that the skeleton does not have; the function returned throws it for
 * keypoints of another skeleton
 * @example
 * const check = bodyInView(blazePose33, { joints: ['nose', 'left_wrist', 'right_wrist', 'left_ankle', 'right_ankle'] });
 * const { whole, missing } = check(pose.keypoints, frame.size);
 * if (!whole) say(`I cannot see: ${missing.map(({ name }) => name).join(', ')}`);
 */
export function bodyInView<Name extends string>(
  skeleton: Skeleton<Name>,
  options: BodyInViewOptions<NoInfer<Name>> = {},
): (keypoints: readonly Keypoint[], size: Size) => BodyInView<Name> {
  const { joints = skeleton.keypoints, minScore = MIN_SCORE, margin = 0 } = options;
  const indices = indicesOf(skeleton, joints);
  return (keypoints, { width, height }) => {
    const missing = indices.flatMap((index): MissingKeypoint<Name>[] => {
      const { x, y, score } = jointAt(keypoints, index, skeleton);
      const name = skeleton.keypoints[index] as Name;
      const inside = x >= margin && y >= margin && x <= width - margin && y <= height - margin;
      if (!inside) return [{ name, why: 'outside' }];
      return score >= minScore ? [] : [{ name, why: 'unseen' }];
    });
    return { whole: missing.length === 0, missing };
  };
}
