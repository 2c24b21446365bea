import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeMaps } from './decode-maps.ts';
import { trainJobs } from './jobs.ts';
import { predict } from './predict.ts';
import { missingTorch, PythonError } from './python.ts';
import { biasMethods, iprMethods, standardJob } from './recipe.ts';
import { startTorchWorker } from './torch-worker.ts';
import type { TrainingJob } from './training-job.ts';

const missing = missingTorch();
const PICTURES = [128, 129, 130];

describe.skipIf(missing)(`training with PyTorch${missing ? `: skipped. ${missing}` : ''}`, () => {
  let cache = '';
  const told: string[] = [];
  const context = () => ({
    cache,
    progress: (what: string, done: number, total: number) => void told.push(`${what} ${done} ${total}`),
  });
  const quick = (method: Parameters<typeof standardJob>[1], seed = 1): TrainingJob => ({
    ...standardJob({ quick: true }, method, seed),
    epochs: 1,
    epochPictures: 32,
    validationPictures: 4,
  });

  beforeAll(() => {
    cache = mkdtempSync(join(tmpdir(), 'training-'));
  });
  afterAll(() => rmSync(cache, { recursive: true }));

  test('every method of the recipe trains, answers, and is read', async () => {
    const methods = [...Object.values(iprMethods()), ...Object.values(biasMethods())];
    const jobs = methods.map((method) => quick(method));
    const runs = await trainJobs(context(), jobs, { people: null });
    expect(runs.map(({ job }) => job)).toEqual(jobs);
    // Two of the bias methods are IPR's.
    expect(readdirSync(join(cache, 'runs'))).toHaveLength(methods.length - 2);
    expect(told.at(-1)).toBe(`training, epochs ${methods.length - 2} ${methods.length - 2}`);
    for (const run of runs) {
      expect(run.curve.map(({ epoch }) => epoch)).toEqual([0, 1]);
      expect(run.curve[0]?.loss).toBeNull();
      expect(run.curve[1]?.loss).toBeGreaterThan(0);
    }
    const worker = startTorchWorker();
    try {
      for (const run of [runs[0], runs[1], runs[4]]) {
        if (!run) throw new Error('There is no such run.');
        const predictions = await predict(run, PICTURES, worker);
        expect(predictions.side).toBe(run.job.map);
        const points = await decodeMaps(predictions, run.job.decoder);
        expect(points).toHaveLength(PICTURES.length * 17 * 2);
        expect(Math.max(...points)).toBeLessThan(64);
        expect(Math.min(...points)).toBeGreaterThan(0);
      }
    } finally {
      worker.close();
    }
  }, 120_000);

  test('the same job gives the same network, another seed another', async () => {
    const method = iprMethods()['I*'];
    const [first] = await trainJobs(context(), [quick(method)], { people: null });
    const fresh = mkdtempSync(join(tmpdir(), 'training-again-'));
    try {
      const again = await trainJobs({ ...context(), cache: fresh }, [quick(method), quick(method, 2)], {
        people: null,
      });
      expect(again[0]?.curve).toEqual(first?.curve);
      expect(again[1]?.curve).not.toEqual(first?.curve);
    } finally {
      rmSync(fresh, { recursive: true });
    }
  }, 120_000);

  test('a network learns: a few steps halve the error on dots of known colours', async () => {
    const job = { ...quick(iprMethods().H1), epochs: 6, epochPictures: 512, validationPictures: null };
    const [run] = await trainJobs(context(), [job], { people: null });
    expect(run?.curve.at(-1)?.error).toBeLessThan(0.5 * (run?.curve[0]?.error as number));
  }, 120_000);

  test('what was trained is not trained again', async () => {
    told.length = 0;
    await trainJobs(context(), [quick(iprMethods().H1)], { people: null });
    expect(told).toEqual([]);
  });

  test('a training that fails says why, and leaves nothing', async () => {
    const before = readdirSync(join(cache, 'runs'));
    const broken = { ...quick(iprMethods().H1, 9), map: 7 };
    await expect(trainJobs(context(), [broken], { people: null })).rejects.toThrow(PythonError);
    await expect(trainJobs(context(), [broken], { people: null })).rejects.toThrow(/a half or a quarter/);
    expect(readdirSync(join(cache, 'runs'))).toEqual(before);
  }, 60_000);

  test('an aborted training ends at once, and leaves nothing', async () => {
    const stop = new AbortController();
    const long = { ...quick(iprMethods().H1, 8), epochs: 100_000 };
    const before = readdirSync(join(cache, 'runs'));
    const running = trainJobs(
      { cache, progress: () => stop.abort(new Error('enough')) },
      [long, { ...long, seed: 7 }],
      { people: null, signal: stop.signal },
    );
    await expect(running).rejects.toThrow('enough');
    expect(readdirSync(join(cache, 'runs'))).toEqual(before);
    expect(existsSync(cache)).toBe(true);
  }, 60_000);
});
