import type { FilterFactory } from '../types/filter.ts';
import type { Covariance } from '../types/geometry.ts';
import type { Keypoint } from '../types/pose.ts';
import { PoseError } from '../types/pose-error.ts';
import { bodySize } from './body-size.ts';
import { kalman3D } from './kalman-3d.ts';
import type { KalmanOptions } from './kalman-options.ts';
import { innovation, type Motion, mix, newMotion, predict, update } from './motion.ts';

export type { KalmanOptions };

interface Joint {
  /** The belief under each assumption. */
  readonly still: Motion;
  readonly moving: Motion;
  /** Probability of the second, 0..1. */
  readonly share: number;
  /** Since when there were only outliers, ms; undefined if the last measurement was none. */
  readonly outliersSince: number | undefined;
}

/** A measurement has at least this variance per axis, px²: no picture is more exact, and nothing divides by 0. */
const LEAST_VARIANCE = 1e-4;

/**
 * A Kalman filter of constant velocity for each joint, weighted by the decoder's spread: what the network is unsure of
 * moves the joint little, what it is sure of much, and along the axis it is sure of.
 *
 * No single process noise fits people: what lets a hand be thrown passes all of the tremble of a hand at rest. So two
 * filters run side by side, for a joint at rest and one being moved, and each counts as much as it explains the
 * measurements (the interacting multiple model of Blom and Bar-Shalom, 1988). Process noise is stated in body sizes, so
 * the parameters mean the same near and far from the camera and at every resolution.
 *
 * - `spread` of the answer is the covariance of the filter: the error left after smoothing, if the measurements' errors
 *   are independent from frame to frame. Score and name are the measurement's.
 * - Outliers (see `gate`) do not move the joint; it goes on as predicted, its spread growing, until `patience` is over.
 * - Joints in space are filtered alike: z by its `zSpread`, x and y by `planeSpread`; the answer's `zSpread` is the filter's.
 * - Frames may come at any interval. After `maxGap`, and when time does not move on, the filter starts at the measurement.
 *
 * @throws PoseError `invalid-argument` for an option outside its range
 * @example
 * const tracker = await createPoseTracker({ ...options, smooth: kalman({ moving: 6 }) });
 */
export function kalman(options: KalmanOptions = {}): FilterFactory {
  const { still = 0.004, moving = 4, dwell = 8, gate = 5 } = options;
  const { patience = 150, maxGap = 500, firstSpeed = 2, tremble = 1 } = options;
  const { planeSpread = 0.02, depthSpread = 0.05 } = options;
  const positive = { still, dwell, gate, patience, maxGap, firstSpeed, tremble, planeSpread, depthSpread };
  for (const [name, value] of Object.entries(positive)) requireAbove(name, value, 0);
  requireAbove('moving', moving, still);

  return () => {
    let joints: Joint[] = [];
    let previous = Number.NaN;

    function start(keypoint: Keypoint, size: number): Joint {
      const motion = newMotion(keypoint, keypoint.spread, (firstSpeed * size) ** 2);
      return { still: motion, moving: motion, share: 0.5, outliersSince: undefined };
    }

    function step(joint: Joint, keypoint: Keypoint, time: number, seconds: number, size: number): Joint {
      const spread = usable(keypoint.spread, tremble);
      const change = (1 - Math.exp((-2 * seconds) / dwell)) / 2;
      const share = joint.share + change * (1 - 2 * joint.share);
      // Where each assumption stands now, had the joint come to it from either.
      const beliefs = {
        still: predict(
          mix(joint.still, joint.moving, (change * joint.share) / (1 - share)),
          seconds,
          (still * size) ** 2,
        ),
        moving: predict(
          mix(joint.still, joint.moving, ((1 - change) * joint.share) / share),
          seconds,
          (moving * size) ** 2,
        ),
      };
      const found = innovation(beliefs.moving, keypoint, spread);
      if (found.distance > gate * gate) {
        const outliersSince = joint.outliersSince ?? time;
        return time - outliersSince >= patience ? start(keypoint, size) : { ...beliefs, share, outliersSince };
      }
      const evidence = innovation(beliefs.still, keypoint, spread).logLikelihood - found.logLikelihood;
      return {
        still: update(beliefs.still, keypoint, spread),
        moving: update(beliefs.moving, keypoint, spread),
        share: clamp(share / (share + (1 - share) * Math.exp(Math.min(evidence, 700)))),
        outliersSince: undefined,
      };
    }

    return {
      apply(keypoints, time) {
        const elapsed = time - previous;
        previous = time;
        const size = bodySize(keypoints);
        if (!(elapsed > 0) || elapsed > maxGap || joints.length !== keypoints.length) {
          joints = keypoints.map((keypoint) => start(keypoint, size));
          return keypoints;
        }
        joints = keypoints.map((keypoint, i) => step(joints[i] as Joint, keypoint, time, elapsed / 1000, size));
        return keypoints.map((keypoint, i) => {
          const joint = joints[i] as Joint;
          const { position, positions } = mix(joint.still, joint.moving, joint.share);
          return { ...keypoint, x: position.x, y: position.y, spread: positions };
        });
      },
      apply3D: kalman3D({ ...positive, moving }),
    };
  };
}

/** Neither assumption is ever given up for good. */
function clamp(share: number): number {
  return Math.min(1 - 1e-9, Math.max(1e-9, share));
}

function usable({ xx, xy, yy }: Covariance, tremble: number): Covariance {
  return { xx: tremble * xx + LEAST_VARIANCE, xy: tremble * xy, yy: tremble * yy + LEAST_VARIANCE };
}

function requireAbove(argument: string, value: number, least: number): void {
  if (value > least && Number.isFinite(value)) return;
  throw new PoseError(
    { reason: 'invalid-argument', argument, found: String(value), wanted: `a number above ${least}` },
    `The option ${argument} of the Kalman filter is ${value}.`,
    `Give a number above ${least}.`,
  );
}
