import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pckCurve } from '@integral-pose/sdk/metrics';
import { JOINTS, type PeopleSet } from '../people/people-set.ts';
import { OUTSIDE, type Split } from '../people/picture-facts.ts';
import { decodeMaps } from './decode-maps.ts';
import { predict } from './predict.ts';
import { withTorchWorkers } from './torch-worker.ts';
import type { DecoderSpec, TrainedRun } from './training-job.ts';

/**
 * Where trained networks see the joints of a split, each read by its decoder: the one named, or the run's own. Kept
 * beside the run, so that the same question is answered once.
 * @returns one a run, in their order: [pictures of the split, joints, 2], px of the 64 × 64 picture
 */
export async function locate(
  people: PeopleSet,
  runs: readonly TrainedRun[],
  split: Split,
  decoder?: DecoderSpec,
): Promise<Float32Array[]> {
  const pictures = people.indices(split);
  const questions = runs.map((run) => {
    const spec = decoder ?? run.job.decoder;
    return { run, spec, file: join(run.folder, `${split}-${Object.values(spec).join('-')}.f32`) };
  });
  const open = questions.filter(({ file }) => !existsSync(file));
  await withTorchWorkers(open, async ({ run, spec, file }, worker) => {
    const points = await decodeMaps(await predict(run, pictures, worker), spec);
    // Under another name until it is whole.
    await writeFile(`${file}.${process.pid}`, new Uint8Array(points.buffer, points.byteOffset, points.byteLength));
    await rename(`${file}.${process.pid}`, file);
  });
  return Promise.all(questions.map(async ({ file }) => toFloats(await readFile(file))));
}

function toFloats(bytes: Buffer): Float32Array {
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

/** How near the joints of a set of pictures were found. Over all labelled joints, occluded ones too. */
export interface Accuracy {
  /** Mean end-point error, px of the 64 × 64 picture. */
  readonly error: number;
  /** PCKh at 0.5 and at 0.1, and the area under it up to 0.5; %. */
  readonly pck50: number;
  readonly pck10: number;
  readonly auc: number;
}

/**
 * Measures located joints against the truth.
 * @param points [pictures, joints, 2], px
 * @param pictures their indices in the set
 */
export function accuracyOf(people: PeopleSet, pictures: readonly number[], points: Float32Array): Accuracy {
  const errors = jointErrors(people, pictures, points);
  const heads = pictures.flatMap((picture) => Array.from({ length: JOINTS }, () => headSize(people, picture)));
  const labelled = errors.filter((error) => !Number.isNaN(error));
  const curve = pckCurve(errors, heads);
  return {
    error: labelled.reduce((sum, error) => sum + error, 0) / labelled.length,
    pck50: 100 * (curve.values.at(-1) as number),
    pck10: 100 * (curve.values[10] as number),
    auc: 100 * curve.auc,
  };
}

/** Distance from the truth, px, of every joint of every picture; NaN where a joint lies outside the picture. */
export function jointErrors(people: PeopleSet, pictures: readonly number[], points: Float32Array): number[] {
  return pictures.flatMap((picture, row) =>
    Array.from({ length: JOINTS }, (_, joint) => {
      const truth = (picture * JOINTS + joint) * 4;
      if (people.joints[truth + 3] === OUTSIDE) return Number.NaN;
      const found = (row * JOINTS + joint) * 2;
      const [dx, dy] = [0, 1].map((axis) => (points[found + axis] as number) - (people.joints[truth + axis] as number));
      return Math.hypot(dx as number, dy as number);
    }),
  );
}

/** Of coco17. */
const [SHOULDERS, HIPS] = [
  [5, 6],
  [11, 12],
] as const;

/**
 * The length that PCKh is relative to, px of the picture: 0.4 of the trunk, from between the shoulders to between the
 * hips, in space, and so not shorter when seen from above. Of a grown figure that is 0.2 m, the length of MPII's head
 * segment (0.6 of the diagonal of the head's box).
 */
export function headSize(people: PeopleSet, picture: number): number {
  const middle = ([left, right]: readonly [number, number], axis: number): number =>
    [left, right].reduce((sum, joint) => sum + (people.world[(picture * JOINTS + joint) * 3 + axis] as number) / 2, 0);
  const trunk = Math.hypot(...[0, 1, 2].map((axis) => middle(SHOULDERS, axis) - middle(HIPS, axis)));
  return (0.4 * trunk) / (people.facts[picture]?.metresPerPixel as number);
}
