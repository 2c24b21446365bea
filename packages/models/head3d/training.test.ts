import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';

const python = process.env.PYTHON ?? '/usr/bin/python3';
const hasTorch = spawnSync(python, ['-c', 'import torch, numpy']).status === 0;

/** What one of the training's checks prints. */
function run(script: string): Record<string, number | boolean> {
  const { stdout, stderr, status } = spawnSync(python, ['-B', join(import.meta.dirname, 'train', script)], {
    encoding: 'utf8',
  });
  expect(stderr.includes('Error') ? stderr : status).toBe(0);
  return JSON.parse(stdout) as Record<string, number | boolean>;
}

describe.skipIf(!hasTorch)('training', () => {
  let norms: Record<string, number | boolean>;

  beforeAll(() => {
    norms = run('check_folded.py');
  });

  test('has a two-step integral with the values and gradients of plain PyTorch', () => {
    const { value, gradient, largest } = run('check_two_step.py');
    expect(largest).toBeGreaterThan(0.5);
    expect(value).toBeLessThan(1e-6);
    expect(gradient).toBeLessThan(1e-5);
  });

  test('writes a head without norms that answers as the trained one does', () => {
    const { off, spread } = norms;
    expect(spread).toBeGreaterThan(0.05);
    expect(off).toBeLessThan(1e-5);
  });

  test('goes on from stored weights: norms that change nothing, a file that comes out the same', () => {
    const { again, narrowest, same } = norms;
    expect(again).toBeLessThan(1e-5);
    // Norms of values that vary: the training has something to hold on to.
    expect(narrowest).toBeGreaterThan(1e-4);
    expect(same).toBe(true);
  });

  test('has an error of limbs that a body moved as a whole does not change, and a bent forearm does', () => {
    const { together, alone, bent, unlabelled } = run('check_limbs.py');
    expect(alone).toBeCloseTo(10, 4);
    expect(together).toBeLessThan(1e-5);
    expect(bent).toBeCloseTo(4, 4);
    expect(unlabelled).toBeLessThan(1e-5);
  });

  test('has an error of shape that is PA-MPJPE, does not see how a body is turned, and goes down along its gradient', () => {
    const { moved, mirrored, other, asMeasured, better, bent, unlabelled } = run('check_shape.py');
    expect(moved).toBeLessThan(1e-3);
    expect(mirrored).toBeGreaterThan(3);
    expect(other).toBeCloseTo(Number(asMeasured), 3);
    expect(better).toBeLessThan(Number(other) - 0.1);
    expect(bent).toBeGreaterThan(0.2);
    expect(unlabelled).toBeLessThan(1e-3);
  });

  test('tilts bodies as the SDK does', () => {
    const { off, changed, tilt } = run('check_stretch.py');
    expect(changed).toBeGreaterThan(3);
    expect(off).toBeLessThan(0.5);
    expect(tilt).toBeLessThan(0.01);
  });
});
