import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { judgeTraining } from './head.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'head-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const ended = { kind: 'exited', status: 0 } as const;
function leave(losses: readonly number[], error = 100): void {
  writeFileSync(join(folder, 'lite.bin'), '');
  writeFileSync(join(folder, 'lite.json'), '{}');
  writeFileSync(join(folder, 'result.json'), JSON.stringify({ losses, figures: { synthetic: { mpjpe: error } } }));
}

test('a training that learnt passes', () => {
  leave([16, 12]);
  expect(judgeTraining(folder, ended, 5)).toMatchObject({ passed: 1, failed: 0 });
});

test.each([
  ['did not learn', () => leave([16, 15.9]), ended],
  ['has a figure that is none', () => leave([16, 12], Number.NaN), ended],
  ['left nothing', () => undefined, ended],
  ['failed', () => leave([16, 12]), { kind: 'exited', status: 1 } as const],
  ['took too long', () => leave([16, 12]), { kind: 'overdue' } as const],
])('a training that %s fails', (_, make, ending) => {
  make();
  expect(judgeTraining(folder, ending, 5)).toMatchObject({ passed: 0, failed: 1 });
});
