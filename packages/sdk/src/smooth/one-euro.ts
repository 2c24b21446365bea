import type { FilterFactory } from '../types/filter.ts';
import type { Keypoint3D } from '../types/keypoint-3d.ts';
import type { Keypoint } from '../types/pose.ts';
import { bodySize, bodySize3D } from './body-size.ts';

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
 * joints), so the parameters mean the same near and far from the camera, at every resolution, and for joints in space.
 * Score and spread pass through: they describe the measurement.
 */
export function oneEuro({ minCutoff = 0.6, beta = 16, speedCutoff = 2 }: OneEuroOptions = {}): FilterFactory {
  function step(axis: Axis, measured: number, seconds: number, size: number): number {
    const speed = (measured - axis.value) / seconds / size;
    axis.speed += smoothing(speedCutoff, seconds) * (speed - axis.speed);
    const cutoff = minCutoff + beta * Math.abs(axis.speed);
    axis.value += smoothing(cutoff, seconds) * (measured - axis.value);
    return axis.value;
  }

  /** Filters some coordinates of joints, each on its own. */
  function coordinates<Name extends string, Joint extends Readonly<Record<Name, number>>>(
    names: readonly Name[],
    sizeOf: (joints: readonly Joint[]) => number,
  ): (joints: readonly Joint[], time: number) => readonly Joint[] {
    let axes: Axis[][] = [];
    let previous = Number.NaN;
    return (joints, time) => {
      const seconds = (time - previous) / 1000;
      previous = time;
      if (!(seconds > 0) || axes.length !== joints.length) {
        axes = joints.map((joint) => names.map((name) => ({ value: joint[name], speed: 0 })));
        return joints;
      }
      const size = sizeOf(joints);
      return joints.map((joint, index) => {
        const own = axes[index] as Axis[];
        const smooth = names.map((name, axis) => [name, step(own[axis] as Axis, joint[name], seconds, size)]);
        return { ...joint, ...Object.fromEntries(smooth) };
      });
    };
  }

  return () => ({
    apply: coordinates<'x' | 'y', Keypoint>(['x', 'y'], bodySize),
    apply3D: coordinates<'x' | 'y' | 'z', Keypoint3D>(['x', 'y', 'z'], bodySize3D),
  });
}

/** Weight of the newest value in a first-order low-pass of the given cut-off. */
function smoothing(cutoff: number, seconds: number): number {
  const r = 2 * Math.PI * cutoff * seconds;
  return r / (r + 1);
}
