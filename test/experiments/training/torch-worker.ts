import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { inParallel } from './in-parallel.ts';
import { PYTHON_FOLDER, PythonError, pythonPath } from './python.ts';

/** A running `worker.py`, which says what it can be asked. */
export interface TorchWorker {
  /**
   * Asks for one thing; to be awaited before the next.
   * @param onLine lines on the way
   * @throws PythonError when it fails; the worker is then gone
   */
  ask(request: Readonly<Record<string, unknown>>, onLine?: (line: unknown) => void): Promise<void>;
  /** Ends it, at once, whatever it is doing. */
  close(): void;
}

/** Starts a worker. It ends with {@link TorchWorker.close}, and with this process, however this one ends. */
export function startTorchWorker(): TorchWorker {
  const child = spawn(pythonPath(), ['-B', join(PYTHON_FOLDER, 'worker.py')], {
    env: { ...process.env, OMP_NUM_THREADS: '1', PYTHONIOENCODING: 'utf8' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4000);
  });
  const ended = new Promise<PythonError>((resolve) => {
    child.once('error', (error) => resolve(new PythonError('worker.py', 'did not start', error.message)));
    child.once('close', (code, why) =>
      resolve(new PythonError('worker.py', why ? `was ended by ${why}` : `ended with status ${code}`, said)),
    );
  });
  // A write to a process that is gone fails as well; `ended` says why.
  child.stdin.on('error', () => {});
  let answer: ((line: { readonly done?: true }) => void) | undefined;
  createInterface({ input: child.stdout }).on('line', (line) => answer?.(JSON.parse(line)));
  return {
    async ask(request, onLine) {
      const done = new Promise<undefined>((resolve) => {
        answer = (line) => (line.done ? resolve(undefined) : onLine?.(line));
      });
      child.stdin.write(`${JSON.stringify(request)}\n`);
      const failed = await Promise.race([done, ended]);
      if (failed) throw failed;
    },
    close: () => void child.kill('SIGKILL'),
  };
}

/**
 * Does `work` for every item with one worker a core, two at most.
 * @throws what the first that failed has thrown, after all workers were ended
 */
export async function withTorchWorkers<T>(
  items: readonly T[],
  work: (item: T, worker: TorchWorker) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const idle: TorchWorker[] = [];
  const all: TorchWorker[] = [];
  try {
    const most = Math.min(2, availableParallelism());
    await inParallel(
      items,
      most,
      async (item, stopped) => {
        stopped.throwIfAborted();
        const worker = idle.pop() ?? startTorchWorker();
        if (!all.includes(worker)) all.push(worker);
        stopped.addEventListener('abort', worker.close, { once: true });
        try {
          await work(item, worker);
        } catch (error) {
          stopped.throwIfAborted();
          throw error;
        } finally {
          stopped.removeEventListener('abort', worker.close);
        }
        idle.push(worker);
      },
      signal,
    );
  } finally {
    for (const worker of all) worker.close();
  }
}
