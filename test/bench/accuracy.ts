import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { withPage } from '../../scripts/headless.ts';
import type { AccuracyJob, CocoFile, RawAccuracy, Stretch } from './accuracy/job.ts';
import { summarise } from './accuracy/summarise.ts';
import { table } from './accuracy/table.ts';

const USAGE = `pnpm bench accuracy --images DIR --annotations FILE [--model lite|full|heavy]
  [--detector truth|blazepose] [--decoders all|a,b,c] [--task FILE] [--out FILE.json]
  [--raw FILE.json] [--skip PICTURES] [--limit PICTURES] [--stretch DEPTH,TURN,LEAN] [--quick]`;

/** Measures every decoder, and PoseLandmarker beside them, on pictures with ground truth. */
export async function accuracy(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      images: { type: 'string' },
      annotations: { type: 'string' },
      model: { type: 'string', default: 'lite' },
      detector: { type: 'string', default: 'truth' },
      decoders: { type: 'string', default: 'all' },
      task: { type: 'string' },
      out: { type: 'string' },
      raw: { type: 'string' },
      skip: { type: 'string', default: '0' },
      limit: { type: 'string' },
      stretch: { type: 'string' },
      quick: { type: 'boolean', default: false },
    },
  });
  if (!values.images || !values.annotations) throw new Error(USAGE);
  const file = JSON.parse(readFileSync(values.annotations, 'utf8')) as CocoFile;
  const skip = count('skip', values.skip);
  const limit = values.limit ? count('limit', values.limit) : file.images.length;
  const job: AccuracyJob = {
    file: { ...file, images: file.images.slice(skip, skip + limit) },
    model: oneOf('model', values.model, ['lite', 'full', 'heavy']),
    detector: oneOf('detector', values.detector, ['truth', 'blazepose']),
    decoders: values.decoders === 'all' ? null : values.decoders.split(','),
    task: values.task ?? null,
    subpixel: !values.quick,
    stretch: values.stretch ? stretchOf(values.stretch) : null,
  };
  const mounts = {
    '/images/': resolve(values.images),
    ...(values.task ? { '/task/bundle.task': resolve(values.task) } : {}),
  };
  const raw = await withPage({ page: 'test/bench/accuracy/index.html', mounts }, async (page) => {
    await page.exposeFunction('report', (done: number, total: number) => {
      process.stderr.write(`\r${done} of ${total} pictures${done === total ? '\n' : ''}`);
    });
    await page.waitForFunction(() => 'measure' in window);
    return page.evaluate((each): Promise<RawAccuracy> => window.measure(each), job);
  });
  if (values.raw) writeFileSync(values.raw, JSON.stringify(raw));
  const summary = summarise(raw, job);
  process.stdout.write(table(summary));
  if (values.out) writeFileSync(values.out, `${JSON.stringify(summary, null, 2)}\n`);
}

function count(name: string, text: string): number {
  const pictures = Number(text);
  if (!Number.isInteger(pictures) || pictures < 0)
    throw new Error(`--${name} is ${text}. Give a number of pictures, such as 120.`);
  return pictures;
}

function stretchOf(text: string): Stretch {
  const [depth = Number.NaN, turn = Number.NaN, lean = Number.NaN, ...more] = text.split(',').map(Number);
  if (!(depth > 0 && turn > 0 && lean > 0) || more.length > 0)
    throw new Error(`--stretch is ${text}. Give three numbers over 0, as in 1,1,1: depths as they come out.`);
  return { depth, turn, lean };
}

function oneOf<const Choice extends string>(name: string, value: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === value);
  if (!found) throw new Error(`--${name} is ${value}. Give one of ${choices.join(', ')}.`);
  return found;
}
