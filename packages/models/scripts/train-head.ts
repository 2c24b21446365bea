import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readScenery, renderPeople } from '../head3d/render/render-people.ts';

const HELP = `Trains the volumetric head on frozen BlazePose features: draws synthetic people, mixes them with real crops that have
labels in the picture only, trains in PyTorch, and writes weights. What is done is kept: run it again to go on.

  pnpm train:head [--quick] [--pictures N] [--steps N] [--out FOLDER] [options]

  --quick           120 pictures, 200 steps, no real crops: shows that everything runs, in about three minutes
  --pictures N      synthetic pictures to train with; default 14400: the shares are in the model card
  --steps N         of 32 pictures; default 15000
  --from FOLDER     go on from the weights there (lite.bin, lite.json) in two descents of the learning rate, instead of from the
                    beginning; then --steps is 8000 by default
  --name NAME       of the run, to keep several apart; default full (with --from further, with --quick quick)
  --compensated     take the background out of the weights (Gu et al. 2021)
  --prior WEIGHT    of the divergence from a Gaussian of 2 cells; default 0 (see the model card)
  --bones WEIGHT    of the error of bone lengths, late in the training (train/descents.py); default 1
  --limbs WEIGHT    of the error of where one end of a bone lies from the other; default 1.5
  --shape WEIGHT    of the error that is left where a body is turned, sized and moved to fit best; default 3
  --teacher WEIGHT  of the heavy model's depth on real crops; default 0.5, 0 for none
  --no-crops        synthetic people only, 24 a step
  --seed N          of the order and the changes of the pictures, a whole number; default 1
  --threads N       default 2
  --cache FOLDER    pictures and states; default node_modules/.cache/integral-pose-head3d
  --out FOLDER      where lite.bin and lite.json go; default this folder's weights (quick: in the run's own folder)

Needs Chromium, PyTorch with NumPy and Pillow (Debian: python3-torch, python3-pil; or the variable PYTHON), the models
(pnpm models:prepare) and the folder "shared" beside the checkout.`;

const here = resolve(dirname(fileURLToPath(import.meta.url)), '../head3d');
const root = resolve(here, '../../..');
const shared = resolve(root, '../shared/data');

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    pictures: { type: 'string' },
    steps: { type: 'string' },
    from: { type: 'string' },
    name: { type: 'string' },
    compensated: { type: 'boolean', default: false },
    prior: { type: 'string', default: '0' },
    bones: { type: 'string', default: '1' },
    limbs: { type: 'string', default: '1.5' },
    shape: { type: 'string', default: '3' },
    teacher: { type: 'string', default: '0.5' },
    seed: { type: 'string', default: '1' },
    'no-crops': { type: 'boolean', default: false },
    threads: { type: 'string', default: '2' },
    cache: { type: 'string', default: join(root, 'node_modules/.cache/integral-pose-head3d') },
    out: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

function number(
  name: 'pictures' | 'steps' | 'prior' | 'bones' | 'limbs' | 'shape' | 'teacher' | 'seed' | 'threads',
  text: string,
): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0) throw new Error(`--${name} takes a number, not "${text}".`);
  return value;
}

/** Folders are meant from where the command was given; pnpm runs it in the package's. */
const fromHere = (given: string): string => resolve(process.env.INIT_CWD ?? '.', given);

const built = join(root, 'packages/models/built');
const crops = join(shared, 'lspet-crops');
/** How much of everything: `shares` of the synthetic pictures, pictures of each kind in a `step`, people `heldBack` from training. */
const SETTINGS = {
  quick: {
    pictures: '120',
    steps: '200',
    shares: { daily: 1 / 4, sport: 1 / 4, drawn: 1 / 4, exercise: 1 / 4 },
    step: { crops: 0, daily: 5, sport: 4, drawn: 3, exercise: 4 },
    heldBack: { daily: 50, sport: 50 },
  },
  // Usual poses are most of what a camera sees.
  full: {
    pictures: '14400',
    steps: '15000',
    shares: { daily: 6 / 18, sport: 2 / 18, drawn: 3 / 18, easy: 4 / 18, exercise: 3 / 18 },
    step: { crops: 8, daily: 6, sport: 5, drawn: 2, easy: 5, exercise: 6 },
    heldBack: { daily: 500, sport: 500, drawn: 500, easy: 500, exercise: 500 },
  },
};
/** Steps of who goes on from weights. */
const LATER = '8000';
/** Of each theme training looks at so many; the others are for `pnpm bench people`. */
const CHECKED = 300;

