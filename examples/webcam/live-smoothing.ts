import { type Filter, type FilterFactory, oneEuro } from '@integral-pose/sdk';
import type { Settings } from './settings.ts';

type Smoothing = Pick<Settings, 'smooth' | 'minCutoff' | 'beta'>;

/** A filter whose parameters can be changed while people are tracked. */
export class LiveSmoothing {
  #settings: Smoothing;

  constructor(settings: Smoothing) {
    this.#settings = settings;
  }

  /** Takes effect on everyone's next frame. */
  set(settings: Smoothing): void {
    const { smooth, minCutoff, beta } = this.#settings;
    const same = smooth === settings.smooth && minCutoff === settings.minCutoff && beta === settings.beta;
    if (!same) this.#settings = settings;
  }

  /** For `createPoseTracker({ smooth })`. */
  readonly factory: FilterFactory = () => {
    let settings: Smoothing | undefined;
    let filter: Filter | undefined;
    return {
      apply: (keypoints, time) => {
        if (settings !== this.#settings) {
          settings = this.#settings;
          filter = settings.smooth ? oneEuro(settings)() : undefined;
        }
        return filter?.apply(keypoints, time) ?? keypoints;
      },
    };
  };
}
