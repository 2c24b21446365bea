import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
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

test('a command that ends says with which status', async () => {
  expect(await runCommand(node('process.exit(3)'), 1)).toEqual({ kind: 'exited', status: 3 });
});

test('a program that does not exist is an error', async () => {
  await expect(runCommand(['integral-pose-no-such-program'], 1)).rejects.toThrow('ENOENT');
});

test('a command whose time is over is ended with everything it started', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'integral-pose-run-'));
  const file = join(folder, 'pid');
  const grandchild = "require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']).pid";
  const wait = 'setInterval(() => {}, 1000)';
  const program = `require('fs').writeFileSync(${JSON.stringify(file)}, String(${grandchild})); ${wait}`;
  expect(await runCommand(node(program), 1.5 / 60)).toEqual({ kind: 'overdue' });
  const pid = Number(readFileSync(file, 'utf8'));
  rmSync(folder, { recursive: true });
  await vi.waitFor(() => expect(runs(pid)).toBe(false), 5_000);
});
