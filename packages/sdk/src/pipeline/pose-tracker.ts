import type { Observable } from 'rxjs';
import type { LiftOptions } from '../lift/lift-depth.ts';
import type { Backend } from '../tensor/backend.ts';
import type { Decoder } from '../tensor/decoder.ts';
import type { DetectorRecipe } from '../tensor/detector.ts';
import type { NetworkRecipe } from '../tensor/network.ts';
import type { FilterFactory } from '../types/filter.ts';
import type { Frame } from '../types/frame.ts';
import type { Logger } from '../types/logger.ts';
import type { Pose, PoseFrame } from '../types/pose.ts';
import type { PoseError } from '../types/pose-error.ts';
import type { Progress } from '../types/progress.ts';
import type { Skeleton } from '../types/skeleton.ts';
import type { AssociatorFactory } from '../types/tracker.ts';

/** What `createPoseTracker` takes. */
export interface PoseTrackerOptions {
  /** Finds people in a whole frame, for example `blazePoseDetector({ model })` or `wholeFrame()`. */
  readonly detector: DetectorRecipe;
  /** The heatmap network, for example `heatmapModel(models.blazePoseLite)`. */
  readonly model: NetworkRecipe;
  /**
   * From heatmaps to coordinates. Default `localDebiasedIntegral()`, which measures best on real pictures, and
   * `twoStepIntegral()` for networks that answer with volumes.
   */
  readonly decoder?: Decoder;
  /** Smoothing, one filter a person. Default none: what you see is what was measured. */
  readonly smooth?: FilterFactory;
  /** What is known of the people and the camera, for `keypoints3D` to be metric. Default: nothing. */
  readonly lift?: LiftOptions;
  /** Association of people over time. Default by object keypoint similarity. */
  readonly track?: AssociatorFactory;
  /** How many people at most, 1..20. Default 1. */
  readonly maxPeople?: number;
  /** While fewer than `maxPeople` are followed, look for new ones so often, ms on the source's clock. Default 500. */
  readonly detectEvery?: number;
  /** A followed person whose presence falls below is lost, 0..1. Default 0.5. */
  readonly minPresence?: number;
  /** Back-ends in order of preference: the first that passes its probe is used. Default: the one tfjs has already. */
  readonly backends?: readonly Backend[];
  /** Runs everything once before the first frame, so that it is not slower than the rest. Default true. */
  readonly warmup?: boolean;
  /** Aborts loading; disposes the tracker if it is aborted later. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Silent unless given. */
  readonly logger?: Logger;
}

/** The options that may change while people are tracked: nothing is loaded again for them. */
export type LiveOptions = Pick<
  PoseTrackerOptions,
  'decoder' | 'smooth' | 'lift' | 'maxPeople' | 'detectEvery' | 'minPresence'
>;

/** Something that happened to a tracker, beside the frames. */
export type TrackerEvent =
  /** The GPU context is gone; frames wait. */
  | { readonly type: 'lost' }
  /** The context is back, the model loaded again. Ids and filters start afresh. */
  | { readonly type: 'recovered' }
  /** The source went back in time: ids and filters start afresh. */
  | { readonly type: 'seek'; readonly from: number; readonly to: number }
  /** The worker could not be used, and why: this tracker runs on the main thread. Whoever subscribes is told first. */
  | { readonly type: 'fallback'; readonly error: PoseError };

/** The same people under each of the compared decoders. */
export interface ComparedFrame<Name extends string> extends Omit<PoseFrame, 'poses'> {
  /** Poses by decoder name: same people, same ids, same order. Unsmoothed. */
  readonly poses: Readonly<Record<Name, readonly Pose[]>>;
}

/** Tracks people. Made by `createPoseTracker`. */
export interface PoseTracker {
  /** Which back-end was chosen, for example `webgl`. */
  readonly backend: string;
  /** Keypoints, bones and pairs of the model. */
  readonly skeleton: Skeleton;
  /** Hot: what happens beside the frames. Completes on `dispose`. */
  readonly events: Observable<TrackerEvent>;
  /**
   * Tracks the people of a source. Cold: each subscription is a session of its own with ids from 1. While a frame is
   * worked on, at most one waits; a newer one replaces it. Every frame is closed. Unsubscribing stops work and releases
   * the source. Errors are `PoseError`.
   * @param live asked before each frame; what it gives goes before the tracker's own options. People keep their ids; a
   *   new `smooth` starts everyone's filter afresh, so give the same one for as long as it is to last
   */
  track(frames: Observable<Frame>, live?: () => LiveOptions): Observable<PoseFrame>;
  /** Like {@link track}, one network pass decoded by every given decoder; the tracker's own, or the live one, leads. */
  compare<Name extends string>(
    frames: Observable<Frame>,
    decoders: Readonly<Record<Name, Decoder>>,
    live?: () => LiveOptions,
  ): Observable<ComparedFrame<Name>>;
  /** The people of one picture, without history. Closes the frame. */
  estimate(frame: Frame, live?: () => LiveOptions): Promise<PoseFrame>;
  /** Releases the model, the detector and every tensor; completes running sessions. May be called twice. */
  dispose(): void;
}
