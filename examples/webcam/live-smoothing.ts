import { type Filter, type FilterFactory, oneEuro } from '@integral-pose/sdk';
import type { Settings } from './settings.ts';

/** The settings of the smoothing. */
export type Smoothing = Pick<Settings, 'smooth' | 'minCutoff' | 'beta'>;

/** A filter whose parameters can be changed while people are tracked. */
export class LiveSmoothing {
  #settings: Smoothing;

  constructor(settings: Smoothing) {
    this.#settings = smoothingOf(settings);
  }

  /** As they stand: plain data. */
  get settings(): Smoothing {
    return this.#settings;
  }

  /** Takes effect on everyone's next frame. */
  set(settings: Smoothing): void {
    const { smooth, minCutoff, beta } = this.#settings;
    const same = smooth === settings.smooth && minCutoff === settings.minCutoff && beta === settings.beta;
    if (!same) this.#settings = smoothingOf(settings);
  }

  /** For `createPoseTracker({ smooth })`. */
  readonly factory: FilterFactory = () => {
    let settings: Smoothing | undefined;
    let filter: Filter | undefined;
    const current = () => {
      if (settings !== this.#settings) {
        settings = this.#settings;
        filter = settings.smooth ? oneEuro(settings)() : undefined;
      }
      return filter;
    };
    return {
      apply: (keypoints, time) => current()?.apply(keypoints, time) ?? keypoints,
      apply3D: (keypoints, time) => current()?.apply3D?.(keypoints, time) ?? keypoints,
    };
  };
}

function smoothingOf({ smooth, minCutoff, beta }: Smoothing): Smoothing {
  return { smooth, minCutoff, beta };
}