function ofEach(themes: Readonly<Record<string, number>>, change: (value: number) => number): Record<string, number> {
  return Object.fromEntries(Object.entries(themes).map(([theme, value]) => [theme, change(value)]));
}

async function main(): Promise<void> {
  const { quick } = values;
  for (const folder of [join(shared, 'avatar'), join(built, 'blazepose-lite')]) {
    if (!existsSync(folder)) throw new Error(`${folder} is missing: see "train-head --help" for what is needed.`);
  }
  const from = values.from === undefined ? null : fromHere(values.from);
  if (from && !['lite.bin', 'lite.json'].every((file) => existsSync(join(from, file))))
    throw new Error(`--from ${from}: there is no lite.bin and lite.json to go on from.`);
  const cache = fromHere(values.cache);
  const size = quick ? 'quick' : 'full';
  const { shares, step, heldBack, ...usual } = SETTINGS[size];
  const name = values.name ?? (from && !quick ? 'further' : size);
  const pictures = number('pictures', values.pictures ?? usual.pictures);
  const train = ofEach(shares, (share) => Math.round(pictures * share));
  const people = await renderPeople({
    folder: cache,
    pictures: { 'held-back': heldBack, train },
    scenery: await readScenery(join(crops, 'joints.json'), '/shared/data/lspet-crops/images/'),
    progress: (part, done, total) => console.log(`drawing people: ${part}, ${done} of ${total}`),
  });
  const run = join(cache, 'runs', name);
  await mkdir(run, { recursive: true });
  const steps = number('steps', values.steps ?? (from ? LATER : usual.steps));
  const settings = {
    backbone: 'lite',
    from,
    frozen: join(built, 'blazepose-lite'),
    heavy: join(built, 'blazepose-heavy'),
    crops: quick || values['no-crops'] ? null : crops,
    people,
    cache,
    out: run,
    threads: number('threads', values.threads),
    seed: number('seed', values.seed),
    pictures: train,
    check: ofEach(heldBack, (count) => Math.min(count, CHECKED)),
    share: step,
    steps,
    every: quick ? steps : 1500,
    rate: 0.002,
    prior: number('prior', values.prior),
    bones: number('bones', values.bones),
    limbs: number('limbs', values.limbs),
    shape: number('shape', values.shape),
    sigma: 2,
    score: 0.1,
    compensated: values.compensated,
    teacherDepth: number('teacher', values.teacher),
  };
  const file = join(run, 'settings.json');
  await writeFile(file, JSON.stringify(settings, null, 2));
  await python('train.py', file);
  await python('export.py', file);
  const out = values.out ? fromHere(values.out) : quick ? join(run, 'weights') : join(here, 'weights');
  await mkdir(out, { recursive: true });
  await copyFile(join(run, 'head.bin'), join(out, 'lite.bin'));
  await copyFile(join(run, 'head.json'), join(out, 'lite.json'));
  if (quick) await copyFile(join(run, 'result.json'), join(out, 'result.json'));
  // A run that has ended is not resumed: the next one of this name begins anew, --from what this one made if so asked.
  await rm(join(run, 'state.pt'), { force: true });
  const { figures } = JSON.parse(await readFile(join(run, 'result.json'), 'utf8')) as { figures: unknown };
  console.log(`${out}: lite.bin, lite.json\n${JSON.stringify(figures, null, 2)}`);
}

/** Runs a program of `train/`, printing what it tells; ends with it. */
async function python(script: string, settings: string): Promise<void> {
  const child = spawn(
    process.env.PYTHON ?? '/usr/bin/python3',
    ['-B', '-W', 'ignore', join(here, 'train', script), settings],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env,
        // Threads that wait for work must not take the time of those that have some.
        OMP_WAIT_POLICY: 'PASSIVE',
        // NumPy's matrices are 2 x 2: sharing those out takes longer than they do.
        OPENBLAS_NUM_THREADS: '1',
        // glibc gives large blocks back at once and has the system empty new ones: half of the time went there.
        MALLOC_MMAP_THRESHOLD_: '1000000000',
        MALLOC_TRIM_THRESHOLD_: '4000000000',
        MALLOC_TOP_PAD_: '200000000',
      },
    },
  );
  const stop = () => child.kill('SIGTERM');
  process.once('exit', stop);
  createInterface({ input: child.stdout }).on('line', (line) => console.log(line));
  const code = await new Promise<number | null>((done, fail) => child.once('error', fail).once('close', done));
  process.off('exit', stop);
  if (code !== 0) throw new Error(`${script} ended with ${code}.`);
}

if (values.help) console.log(HELP);
else await main();
