import type { Keypoint3D } from './keypoint-3d.ts';
import type { Keypoint } from './pose.ts';

/** Smooths one person's keypoints over time. One instance a person; made by a {@link FilterFactory}. */
export interface Filter {
  /**
   * @param keypoints the measurement, image px
   * @param time ms on the source's clock, greater than in the call before
   * @returns as many keypoints, in the same order
   */
  apply(keypoints: readonly Keypoint[], time: number): readonly Keypoint[];
  /**
   * The same in space. Optional: without it, `keypoints3D` stay as they were measured.
   * @param keypoints the measurement, metres
   * @param time ms on the source's clock, greater than in the call before
   */
  apply3D?(keypoints: readonly Keypoint3D[], time: number): readonly Keypoint3D[];
}

/** Makes a fresh filter for a person just found. */
export type FilterFactory = () => Filter;
