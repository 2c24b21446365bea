import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Where this project's Python files for training are. */
export const PYTHON_FOLDER = import.meta.dirname;

/** The Python in use: what the environment variable `PYTHON` says, else Debian's own, which has `python3-torch`. */
export function pythonPath(): string {
  return process.env.PYTHON ?? '/usr/bin/python3';
}

/** Why a training in Python cannot run here, as a full sentence; undefined when it can. */
export function missingTorch(): string | undefined {
  const found = spawnSync(pythonPath(), ['-c', 'import torch, numpy'], { encoding: 'utf8' });
  if (found.error) return `There is no Python at ${pythonPath()} (set PYTHON to another).`;
  if (found.status === 0) return undefined;
  return `${pythonPath()} has no PyTorch with NumPy (Debian: apt-get install python3-torch; or set PYTHON to another).`;
}

/** A Python program that failed. */
export class PythonError extends Error {
  override readonly name = 'PythonError';
  readonly script: string;
  /** The end of what it wrote to standard error. */
  readonly output: string;

  constructor(script: string, ending: string, output: string) {
    super(`${script} ${ending}.\n${output}`.trim());
    this.script = script;
    this.output = output;
  }
}

/** How {@link runPython} runs. */
export interface PythonOptions {
  /** Each line of JSON that the program writes to standard output. */
  onLine?(line: unknown): void;
  /** Ends the program. */
  readonly signal?: AbortSignal;
}

/**
 * Runs one of the programs beside this file until it ends. It is ended with this process, however this one ends: it
 * watches its standard input, which then closes.
 * @throws PythonError when it cannot start or fails; the signal's reason when aborted
 */
export async function runPython(script: string, args: readonly string[], options: PythonOptions = {}): Promise<void> {
  const { onLine, signal } = options;
  signal?.throwIfAborted();
  const child = spawn(pythonPath(), ['-B', join(PYTHON_FOLDER, script), ...args], {
    // One thread a process: two processes of one thread train more than one of two.
    env: { ...process.env, OMP_NUM_THREADS: '1', PYTHONIOENCODING: 'utf8' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const stop = () => child.kill('SIGKILL');
  signal?.addEventListener('abort', stop, { once: true });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4000);
  });
  const lines = createInterface({ input: child.stdout });
  try {
    const ended = new Promise<{ code: number | null; why: NodeJS.Signals | null }>((resolve, reject) => {
      child.once('error', (error) => reject(new PythonError(script, 'did not start', error.message)));
      child.once('close', (code, why) => resolve({ code, why }));
    });
    // Reading lines and the end go on side by side: a failed start has no lines.
    const read = (async () => {
      for await (const line of lines) onLine?.(JSON.parse(line));
    })();
    const [{ code, why }] = await Promise.all([ended, read]);
    signal?.throwIfAborted();
    if (code !== 0) throw new PythonError(script, why ? `was ended by ${why}` : `failed with status ${code}`, said);
  } finally {
    signal?.removeEventListener('abort', stop);
    stop();
  }
}
