import type { PoseFrame, PoseTracker } from '@integral-pose/sdk';

/** Collects results and saves them as a JSON file. */
export class Recorder {
  #frames: PoseFrame[] | undefined;

  get recording(): boolean {
    return this.#frames !== undefined;
  }

  get count(): number {
    return this.#frames?.length ?? 0;
  }

  start(): void {
    this.#frames = [];
  }

  add(frame: PoseFrame): void {
    this.#frames?.push(frame);
  }

  /** Ends the recording and offers it as a download. Coordinates are pixels of the unmirrored picture. */
  save(name: string, tracker: PoseTracker | undefined): void {
    const frames = this.#frames ?? [];
    this.#frames = undefined;
    if (frames.length === 0) return;
    const document_ = { source: name, backend: tracker?.backend, skeleton: tracker?.skeleton, frames };
    const address = URL.createObjectURL(new Blob([JSON.stringify(document_)], { type: 'application/json' }));
    const link = document.createElement('a');
    link.href = address;
    link.download = `${name.replace(/\.[^.]*$/, '') || 'poses'}.poses.json`;
    link.click();
    URL.revokeObjectURL(address);
  }
}
