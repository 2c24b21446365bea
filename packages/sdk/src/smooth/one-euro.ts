import type { FilterFactory } from '../types/filter.ts';
import type { Keypoint3D } from '../types/keypoint-3d.ts';
import type { Keypoint } from '../types/pose.ts';
import { bodySize, bodySize3D } from './body-size.ts';

/** Options of {@link oneEuro}. */
export interface OneEuroOptions {
  /** Cut-off while a joint is still, Hz, > 0. Lower is smoother and slower. Default 0.4. */
  readonly minCutoff?: number;
  /** How fast the cut-off rises with speed, Hz per (body size per second), ≥ 0. Higher follows quicker. Default 16. */
  readonly beta?: number;
  /**
   * `beta` for joints in space. Default 8: measured against the size of the body, depth trembles more than the picture
   * does, and what trembles looks like speed.
   */
  readonly beta3D?: number;
  /** Cut-off of the speed estimate, Hz, > 0. Default 1.5. */
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
export function oneEuro(options: OneEuroOptions = {}): FilterFactory {
  const { minCutoff = 0.4, beta = 16, beta3D = 8, speedCutoff = 1.5 } = options;

  function step(axis: Axis, measured: number, seconds: number, size: number, rise: number): number {
    const speed = (measured - axis.value) / seconds / size;
    axis.speed += smoothing(speedCutoff, seconds) * (speed - axis.speed);
    const cutoff = minCutoff + rise * Math.abs(axis.speed);
    axis.value += smoothing(cutoff, seconds) * (measured - axis.value);
    return axis.value;
  }

  /** Filters some coordinates of joints, each on its own. */
  function coordinates<Name extends string, Joint extends Readonly<Record<Name, number>>>(
    names: readonly Name[],
    sizeOf: (joints: readonly Joint[]) => number,
    rise: number,
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
        const smooth = names.map((name, axis) => [name, step(own[axis] as Axis, joint[name], seconds, size, rise)]);
        return { ...joint, ...Object.fromEntries(smooth) };
      });
    };
  }

  return () => ({
    apply: coordinates<'x' | 'y', Keypoint>(['x', 'y'], bodySize, beta),
    apply3D: coordinates<'x' | 'y' | 'z', Keypoint3D>(['x', 'y', 'z'], bodySize3D, beta3D),
  });
}

/** Weight of the newest value in a first-order low-pass of the given cut-off. */
function smoothing(cutoff: number, seconds: number): number {
  const r = 2 * Math.PI * cutoff * seconds;
  return r / (r + 1);
}
