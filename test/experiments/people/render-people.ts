import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withPage } from '../../../scripts/headless.ts';
import type { ExperimentContext } from '../experiment.ts';
import type { DrawPeopleJob, PackedPeople } from './job.ts';
import { type PeopleSet, readPeople } from './people-set.ts';
import { type PictureFacts, SPLITS, type Split } from './picture-facts.ts';

/** To be raised when what is drawn changes: older pictures are then not used any more. */
const EDITION = 2;
/** Pictures written at once. */
const SHARD = 180;

/** What {@link renderPeople} takes. */
export interface PeopleOptions {
  /** Pictures of each split. Default 6000 for training, 600 for validation, 1500 for testing; quick 300, 60, 120. */
  readonly pictures?: Readonly<Record<Split, number>>;
  /** Bodies of each split, never the same. Default 48, 8, 16; quick 10, 3, 5. */
  readonly bodies?: Readonly<Record<Split, number>>;
  /** Default 1. */
  readonly seed?: number;
}

const FULL = { pictures: { train: 6000, validation: 600, test: 1500 }, bodies: { train: 48, validation: 8, test: 16 } };
const QUICK = { pictures: { train: 300, validation: 60, test: 120 }, bodies: { train: 10, validation: 3, test: 5 } };

/**
 * Pictures of synthetic people, 64 × 64, each a person cut out as a detector's box would have it, with all that is true
 * of them. They lie in a folder of `context.cache`, under a name made of the options, and are drawn only once; a run
 * that was stopped goes on where it was. What is in the files: {@link readPeople}.
 */
export async function renderPeople(context: ExperimentContext, options: PeopleOptions = {}): Promise<PeopleSet> {
  const { pictures, bodies } = { ...(context.quick ? QUICK : FULL), ...options };
  const { seed = 1 } = options;
  const key = createHash('sha256')
    .update(JSON.stringify({ EDITION, pictures, bodies, seed }))
    .digest('hex')
    .slice(0, 16);
  const folder = join(context.cache, `people-${key}`);
  if (!existsSync(join(folder, 'facts.json'))) {
    const wanted = SPLITS.flatMap((split) =>
      Array.from({ length: pictures[split] }, (_, i) => ({ split, index: SPLITS.indexOf(split) * 1_000_000 + i })),
    );
    // Round numbers apart, so that no body is in two splits.
    const cast = (split: Split): number[] =>
      Array.from({ length: bodies[split] }, (_, i) => (SPLITS.indexOf(split) + 1) * 1000 + i);
    await drawShards(context, join(folder, 'shards'), {
      seed,
      bodies: { train: cast('train'), validation: cast('validation'), test: cast('test') },
      pictures: wanted,
    });
    await assemble(folder, Math.ceil(wanted.length / SHARD));
  }
  return readPeople(folder);
}

async function drawShards(context: ExperimentContext, folder: string, job: DrawPeopleJob): Promise<void> {
  await mkdir(folder, { recursive: true });
  const total = job.pictures.length;
  const file = (first: number): string => join(folder, `${first / SHARD}.json`);
  const missing = Array.from({ length: Math.ceil(total / SHARD) }, (_, i) => i * SHARD).filter(
    (first) => !existsSync(file(first)),
  );
  if (missing.length === 0) return;
  await withPage({ page: 'test/experiments/people/index.html' }, async (page) => {
    await page.waitForFunction(() => 'drawPeople' in window);
    for (const first of missing) {
      context.progress('rendering people', first, total);
      const pictures = job.pictures.slice(first, first + SHARD);
      const drawn = await page.evaluate((part): PackedPeople => window.drawPeople(part), { ...job, pictures });
      await writeWhole(file(first), JSON.stringify(drawn));
    }
  });
  context.progress('rendering people', total, total);
}

/** Makes the files of the shards; `facts.json` comes last, so that it says that all is there. */
async function assemble(folder: string, shards: number): Promise<void> {
  const parts: PackedPeople[] = [];
  for (let shard = 0; shard < shards; shard++)
    parts.push(JSON.parse(await readFile(join(folder, 'shards', `${shard}.json`), 'utf8')) as PackedPeople);
  const bytes = (field: 'pictures' | 'joints' | 'world'): Buffer =>
    Buffer.concat(parts.map((part) => Buffer.from(part[field], 'base64')));
  await writeWhole(join(folder, 'pictures.u8'), bytes('pictures'));
  await writeWhole(join(folder, 'joints.f32'), bytes('joints'));
  await writeWhole(join(folder, 'world.f32'), bytes('world'));
  const facts: PictureFacts[] = parts.flatMap((part) => part.facts);
  await writeWhole(join(folder, 'facts.json'), `[\n${facts.map((each) => JSON.stringify(each)).join(',\n')}\n]\n`);
  await rm(join(folder, 'shards'), { recursive: true });
}

/** Writes a file that is either whole or not there. */
async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  const partial = `${file}.${process.pid}.partial`;
  await writeFile(partial, content);
  await rename(partial, file);
}
