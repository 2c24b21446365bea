import type { Box, Covariance, Region, Size } from './geometry.ts';
import type { Keypoint3D } from './keypoint-3d.ts';
import type { Stage } from './pose.ts';
import type { Skeleton } from './skeleton.ts';

/** A joint in a {@link PoseRecording}; the fields are those of a `Keypoint`. */
export interface RecordedKeypoint {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly score: number;
  readonly spread: Covariance;
}

/** A person in a {@link PoseRecording}; the fields are those of a `Pose`. */
export interface RecordedPose {
  readonly id: number;
  readonly score: number;
  readonly box: Box;
  /** What the network looked at. `npm run track` does not write it. */
  readonly region?: Region;
  /** In the skeleton's order. */
  readonly keypoints: readonly RecordedKeypoint[];
  /** In the skeleton's order; in JSON a `zSpread` that is not known is `null`. */
  readonly keypoints3D?: readonly Keypoint3D[];
  /** As `keypoints3D`. */
  readonly worldLandmarks?: readonly Keypoint3D[];
}

/** One frame of a {@link PoseRecording}. What a live recording alone knows is optional; see `PoseFrame` for the fields. */
export interface RecordedFrame {
  /** ms on the source's clock. */
  readonly time: number;
  /** ms on the clock of the page that recorded: good for differences, such as the latency `emitted − captured`. */
  readonly captured?: number;
  readonly emitted?: number;
  readonly dropped?: number;
  readonly timings?: Readonly<Partial<Record<Stage, number>>>;
  /** px, where it is not the recording's: a phone that was turned, say. */
  readonly size?: Size;
  /** The people seen, best first. */
  readonly poses: readonly RecordedPose[];
}

/**
 * A track of poses as plain data, to be kept as JSON: the format `integral-pose/poses`, version 1, which
 * `npm run track` writes as well. A field may be added within a version; a reader refuses a newer version.
 */
export interface PoseRecording {
  readonly schema: 'integral-pose/poses';
  readonly version: 1;
  /** Where it came from: the name of a video or picture, or `live`. */
  readonly file?: string;
  readonly kind?: 'video' | 'picture' | 'live';
  /** px, of the first frame. */
  readonly size: Size;
  /** For example `blazepose-full`, `localDebiasedIntegral`, `wasm`. */
  readonly model?: string;
  readonly decoder?: string;
  readonly backend?: string;
  readonly skeleton: Skeleton;
  /** In the order they came. */
  readonly frames: readonly RecordedFrame[];
}
