/** What the page is asked to time. */
export interface SpeedJob {
  readonly models: readonly ('lite' | 'full' | 'heavy')[];
  /** Address of a PoseLandmarker bundle for each model, in order; the peer rows. */
  readonly tasks: readonly string[];
  /** Address of the video. */
  readonly video: string;
  /** Pictures of the video that are used, and how often they are gone through. */
  readonly pictures: number;
  readonly passes: number;
}

/** Time from frame to keypoints, ms, one a picture. The same pictures in turn: ours, theirs, ours, theirs… */
export interface SpeedRow {
  readonly model: string;
  readonly ours: readonly number[];
  readonly peer: readonly number[];
}
