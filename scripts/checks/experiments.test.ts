import { expect, test } from 'vitest';
import { countExperiments } from './experiments.ts';

const exited = { kind: 'exited', status: 0 } as const;

test('each experiment counts once, with the reason of those that did not run', () => {
  const found = countExperiments(
    [
      { name: 'bias', kind: 'ran', findings: 3 },
      { name: 'losses', kind: 'skipped', why: 'no torch' },
      { name: 'shrinkage', kind: 'failed', why: 'Error: broken' },
      { name: 'mixed-3d', kind: 'ran', findings: 0 },
    ],
    { kind: 'exited', status: 1 },
    5,
  );
  expect(found).toEqual({
    passed: 1,
    failed: 2,
    skipped: 1,
    failures: ['shrinkage: Error: broken', 'mixed-3d: it found nothing'],
    skips: ['losses: no torch'],
  });
});

test('no outcomes are a failure, whatever the status says', () => {
  expect(countExperiments(undefined, exited, 5)).toMatchObject({ passed: 0, failed: 1 });
  expect(countExperiments([], exited, 5)).toMatchObject({ passed: 0, failed: 1 });
  expect(countExperiments(undefined, { kind: 'overdue' }, 5).failures).toEqual(['ended after 5 minutes']);
});
