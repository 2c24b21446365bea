import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ExperimentContext } from '../experiment.ts';
import type { PeopleSet } from '../people/people-set.ts';
import { PYTHON_FOLDER } from './python.ts';
import { type TorchWorker, withTorchWorkers } from './torch-worker.ts';
import type { CurvePoint, TrainedRun, TrainingJob } from './training-job.ts';

/** The Python files that a training's outcome depends on. */
const SOURCES = ['coordinates.py', 'dataset.py', 'losses.py', 'network.py', 'train.py', 'transport.py'];

/** What {@link trainJobs} takes beside the jobs. */
export interface TrainOptions {
  /** The pictures; `null`: random dots, for tests. */
  readonly people: Pick<PeopleSet, 'folder'> | null;
  readonly signal?: AbortSignal;
}

/**
 * Trains networks with PyTorch, two at a time, one thread each. What was trained before, with the same job, pictures and
 * Python sources, is taken from `context.cache`; jobs that are equal are trained once.
 * @returns one run a job, in their order
 * @throws PythonError when a training fails; the others are ended
 */
export async function trainJobs(
  context: Pick<ExperimentContext, 'cache' | 'progress'>,
  jobs: readonly TrainingJob[],
  options: TrainOptions,
): Promise<TrainedRun[]> {
  const sources = await hashOfSources();
  const folders = jobs.map((job) => join(context.cache, 'runs', keyOf(job, options.people?.folder ?? null, sources)));
  const missing = new Map<string, TrainingJob>();
  jobs.forEach((job, i) => {
    const folder = folders[i] as string;
    if (!existsSync(join(folder, 'run.json'))) missing.set(folder, job);
  });
  const total = [...missing.values()].reduce((sum, job) => sum + job.epochs, 0);
  let done = 0;
  const epochDone = () => context.progress('training, epochs', ++done, total);
  // The longest first, so that the last to end ends soon.
  const longestFirst = [...missing].sort(([, a], [, b]) => costOf(b) - costOf(a));
  await withTorchWorkers(
    longestFirst,
    ([folder, job], worker) => trainOne(folder, job, options.people?.folder ?? null, worker, epochDone),
    options.signal,
  );
  return Promise.all(jobs.map((job, i) => readRun(job, folders[i] as string)));
}

/** About how long a training takes, in no unit. */
function costOf({ epochs, epochPictures, input, map, loss }: TrainingJob): number {
  const transport = loss.some(({ kind }) => kind === 'distributionMatching') ? 2 : 1;
  return epochs * (epochPictures ?? 1e4) * (input / 64) ** 2 * (map === null ? 0.5 : (2 * map) / input) * transport;
}

async function trainOne(
  folder: string,
  job: TrainingJob,
  people: string | null,
  worker: TorchWorker,
  epochDone: () => void,
): Promise<void> {
  // Under another name until all is there, so that a run that was stopped is not taken for one that ended.
  const unfinished = `${folder}.${process.pid}`;
  await mkdir(unfinished, { recursive: true });
  try {
    await writeFile(join(unfinished, 'job.json'), JSON.stringify({ ...job, people }));
    await worker.ask({ do: 'train', folder: unfinished }, (line) => {
      if ((line as CurvePoint).epoch > 0) epochDone();
    });
    await rm(folder, { recursive: true, force: true });
    await rename(unfinished, folder);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

async function readRun(job: TrainingJob, folder: string): Promise<TrainedRun> {
  const read = JSON.parse(await readFile(join(folder, 'run.json'), 'utf8')) as Omit<TrainedRun, 'job' | 'folder'>;
  return { job, folder, ...read };
}

function keyOf(job: TrainingJob, people: string | null, sources: string): string {
  const sorted = JSON.stringify(job, (_, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  // The name of a folder of people is a hash of what is in it.
  return createHash('sha256')
    .update(`${sorted}\n${people === null ? '' : basename(people)}\n${sources}`)
    .digest('hex')
    .slice(0, 20);
}

async function hashOfSources(): Promise<string> {
  const hash = createHash('sha256');
  const there = new Set(await readdir(PYTHON_FOLDER));
  for (const name of SOURCES.filter((source) => there.has(source))) {
    hash.update(name).update(await readFile(join(PYTHON_FOLDER, name)));
  }
  return hash.digest('hex');
}
