import type { Keypoint3D } from '@integral-pose/sdk';

/** Joints that follow the measured ones with some inertia: a figure shows trembling that a line drawing does not. */
export class SteadyJoints {
  #last: { readonly time: number; readonly joints: readonly Keypoint3D[] } | undefined;

  reset(): void {
    this.#last = undefined;
  }

  /**
   * @param time ms
   * @param inertia time in which two thirds of a step are made, ms; 0 follows at once
   */
  next(joints: readonly Keypoint3D[], time: number, inertia: number): readonly Keypoint3D[] {
    const last = this.#last;
    const share = last && inertia > 0 && time > last.time ? 1 - Math.exp(-(time - last.time) / inertia) : 1;
    const mixed = joints.map((joint, index) => {
      const before = last?.joints[index] ?? joint;
      const mix = (axis: 'x' | 'y' | 'z') => before[axis] + share * (joint[axis] - before[axis]);
      return { ...joint, x: mix('x'), y: mix('y'), z: mix('z') };
    });
    this.#last = { time, joints: mixed };
    return mixed;
  }
}
