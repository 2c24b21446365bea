import type { Keypoint } from './pose.ts';

/** Smooths one person's keypoints over time. One instance a person; made by a {@link FilterFactory}. */
export interface Filter {
  /**
   * @param keypoints the measurement, image px
   * @param time ms on the source's clock, greater than in the call before
   * @returns as many keypoints, in the same order
   */
  apply(keypoints: readonly Keypoint[], time: number): readonly Keypoint[];
}

/** Makes a fresh filter for a person just found. */
export type FilterFactory = () => Filter;
