// The papers' experiments: `pnpm experiments [name…] [--quick] [--out DIR] [--outcomes FILE]`.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createProgressLine } from '../../scripts/track/progress-line.ts';
import { experiments } from './catalogue.ts';
import type { Experiment } from './experiment.ts';
import { createNeeds } from './needs.ts';
import { type ExperimentOutcome, namesToRun } from './outcomes.ts';
import { writeReport, writeSummary } from './report.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const { values, positionals } = parseArgs({
  args: process.argv.slice(2).filter((argument) => argument !== '--'),
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, out: { type: 'string' }, outcomes: { type: 'string' } },
});
const names = experiments.map(({ name }) => name);
const wanted = namesToRun(names, positionals);
if (typeof wanted === 'string') {
  process.stderr.write(`${wanted}\n`);
  process.exit(2);
}
const { quick } = values;
const folder = values.out
  ? resolve(values.out)
  : quick
    ? mkdtempSync(join(tmpdir(), 'integral-pose-experiments-'))
    : join(root, 'docs/experiments');
const cache = join(root, 'node_modules/.cache/integral-pose-experiments');
const line = createProgressLine(process.stderr);
const missing = createNeeds((text) => process.stderr.write(`${text}\n`));

async function runOne(experiment: Experiment): Promise<ExperimentOutcome> {
  const { name, title } = experiment;
  console.log(`\n${title} (${name})`);
  const lacking = experiment.needs.map(missing).find((reason) => reason !== undefined);
  if (lacking !== undefined) {
    console.log(`  skipped: ${lacking}`);
    return { name, kind: 'skipped', why: lacking };
  }
  const began = performance.now();
  try {
    const progress = (what: string, done: number, total: number) =>
      line.show({ label: `${name}: ${what}`, fraction: total > 0 ? done / total : 1 });
    const result = await experiment.run({ quick, cache, progress });
    line.end();
    const seconds = (performance.now() - began) / 1000;
    const report = writeReport(folder, experiment, result, quick ? 'quick' : 'full', seconds);
    for (const { verdict, claim, seen } of report.findings)
      console.log(`  ${verdict.padEnd(11)} ${claim}\n              ${seen}`);
    return { name, kind: 'ran', findings: report.findings.length };
  } catch (error) {
    line.end();
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    console.error(`  failed: ${why}`);
    return { name, kind: 'failed', why: why.split('\n')[0] ?? why };
  }
}

const outcomes: ExperimentOutcome[] = [];
for (const experiment of experiments.filter(({ name }) => wanted.includes(name)))
  outcomes.push(await runOne(experiment));
if (outcomes.some(({ kind }) => kind === 'ran')) {
  writeSummary(folder, names);
  console.log(`\nWritten to ${relative(process.cwd(), folder) || '.'}`);
}
if (values.outcomes) writeFileSync(values.outcomes, JSON.stringify(outcomes));
process.exitCode = outcomes.some(({ kind }) => kind === 'failed') ? 1 : 0;
