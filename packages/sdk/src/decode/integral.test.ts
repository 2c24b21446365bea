import '@tensorflow/tfjs-backend-wasm';
import { gaussianMap, heatmapsOf, mapValues } from '@integral-pose/test-kit';
import { ready, setBackend } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import type { Decoder } from '../tensor/decoder.ts';
import { debiasedIntegral } from './debiased-integral.ts';
import { integral } from './integral.ts';
import { localDebiasedIntegral } from './local-debiased-integral.ts';
import { twoStepIntegral } from './two-step-integral.ts';

const SIZE = { width: 20, height: 28 };

beforeAll(async () => {
  await setBackend('wasm');
  await ready();
});

async function position(decoder: Decoder, scale: number): Promise<number[]> {
  const maps = heatmapsOf([mapValues(gaussianMap(SIZE, { x: 8.3, y: 17.9 }), (value) => scale * value)], {
    values: 'logit',
    background: 0,
  });
  const answer = decoder.decode(maps);
  const numbers = [...(await answer.data())];
  answer.dispose();
  maps.dispose();
  return numbers.slice(0, 2);
}

test.each([0.5, 3])('values times %s and β divided by it give the same answer', async (scale) => {
  for (const make of [integral, debiasedIntegral, localDebiasedIntegral]) {
    const [x = 0, y = 0] = await position(make({ beta: 8, values: 'logit' }), 1);
    const [scaledX = 0, scaledY = 0] = await position(make({ beta: 8 / scale, values: 'logit' }), scale);
    expect(scaledX).toBeCloseTo(x, 3);
    expect(scaledY).toBeCloseTo(y, 3);
  }
});

test('a higher β lessens the pull to the middle', async () => {
  const errors: number[] = [];
  for (const beta of [2, 5, 10]) {
    const [x = 0, y = 0] = await position(integral({ beta, values: 'logit' }), 1);
    errors.push(Math.hypot(x - 8.3, y - 17.9));
  }
  expect(errors).toEqual([...errors].sort((a, b) => b - a));
  expect(errors[0]).toBeGreaterThan(3);
  expect(errors[2]).toBeLessThan(0.1);
});

test('a background that is not 0 is compensated when it is stated', async () => {
  const map = mapValues(gaussianMap(SIZE, { x: 6.2, y: 20.4 }), (value) => 0.1 + 0.8 * value);
  const decoded = async (decoder: Decoder): Promise<number> => {
    const maps = heatmapsOf([map]);
    const answer = decoder.decode(maps);
    const [x = 0, y = 0] = await answer.data();
    answer.dispose();
    maps.dispose();
    return Math.hypot(x - 6.2, y - 20.4);
  };
  expect(await decoded(debiasedIntegral({ background: 0.1 }))).toBeLessThan(0.01);
  expect(await decoded(debiasedIntegral())).toBeGreaterThan(0.1);
});

test('logits asked of probabilities are refused, and β out of range', () => {
  const maps = heatmapsOf([gaussianMap(SIZE, { x: 6.2, y: 20.4 })]);
  for (const decoder of [
    integral({ values: 'logit' }),
    debiasedIntegral({ values: 'logit' }),
    twoStepIntegral({ values: 'logit' }),
  ]) {
    expect(() => decoder.decode(maps)).toThrow(expect.objectContaining({ reason: 'wrong-value-kind' }));
  }
  maps.dispose();
  for (const beta of [0, -1, Number.NaN, 1e6]) {
    expect(() => integral({ beta })).toThrow(expect.objectContaining({ reason: 'invalid-argument' }));
  }
});
