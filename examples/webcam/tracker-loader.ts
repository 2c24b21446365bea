import { createPoseTracker, type PoseTracker, type Progress } from '@integral-pose/sdk';
import { createWorkerPoseTracker } from '@integral-pose/sdk/worker';
import type { LiveSmoothing } from './live-smoothing.ts';
import { type Settings, worksInWorker } from './settings.ts';
import { trackerOptions } from './tracker-options.ts';

/** Loads one tracker after another. Each is released before the next is loaded: they share the back-end's memory. */
export class TrackerLoader {
  #abort = new AbortController();
  #loaded: Promise<PoseTracker | null> = Promise.resolve(null);

  /**
   * Releases the tracker before and loads another. A load that is overtaken by another rejects with `aborted`.
   * @throws PoseError what `createPoseTracker` throws
   */
  load(settings: Settings, smoothing: LiveSmoothing, onProgress: (progress: Progress) => void): Promise<PoseTracker> {
    this.#abort.abort();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    const report = (progress: Progress) => {
      if (!signal.aborted) onProgress(progress);
    };
    const onPage = async () =>
      createPoseTracker({ ...(await trackerOptions(settings, smoothing.factory)), signal, onProgress: report });
    const inWorker = () =>
      createWorkerPoseTracker({
        worker: () => new Worker(new URL('./pose-worker.ts', import.meta.url), { type: 'module' }),
        settings,
        live: () => smoothing.settings,
        fallback: onPage,
        signal,
        onProgress: report,
      });
    const loading = this.#loaded.then(worksInWorker(settings) ? inWorker : onPage);
    this.#loaded = loading.catch(() => null);
    return loading;
  }

  /** Stops loading and releases the tracker. */
  stop(): void {
    this.#abort.abort();
  }
}
