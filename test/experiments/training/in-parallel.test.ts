import { expect, test } from 'vitest';
import { inParallel } from './in-parallel.ts';

test('all is done, so many at a time', async () => {
  let running = 0;
  let most = 0;
  const done: number[] = [];
  await inParallel([1, 2, 3, 4, 5], 2, async (item) => {
    most = Math.max(most, ++running);
    await Promise.resolve();
    done.push(item);
    running--;
  });
  expect(done).toEqual([1, 2, 3, 4, 5]);
  expect(most).toBe(2);
});

test('a failure stops the others and is what is thrown', async () => {
  const begun: number[] = [];
  const work = async (item: number, signal: AbortSignal) => {
    begun.push(item);
    if (item === 2) throw new Error('two');
    await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
  };
  await expect(inParallel([1, 2, 3, 4], 2, work)).rejects.toThrow('two');
  expect(begun).toEqual([1, 2]);
});
