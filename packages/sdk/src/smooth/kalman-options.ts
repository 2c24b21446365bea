/** Options of `kalman`. A body size is the longer side of the box round the joints. */
export interface KalmanOptions {
  /**
   * How much the speed of a joint at rest wanders: its standard deviation after one second, body sizes per second, > 0.
   * Lower is smoother and slower. Default 0.004.
   */
  readonly still?: number;
  /** The same of a joint that is being moved, above `still`. Higher follows quicker turns. Default 4. */
  readonly moving?: number;
  /** How long a joint stays in one of the two, on average, s, > 0. Longer is steadier at rest. Default 8. */
  readonly dwell?: number;
  /**
   * Measurements farther than this from where even a moving joint could be are left out: Mahalanobis distance, i.e.
   * standard deviations of the expected position and the measurement together, > 0. Of good ones, `exp(−gate²/2)` are
   * lost: 1 in 270,000 at the default of 5.
   */
  readonly gate?: number;
  /** When nothing but such outliers came for so long, they are the truth, and the joint starts there, ms. Default 150. */
  readonly patience?: number;
  /** After so long without any measurement, the person starts afresh, ms. Default 500. */
  readonly maxGap?: number;
  /** Standard deviation of a joint's speed when it is first seen, body sizes per second, > 0. Default 2. */
  readonly firstSpeed?: number;
  /**
   * How much of the spread changes from frame to frame, as a share of its variance, > 0. Spreads are calibrated to the
   * distance from the truth; where part of that is a lasting offset, the tremble is smaller. Default 1.
   */
  readonly tremble?: number;
  /** In space: standard deviation of the error of x and y, which joints in space do not carry, metres, > 0. Default 0.02. */
  readonly planeSpread?: number;
  /** In space: the same of z where the network says nothing of it (`zSpread` is NaN), metres, > 0. Default 0.05. */
  readonly depthSpread?: number;
}
