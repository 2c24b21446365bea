import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { runCommand } from './run-command.ts';

const node = (program: string): string[] => [process.execPath, '-e', program];

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // A process that ended but was not yet collected still answers to signals.
  return process.platform !== 'linux' || !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
}

test('a command that ends says with which status', { timeout: 60_000 }, async () => {
  expect(await runCommand(node('process.exit(3)'), 1)).toEqual({ kind: 'exited', status: 3 });
});

test('a program that does not exist is an error', async () => {
  await expect(runCommand(['integral-pose-no-such-program'], 1)).rejects.toThrow('ENOENT');
});

test('a command whose time is over is ended with everything it started', { timeout: 180_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'integral-pose-run-'));
  const file = join(folder, 'pid');
  const grandchild = "require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']).pid";
  const wait = 'setInterval(() => {}, 1000)';
  const program = `require('fs').writeFileSync(${JSON.stringify(file)}, String(${grandchild})); ${wait}`;
  // On a busy machine it takes a while to start another process.
  for (let minutes = 1.5 / 60; !existsSync(file) && minutes < 2; minutes *= 4) {
    expect(await runCommand(node(program), minutes)).toEqual({ kind: 'overdue' });
  }
  const pid = Number(readFileSync(file, 'utf8'));
  rmSync(folder, { recursive: true });
  await vi.waitFor(() => expect(runs(pid)).toBe(false), 60_000);
});
