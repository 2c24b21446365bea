import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const python = process.env.PYTHON ?? '/usr/bin/python3';
const hasTorch = spawnSync(python, ['-c', 'import torch, numpy']).status === 0;

test.skipIf(!hasTorch)('the two-step integral of training has the values and gradients of plain PyTorch', () => {
  const script = join(import.meta.dirname, 'train/check_two_step.py');
  const { stdout, stderr, status } = spawnSync(python, ['-B', script], { encoding: 'utf8' });
  expect(stderr.includes('Error') ? stderr : status).toBe(0);
  const { value, gradient, largest } = JSON.parse(stdout) as Record<'value' | 'gradient' | 'largest', number>;
  expect(largest).toBeGreaterThan(0.5);
  expect(value).toBeLessThan(1e-6);
  expect(gradient).toBeLessThan(1e-5);
});
