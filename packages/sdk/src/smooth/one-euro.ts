import type { FilterFactory } from '../types/filter.ts';
import { bodySize } from './body-size.ts';

/** Options of {@link oneEuro}. */
export interface OneEuroOptions {
  /** Cut-off while a joint is still, Hz, > 0. Lower is smoother and slower. Default 0.6. */
  readonly minCutoff?: number;
  /** How fast the cut-off rises with speed, Hz per (body size per second), ≥ 0. Higher follows quicker. Default 16. */
  readonly beta?: number;
  /** Cut-off of the speed estimate, Hz, > 0. Default 2. */
  readonly speedCutoff?: number;
}

interface Axis {
  value: number;
  speed: number;
}

/**
 * The 1€ filter (Casiez, Roussel, Vogel, CHI 2012): a low-pass whose cut-off rises with speed, so still joints do not
 * tremble and quick ones do not lag. Speed is measured in body sizes a second (the longer side of the box round the
 * joints), so the parameters mean the same near and far from the camera and at every resolution.
 * Score and spread pass through: they describe the measurement.
 */
export function oneEuro({ minCutoff = 0.6, beta = 16, speedCutoff = 2 }: OneEuroOptions = {}): FilterFactory {
  return () => {
    let axes: { x: Axis; y: Axis }[] = [];
    let previous = Number.NaN;

    function step(axis: Axis, measured: number, seconds: number, size: number): number {
      const speed = (measured - axis.value) / seconds / size;
      axis.speed += smoothing(speedCutoff, seconds) * (speed - axis.speed);
      const cutoff = minCutoff + beta * Math.abs(axis.speed);
      axis.value += smoothing(cutoff, seconds) * (measured - axis.value);
      return axis.value;
    }

    return {
      apply(keypoints, time) {
        const seconds = (time - previous) / 1000;
        previous = time;
        if (!(seconds > 0) || axes.length !== keypoints.length) {
          axes = keypoints.map(({ x, y }) => ({ x: { value: x, speed: 0 }, y: { value: y, speed: 0 } }));
          return keypoints;
        }
        const size = bodySize(keypoints);
        return keypoints.map((keypoint, index) => {
          const axis = axes[index] as { x: Axis; y: Axis };
          return {
            ...keypoint,
            x: step(axis.x, keypoint.x, seconds, size),
            y: step(axis.y, keypoint.y, seconds, size),
          };
        });
      },
    };
  };
}

/** Weight of the newest value in a first-order low-pass of the given cut-off. */
function smoothing(cutoff: number, seconds: number): number {
  const r = 2 * Math.PI * cutoff * seconds;
  return r / (r + 1);
}
