import { getGradient, getKernelsForBackend } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';

test('importing the entry registers no gradient and no kernel', async () => {
  const entry = await import('./index.ts');
  expect(entry.integralLoss).toBeTypeOf('function');
  for (const kernel of ['Exp', 'Sum', 'Transpose', 'BatchMatMul']) expect(getGradient(kernel)).toBeUndefined();
  for (const backend of ['cpu', 'wasm', 'webgl']) expect(getKernelsForBackend(backend)).toEqual([]);
});
