import type { Filter } from '../types/filter.ts';
import type { Keypoint3D } from '../types/keypoint-3d.ts';
import { type AxisMotion, mixAxis, newAxis, predictAxis, surprise, updateAxis } from './axis-motion.ts';
import { bodySize3D } from './body-size.ts';
import type { KalmanOptions } from './kalman-options.ts';

/** Where x, y and z of a joint stand under one assumption. */
type Place = readonly AxisMotion[];

interface Joint {
  readonly still: Place;
  readonly moving: Place;
  /** Probability of the second, 0..1. */
  readonly share: number;
  readonly outliersSince: number | undefined;
}

/** No network tells depth, or any joint's place, better, m². */
const LEAST_VARIANCE = 1e-8;

/**
 * The filter of `kalman` for joints in space: the same two assumptions, of which one holds for all three axes of a joint.
 * z counts by its `zSpread`; x and y by `planeSpread`, since a joint in space carries no spread of those.
 */
export function kalman3D(options: Required<KalmanOptions>): NonNullable<Filter['apply3D']> {
  const { still, moving, dwell, gate, patience, maxGap, firstSpeed, tremble, planeSpread, depthSpread } = options;
  let joints: Joint[] = [];
  let previous = Number.NaN;

  /** Variances of the measurement's axes, m². */
  function variances({ zSpread }: Keypoint3D): readonly [number, number, number] {
    const plane = tremble * planeSpread ** 2 + LEAST_VARIANCE;
    const depth = Number.isFinite(zSpread) ? zSpread : depthSpread;
    return [plane, plane, tremble * depth ** 2 + LEAST_VARIANCE];
  }

  function start(joint: Keypoint3D, size: number): Joint {
    const spread = variances(joint);
    const place = valuesOf(joint).map((value, axis) =>
      newAxis(value, spread[axis] as number, (firstSpeed * size) ** 2),
    );
    return { still: place, moving: place, share: 0.5, outliersSince: undefined };
  }

  function step(joint: Joint, measured: Keypoint3D, time: number, seconds: number, size: number): Joint {
    const values = valuesOf(measured);
    const spread = variances(measured);
    const change = (1 - Math.exp((-2 * seconds) / dwell)) / 2;
    const share = joint.share + change * (1 - 2 * joint.share);
    const believe = (weight: number, wander: number): Place =>
      joint.still.map((one, axis) =>
        predictAxis(mixAxis(one, joint.moving[axis] as AxisMotion, weight), seconds, (wander * size) ** 2),
      );
    const beliefs = {
      still: believe((change * joint.share) / (1 - share), still),
      moving: believe(((1 - change) * joint.share) / share, moving),
    };
    /** Over all axes: squared distance, and the logarithm of the density. */
    const found = (place: Place) =>
      place
        .map((axis, i) => surprise(axis, values[i] as number, spread[i] as number))
        .reduce((sum, { distance, logLikelihood }) => ({
          distance: sum.distance + distance,
          logLikelihood: sum.logLikelihood + logLikelihood,
        }));
    const asMoving = found(beliefs.moving);
    if (asMoving.distance > gate * gate) {
      const outliersSince = joint.outliersSince ?? time;
      return time - outliersSince >= patience ? start(measured, size) : { ...beliefs, share, outliersSince };
    }
    const evidence = found(beliefs.still).logLikelihood - asMoving.logLikelihood;
    const after = (place: Place) => place.map((axis, i) => updateAxis(axis, values[i] as number, spread[i] as number));
    const posterior = share / (share + (1 - share) * Math.exp(Math.min(evidence, 700)));
    return {
      still: after(beliefs.still),
      moving: after(beliefs.moving),
      share: Math.min(1 - 1e-9, Math.max(1e-9, posterior)),
      outliersSince: undefined,
    };
  }

  return (measured, time) => {
    const elapsed = time - previous;
    previous = time;
    const size = bodySize3D(measured);
    if (!(elapsed > 0) || elapsed > maxGap || joints.length !== measured.length) {
      joints = measured.map((joint) => start(joint, size));
      return measured;
    }
    joints = measured.map((joint, i) => step(joints[i] as Joint, joint, time, elapsed / 1000, size));
    return measured.map((joint, i) => {
      const { still, moving, share } = joints[i] as Joint;
      const [x, y, z] = still.map((axis, at) => mixAxis(axis, moving[at] as AxisMotion, share)) as [
        AxisMotion,
        AxisMotion,
        AxisMotion,
      ];
      return { ...joint, x: x.position, y: y.position, z: z.position, zSpread: Math.sqrt(z.p) };
    });
  };
}

function valuesOf({ x, y, z }: Keypoint3D): readonly [number, number, number] {
  return [x, y, z];
}
