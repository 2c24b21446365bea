import {
  createPoseTracker,
  type FilterFactory,
  heatmapModel,
  type PoseTracker,
  type Progress,
} from '@integral-pose/sdk';
import { modelAddress } from './addresses.ts';
import { backendsFor, chosen, DECODERS, DETECTORS } from './choices.ts';
import type { Settings } from './settings.ts';

/** Loads one tracker after another. Each is released before the next is loaded: they share the back-end's memory. */
export class TrackerLoader {
  #abort = new AbortController();
  #loaded: Promise<PoseTracker | null> = Promise.resolve(null);

  /**
   * Releases the tracker before and loads another. A load that is overtaken by another rejects with `aborted`.
   * @throws PoseError what `createPoseTracker` throws
   */
  load(settings: Settings, smooth: FilterFactory, onProgress: (progress: Progress) => void): Promise<PoseTracker> {
    this.#abort.abort();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    const before = this.#loaded;
    const loading = before.then(async () =>
      createPoseTracker({
        backends: await backendsFor(settings.backend),
        detector: await chosen(DETECTORS, settings.detector).make(),
        model: heatmapModel(modelAddress(`blazepose-${settings.model}/manifest.json`)),
        decoder: chosen(DECODERS, settings.decoder).make(),
        maxPeople: settings.people,
        smooth,
        signal,
        onProgress: (progress) => {
          if (!signal.aborted) onProgress(progress);
        },
      }),
    );
    this.#loaded = loading.catch(() => null);
    return loading;
  }

  /** Stops loading and releases the tracker. */
  stop(): void {
    this.#abort.abort();
  }
}
