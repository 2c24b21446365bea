import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { registerBackend, registerKernel, removeBackend, unregisterKernel } from '@tensorflow/tfjs-core';
import { expect, test, vi } from 'vitest';
import { cpu } from '../cpu.ts';
import type { PoseError } from '../types/pose-error.ts';
import { wasm } from '../wasm.ts';
import type { Backend } from './backend.ts';
import { chooseBackend } from './choose-backend.ts';

const failing = (name: string, why: string): Backend => ({
  name,
  onGpu: false,
  start: () => Promise.reject(new Error(why)),
});

async function failure(work: Promise<unknown>): Promise<PoseError> {
  return work.then(
    () => Promise.reject(new Error('It did not fail.')),
    (error: unknown) => error as PoseError,
  );
}

// Runs first: nothing has been started yet.
test('without candidates and with tfjs not running, the error says what to pass', async () => {
  const error = await failure(chooseBackend(undefined));
  expect(error.detail).toEqual({ reason: 'no-backend', tried: [] });
  expect(error.fix).toContain('webgl()');
});

test('the first that works is used, and those after it are not touched', async () => {
  const later = vi.fn(() => Promise.resolve());
  const messages: string[] = [];
  const logger = {
    debug: (text: string) => void messages.push(text),
    warn: (text: string) => void messages.push(text),
  };
  const chosen = await chooseBackend(
    [failing('broken', 'no such thing'), cpu(), { name: 'later', onGpu: false, start: later }],
    logger,
  );
  expect(chosen.name).toBe('cpu');
  expect(later).not.toHaveBeenCalled();
  expect(messages).toEqual(['The back-end "broken" cannot be used: no such thing', 'The back-end "cpu" is used.']);
  expect((await chooseBackend(undefined)).name).toBe('cpu');
});

test('when none works, the error says why for each', async () => {
  const error = await failure(chooseBackend([failing('one', 'first reason'), failing('two', 'second reason')]));
  expect(error.detail).toEqual({
    reason: 'no-backend',
    tried: [
      { name: 'one', why: 'first reason' },
      { name: 'two', why: 'second reason' },
    ],
  });
});

test('an empty list is no choice', async () => {
  expect((await failure(chooseBackend([]))).detail).toEqual({ reason: 'no-backend', tried: [] });
});

/** A back-end that is like cpu but for one operation, which gives what `change` makes of the right answer. */
function faulty(kernelName: 'Sigmoid' | 'Multiply' | 'Exp', change: (value: number) => number): Backend {
  const name = `faulty-${kernelName}`;
  return {
    name,
    onGpu: false,
    async start() {
      const { copyRegisteredKernels, getKernel, setBackend } = await import('@tensorflow/tfjs-core');
      registerBackend(name, () => new MathBackendCPU());
      copyRegisteredKernels('cpu', name);
      const right = getKernel(kernelName, 'cpu');
      unregisterKernel(kernelName, name);
      registerKernel({
        kernelName,
        backendName: name,
        kernelFunc: (args) => {
          const result = right.kernelFunc(args);
          const single = Array.isArray(result) ? result[0] : result;
          if (!single) throw new Error('There is no result.');
          const values = (args.backend as MathBackendCPU).readSync(single.dataId) as Float32Array;
          values.set(values.map(change));
          return single;
        },
      });
      await setBackend(name);
    },
  };
}

test.each([
  ['NaN from a sigmoid', 'Sigmoid', () => Number.NaN, 'sigmoid(-100) came out as NaN'],
  ['an overflow beyond half precision', 'Multiply', (v: number) => (v > 65504 ? Infinity : v), '300 squared'],
  ['a subtle error', 'Exp', (v: number) => v * 1.002, 'exp(0) came out as 1.00'],
] as const)('R6 R7 the probe refuses %s', async (_, kernel, change, why) => {
  const error = await failure(chooseBackend([faulty(kernel, change)]));
  await chooseBackend([cpu()]);
  removeBackend(`faulty-${kernel}`);
  expect(error.detail).toMatchObject({ reason: 'no-backend', tried: [{ name: `faulty-${kernel}` }] });
  expect(error.message).toContain(why);
});

test('wasm names the file that is not served, and stays silent', async () => {
  const spies = (['log', 'warn', 'error', 'info'] as const).map((method) => vi.spyOn(console, method));
  const error = await failure(chooseBackend([wasm({ path: '/no-such-folder/' })]));
  expect(error.message).toMatch(/\/no-such-folder\/tfjs-backend-wasm-simd\.wasm answered 404/);
  for (const spy of spies) expect(spy).not.toHaveBeenCalled();
  // A wrong address does not spoil the next try.
  expect((await chooseBackend([wasm({ path: '/tfjs-wasm' })])).name).toBe('wasm');
  for (const spy of spies) expect(spy).not.toHaveBeenCalled();
});
