import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { JOINTS } from '../people/people-set.ts';
import { startTorchWorker, type TorchWorker } from './torch-worker.ts';
import type { TrainedRun } from './training-job.ts';

/** What a network answered to pictures. */
export interface Predictions {
  readonly count: number;
  /** [count, side, side, joints], as the network gave them; null for R1. */
  readonly maps: Float32Array | null;
  /** R1: [count, joints, 2], px of the 64 × 64 picture; else null. */
  readonly points: Float32Array | null;
  /** Side of a map, cells; null for R1. */
  readonly side: number | null;
}

/**
 * Asks a trained network. Maps are large (70 KB a picture at 32 × 32) and made in a second, so they are not kept.
 * @param pictures indices into the set that the network was trained on
 * @param worker who to ask. Default: one that is started and ended for it
 * @throws PythonError when it fails
 */
export async function predict(
  run: Pick<TrainedRun, 'folder' | 'job'>,
  pictures: readonly number[],
  worker?: TorchWorker,
): Promise<Predictions> {
  const asked = worker ?? startTorchWorker();
  const out = join(run.folder, `${randomUUID()}.f32`);
  try {
    await asked.ask({ do: 'predict', folder: run.folder, pictures, out });
    const bytes = await readFile(out);
    const values = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
    const side = run.job.map;
    const expected = pictures.length * JOINTS * (side === null ? 2 : side * side);
    if (values.length !== expected) throw new Error(`worker.py wrote ${values.length} numbers, not ${expected}.`);
    return { count: pictures.length, maps: side === null ? null : values, points: side === null ? values : null, side };
  } finally {
    await rm(out, { force: true });
    if (!worker) asked.close();
  }
}
