import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { createLoss, LOST } from './loss.ts';

test('R5 work gives its result or its error, or LOST once the context is gone', async () => {
  const loss = createLoss();
  expect(await loss.orLost(Promise.resolve(7))).toBe(7);
  await expect(loss.orLost(Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  let fail = (_: Error) => {};
  const given = loss.orLost(
    new Promise<number>((_, reject) => {
      fail = reject;
    }),
  );
  loss.tell();
  expect(await given).toBe(LOST);
  // Long after, and nobody hears it.
  fail(new Error('too late'));
  // What begins after the loss is not concerned.
  expect(await loss.orLost(Promise.resolve(8))).toBe(8);
});

test('R4 results are not kept until a context is lost, which may be never', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const loss = createLoss();
  const work = async () => {
    const result = { poses: new Array(1000).fill(0) };
    await loss.orLost(Promise.resolve(result));
    return new WeakRef(result);
  };
  const results = [await work(), await work(), await work()];
  await new Promise((resolve) => setTimeout(resolve));
  collect();
  expect(results.map((result) => result.deref())).toEqual([undefined, undefined, undefined]);
  // Still there, as a tracker's is.
  loss.tell();
});
