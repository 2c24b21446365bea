import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Experiment, ExperimentResult, Finding } from './experiment.ts';

/** What is written of an experiment: `<name>.json`, beside its plots. */
export interface Report {
  readonly name: string;
  readonly title: string;
  readonly setting: 'quick' | 'full';
  /** Makes this file again. */
  readonly command: string;
  readonly seeds: number;
  /** How long it took, of what was not in the cache. */
  readonly seconds: number;
  readonly findings: readonly Finding[];
  readonly plots: readonly { readonly file: string; readonly title: string }[];
  readonly figures: unknown;
}

/**
 * Writes an experiment's report and plots into a folder. Each file is there whole or not at all.
 * @throws RangeError when a figure is not finite: JSON would make it `null`
 */
export function writeReport(
  folder: string,
  experiment: Pick<Experiment, 'name' | 'title'>,
  result: ExperimentResult,
  setting: Report['setting'],
  seconds: number,
): Report {
  requireFinite(result.figures, experiment.name);
  const { name, title } = experiment;
  const report: Report = {
    name,
    title,
    setting,
    command: `pnpm experiments ${name}${setting === 'quick' ? ' --quick' : ''}`,
    seeds: result.seeds,
    seconds: Math.round(seconds),
    findings: result.findings,
    plots: result.plots.map(({ file, title: about }) => ({ file, title: about })),
    figures: result.figures,
  };
  mkdirSync(folder, { recursive: true });
  for (const { file, svg } of result.plots) writeWhole(join(folder, file), svg);
  writeWhole(join(folder, `${name}.json`), `${JSON.stringify(report, null, 1)}\n`);
  return report;
}

/** Writes README.md: every report in the folder, findings first, in the given order of names. */
export function writeSummary(folder: string, order: readonly string[]): void {
  const reports = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Report)
    .toSorted((one, other) => order.indexOf(one.name) - order.indexOf(other.name));
  writeWhole(join(folder, 'README.md'), summary(reports));
}

/** The reports as one page. */
export function summary(reports: readonly Report[]): string {
  const parts = [
    "# The papers' experiments, run again",
    '',
    'Written by `pnpm experiments`. Each claim *agrees* when the 95 % interval over the seeds lies wholly on the side',
    'that the paper names, *does not* when it lies wholly on the other, and otherwise one *cannot tell*, with the smallest',
    'effect that the run could have shown. Times leave out trainings that were kept from an earlier experiment or run.',
  ];
  for (const report of reports) {
    const minutes = report.seconds / 60;
    const time = minutes < 1.5 ? `${report.seconds} s` : `${Math.round(minutes)} min`;
    parts.push('', `## ${report.title}`, '', `\`${report.command}\`, ${report.seeds} seeds, ${time}`, '');
    parts.push('| claim | source | seen here | verdict |', '|---|---|---|---|');
    for (const { claim, source, printed, seen, verdict, smallestEffect } of report.findings) {
      const told = smallestEffect ? `${seen}; smallest effect that would have shown: ${smallestEffect}` : seen;
      parts.push(
        `| ${cell(claim)} | ${cell(printed ? `${source}: ${printed}` : source)} | ${cell(told)} | ${verdict} |`,
      );
    }
    for (const { file, title } of report.plots) parts.push('', `![${title}](./${file})`);
  }
  return `${parts.join('\n')}\n`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function writeWhole(file: string, content: string): void {
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, content);
  renameSync(unfinished, file);
}

function requireFinite(value: unknown, path: string): void {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError(`${path} is ${value}.`);
  if (typeof value === 'object' && value !== null)
    for (const [key, part] of Object.entries(value)) requireFinite(part, `${path}.${key}`);
}
