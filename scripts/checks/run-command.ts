import { spawn, spawnSync } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const root: string = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** How a command ended: by itself with a status, or because its time was over. */
export type Ending = { readonly kind: 'exited'; readonly status: number } | { readonly kind: 'overdue' };

const windows = process.platform === 'win32';

/** Ends a process and everything it started. */
function end(pid: number): void {
  if (windows) {
    spawnSync('taskkill', ['/pid', String(pid), '/t', '/f']);
    return;
  }
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended in the meantime.
  }
}

/** How to start pnpm: as the set-up found it, or by its name. */
export const pnpm: readonly string[] = (process.env.INTEGRAL_POSE_PNPM ?? 'pnpm').split(' ');

/**
 * Runs a program of `node_modules/.bin`, or pnpm itself, in the repository with its output passed through.
 * @param line the program and its arguments
 * @param minutes after which it is ended, with all it started
 * @param quiet leaves out what it prints, but for errors
 */
export function runCommand(line: readonly string[], minutes: number, quiet = false): Promise<Ending> {
  const path = windows ? 'Path' : 'PATH';
  const separator = windows ? ';' : ':';
  const env = { ...process.env, [path]: [resolve(root, 'node_modules/.bin'), process.env[path]].join(separator) };
  // A process group of its own, so that it can be ended as a whole. On Windows the programs are
  // .cmd files, which only a shell starts.
  const words = windows ? line.map((word) => (/^[\w@%+=:,./\\-]+$/.test(word) ? word : `"${word}"`)) : line;
  const child = spawn(words[0] ?? '', words.slice(1), {
    cwd: root,
    stdio: ['inherit', quiet ? 'ignore' : 'inherit', 'inherit'],
    env,
    detached: !windows,
    shell: windows,
  });
  const pid = child.pid;
  let overdue = false;
  const timer = setTimeout(() => {
    overdue = true;
    if (pid !== undefined) end(pid);
  }, minutes * 60_000);
  // In a group of its own it does not hear the terminal's interrupt.
  const interrupted = (): void => {
    if (pid !== undefined) end(pid);
    process.exit(130);
  };
  process.once('SIGINT', interrupted);
  process.once('SIGTERM', interrupted);
  return new Promise((done, fail) => {
    const over = (): void => {
      clearTimeout(timer);
      process.off('SIGINT', interrupted);
      process.off('SIGTERM', interrupted);
    };
    child.once('error', (error) => {
      over();
      fail(error);
    });
    child.once('exit', (status) => {
      over();
      // Whatever it left running goes as well: a browser that outlives its test, for example.
      if (pid !== undefined && !windows) end(pid);
      done(overdue ? { kind: 'overdue' } : { kind: 'exited', status: status ?? 1 });
    });
  });
}
