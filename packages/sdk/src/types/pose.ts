import type { Box, Covariance, Region, Size } from './geometry.ts';
import type { Keypoint3D } from './keypoint-3d.ts';

/** A joint of a person, in image space. */
export interface Keypoint {
  /** px, image space (intrinsic, unmirrored source pixels; pixel i covers [i, i + 1)). */
  readonly x: number;
  /** px, image space. */
  readonly y: number;
  /**
   * 0..1: the network's belief that the joint is in the picture and here. It is the decoder's score
   * (the height of the peak, as a probability), times the network's own presence of the joint where it
   * has one, times the share of the spread that lies inside the picture.
   */
  readonly score: number;
  /** Covariance of the error, px²: the expected squared distance from the truth is `xx + yy`. */
  readonly spread: Covariance;
  /** The skeleton's name of the joint, for example `left_shoulder`. */
  readonly name: string;
}

/** One person in one frame. */
export interface Pose {
  /** Stable while the person is followed; never used again within a session. Starts at 1. */
  readonly id: number;
  /** Upright box round the keypoints, px, image space. */
  readonly box: Box;
  /** In the order of the model's skeleton. */
  readonly keypoints: readonly Keypoint[];
  /**
   * The joints in space, relative to the hips, in the order of {@link keypoints}. From the depth of the heatmaps where
   * they have any, else the network's {@link worldLandmarks}; absent where it has neither.
   */
  readonly keypoints3D?: readonly Keypoint3D[];
  /** What the network regressed in space beside its heatmaps, in the same frame and order, where it does: a baseline. */
  readonly worldLandmarks?: readonly Keypoint3D[];
  /** 0..1: the network's belief that there is a person in the region. */
  readonly score: number;
  /** What the network looked at. */
  readonly region: Region;
}

/** The stages of the flow, each timed. */
export type Stage = 'detect' | 'crop' | 'infer' | 'decode' | 'track' | 'smooth' | 'total';

/** What the tracker emits for each frame it worked on. */
export interface PoseFrame {
  /** Time on the source's clock, ms. */
  readonly time: number;
  /** When the source took the frame, ms on the clock of `performance.now()`. */
  readonly captured: number;
  /** When this result was emitted, ms on the same clock: `emitted − captured` is the latency. */
  readonly emitted: number;
  /** Size of the picture, px. */
  readonly size: Size;
  /** The people seen, best first. */
  readonly poses: readonly Pose[];
  /** Frames of the source that were replaced by a newer one since the subscription began. */
  readonly dropped: number;
  /** Wall time of each stage, ms. On a GPU, work is queued: the wait shows in `decode`, where results are read back. */
  readonly timings: Readonly<Partial<Record<Stage, number>>>;
}
