import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ExperimentResult } from './experiment.ts';
import { writeReport, writeSummary } from './report.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'report-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const result: ExperimentResult = {
  figures: { error: [1, 2.5] },
  findings: [
    { claim: 'A | B', source: 'IPR, table 1', printed: '3', seen: '4 (3 … 5)', verdict: 'agrees' },
    { claim: 'C', source: 'IPR, table 2', seen: '0 (−1 … 1)', verdict: 'cannot tell', smallestEffect: '1 px' },
  ],
  plots: [{ file: 'bias.svg', title: 'A plot', svg: '<svg/>' }],
  seeds: 3,
};

test('a report is JSON beside its plots, and nothing else', () => {
  writeReport(folder, { name: 'bias', title: 'Bias' }, result, 'quick', 12.4);
  expect(readdirSync(folder).toSorted()).toEqual(['bias.json', 'bias.svg']);
  expect(JSON.parse(readFileSync(join(folder, 'bias.json'), 'utf8'))).toEqual({
    name: 'bias',
    title: 'Bias',
    setting: 'quick',
    command: 'pnpm experiments bias --quick',
    seeds: 3,
    seconds: 12,
    findings: result.findings,
    plots: [{ file: 'bias.svg', title: 'A plot' }],
    figures: { error: [1, 2.5] },
  });
});

test.each([Number.NaN, Number.POSITIVE_INFINITY])('%s among the figures is refused, and nothing is written', (bad) => {
  const broken = { ...result, figures: { error: [1, bad] } };
  expect(() => writeReport(folder, { name: 'bias', title: 'Bias' }, broken, 'full', 1)).toThrow('bias.error.1');
  expect(readdirSync(folder)).toEqual([]);
});

test('the summary lists findings in the order of the experiments', () => {
  writeReport(folder, { name: 'losses', title: 'Losses' }, { ...result, plots: [] }, 'full', 300);
  writeReport(folder, { name: 'bias', title: 'Bias' }, result, 'full', 12);
  writeSummary(folder, ['bias', 'losses']);
  const text = readFileSync(join(folder, 'README.md'), 'utf8');
  expect(text.indexOf('## Bias')).toBeGreaterThan(0);
  expect(text.indexOf('## Losses')).toBeGreaterThan(text.indexOf('## Bias'));
  expect(text).toContain('| A \\| B | IPR, table 1: 3 | 4 (3 … 5) | agrees |');
  expect(text).toContain('smallest effect that would have shown: 1 px | cannot tell |');
  expect(text).toContain('![A plot](./bias.svg)');
  expect(text).toContain('`pnpm experiments losses`, 3 seeds, 5 min');
});
