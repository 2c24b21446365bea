import {
  type PoseFrame,
  type PoseRecorder,
  type PoseRecording,
  type PoseTracker,
  recordPoses,
  toCsv,
} from '@integral-pose/sdk';
import { toBvh, toGltf } from '@integral-pose/sdk/three';

/** Frames that are kept: half a minute at 30 a second. */
const KEPT = 900;

/** A kind of file. */
export type ExportKind = 'json' | 'csv' | 'bvh' | 'glb';

const TYPES: Readonly<Record<ExportKind, string>> = {
  json: 'application/json',
  csv: 'text/csv',
  bvh: 'text/plain',
  glb: 'model/gltf-binary',
};

/** Keeps the latest poses, and writes them as files. */
export class Exports {
  #recorder: PoseRecorder | undefined;

  /** A session begins: what was kept is forgotten. */
  start(tracker: PoseTracker, facts: Pick<PoseRecording, 'file' | 'kind' | 'model'>): void {
    const { skeleton, backend } = tracker;
    this.#recorder = recordPoses({ skeleton, backend, ...facts, maxFrames: KEPT });
  }

  add(frame: PoseFrame): void {
    this.#recorder?.next(frame);
  }

  /** Frames that would be written. */
  get length(): number {
    return this.#recorder?.length ?? 0;
  }

  /** @throws PoseError where there is nobody to export */
  async save(kind: ExportKind): Promise<void> {
    const recording = this.#recorder?.recording();
    if (!recording) return;
    const data = await write(recording, kind);
    const address = URL.createObjectURL(new Blob([data], { type: TYPES[kind] }));
    const link = document.createElement('a');
    link.href = address;
    link.download = `poses.${kind}`;
    link.click();
    URL.revokeObjectURL(address);
  }
}

async function write(recording: PoseRecording, kind: ExportKind): Promise<string | ArrayBuffer> {
  if (kind === 'json') return JSON.stringify(recording);
  if (kind === 'csv') return toCsv(recording);
  const person = mostSeen(recording);
  return kind === 'bvh' ? toBvh(recording, person) : toGltf(recording, person);
}

/** Whoever is in the most frames: a file of bones has one person. */
function mostSeen({ frames }: PoseRecording): number {
  const counts = new Map<number, number>();
  for (const { poses } of frames) {
    for (const { id, keypoints3D } of poses) if (keypoints3D) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best), [1, 0])[0];
}
