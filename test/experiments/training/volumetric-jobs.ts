import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ExperimentContext } from '../experiment.ts';
import { JOINTS, type PeopleSet } from '../people/people-set.ts';
import { PYTHON_FOLDER } from './python.ts';
import { withTorchWorkers } from './torch-worker.ts';

/** How a network learns three coordinates: regression from pooled features, volumes read at their maximum, integrals. */
export type VolumetricMethod = 'R1' | 'H2' | 'I*' | 'I2';

/** One training of three coordinates. The same job gives the same network. Pictures are indices into a set of people. */
export interface VolumetricJob {
  readonly method: VolumetricMethod;
  /** Half of each batch are pictures with 2D labels only. */
  readonly mixed: boolean;
  readonly seed: number;
  readonly steps: number;
  /** Pictures a step. */
  readonly batch: number;
  /** Learning rate of Adam at the start; falls to 0 along half a cosine. */
  readonly rate: number;
  /** Pictures with 3D labels. */
  readonly deep: readonly number[];
  /** Pictures with 2D labels; looked at only when `mixed`. */
  readonly flat: readonly number[];
  /** Pictures whose joints are looked for in the end. */
  readonly test: readonly number[];
}

/** The Python files that the outcome depends on. */
const SOURCES = ['volumetric.py', 'volumetric_train.py', 'dataset.py', 'network.py', 'coordinates.py', 'losses.py'];

/**
 * Trains, two at a time, and answers where each network sees the joints of its test pictures: [test, 17, 3], x and y in px
 * of the picture, z in metres from the hips' middle, positive towards the camera. What was trained before is taken from
 * `context.cache`.
 * @throws PythonError when a training fails; the others are ended
 */
export async function trainVolumes(
  context: Pick<ExperimentContext, 'cache' | 'progress'>,
  jobs: readonly VolumetricJob[],
  people: Pick<PeopleSet, 'folder'>,
): Promise<Float32Array[]> {
  const folder = join(context.cache, 'volumes');
  await mkdir(folder, { recursive: true });
  const hash = createHash('sha256');
  for (const name of SOURCES) hash.update(await readFile(join(PYTHON_FOLDER, name)));
  // The name of a folder of people is a hash of what is in it.
  const sources = `${hash.digest('hex')} ${basename(people.folder)}`;
  const files = jobs.map((job) => join(folder, `${keyOf(job, sources)}.f32`));
  const missing = new Map(
    jobs.flatMap((job, i) => (existsSync(files[i] as string) ? [] : [[files[i] as string, job]])),
  );
  const total = 10 * missing.size;
  let done = 0;
  await withTorchWorkers([...missing], async ([file, job], worker) => {
    // Under other names until all is there.
    const asked = `${file}.${process.pid}.json`;
    const answered = `${file}.${process.pid}.partial`;
    try {
      await writeFile(asked, JSON.stringify({ ...job, people: people.folder }));
      const onLine = () => context.progress('training in 3D, tenths', ++done, total);
      await worker.ask({ do: 'volumes', job: asked, out: answered }, onLine);
      await rename(answered, file);
    } finally {
      await Promise.all([rm(asked, { force: true }), rm(answered, { force: true })]);
    }
  });
  return Promise.all(
    jobs.map(async (job, i) => {
      const bytes = await readFile(files[i] as string);
      const values = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
      const expected = job.test.length * JOINTS * 3;
      if (values.length !== expected)
        throw new Error(
          `${files[i]} holds ${values.length} numbers, not ${expected}. Delete it: it is then made again.`,
        );
      return values;
    }),
  );
}

function keyOf({ method, mixed, seed, steps, batch, rate, deep, flat, test }: VolumetricJob, sources: string): string {
  const facts = { method, mixed, seed, steps, batch, rate, deep, flat: mixed ? flat : [], test };
  return createHash('sha256')
    .update(`${JSON.stringify(facts)}\n${sources}`)
    .digest('hex')
    .slice(0, 20);
}
