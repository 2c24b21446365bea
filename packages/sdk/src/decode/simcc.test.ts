import '@tensorflow/tfjs-backend-wasm';
import { memory, ready, setBackend, type Tensor3D, tensor3d } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { DECODED } from '../tensor/decoder.ts';
import { type SimccOptions, simcc } from './simcc.ts';

beforeAll(async () => {
  await setBackend('wasm');
  await ready();
});

/** SimCC's training target: a Gaussian of `sigma` bins, summing to 1. */
function target(bins: number, split: number, at: number, sigma = 6): number[] {
  const raw = Array.from({ length: bins }, (_, i) => Math.exp(-((i + 0.5 - at * split) ** 2) / (2 * sigma * sigma)));
  const total = raw.reduce((sum, value) => sum + value, 0);
  return raw.map((value) => value / total);
}

async function decode(x: number[], y: number[], values: 'logit' | 'probability', options?: SimccOptions) {
  const vectors: { x: Tensor3D; y: Tensor3D } = {
    x: tensor3d([[x]]),
    y: tensor3d([[y]]),
  };
  const answer = simcc(options).decode({ ...vectors, values });
  expect(answer.shape).toEqual([1, 1, DECODED.columns]);
  const row = [...(await answer.data())];
  answer.dispose();
  vectors.x.dispose();
  vectors.y.dispose();
  return row as [number, number, number, number, number, number, number, number];
}

test.each([0, 0.1, 0.25, 0.5, 0.77])('argmax is within half a bin of x = 20 + %s', async (fraction) => {
  const [x, y, z] = await decode(target(96, 2, 20 + fraction), target(128, 2, 40.3), 'probability');
  expect(Math.abs(x - 20 - fraction)).toBeLessThanOrEqual(0.2501);
  expect(Math.abs(y - 40.3)).toBeLessThanOrEqual(0.2501);
  expect(z).toBe(0);
});

test('the integral is exact for its target, of probabilities and of their logarithms', async () => {
  const [x, y] = [target(96, 2, 20.37), target(128, 2, 40.81)];
  for (const row of [
    await decode(x, y, 'probability', { estimate: 'integral' }),
    await decode(
      x.map((p) => Math.log(p + 1e-20)),
      y.map((p) => Math.log(p + 1e-20)),
      'logit',
      { estimate: 'integral' },
    ),
  ]) {
    expect(row[DECODED.x]).toBeCloseTo(20.37, 3);
    expect(row[DECODED.y]).toBeCloseTo(40.81, 3);
    expect(row[DECODED.score]).toBeCloseTo(1 / (6 * Math.sqrt(2 * Math.PI)), 3);
    expect(row[DECODED.xx]).toBeCloseTo(9, 1);
    expect(row[DECODED.xy]).toBe(0);
  }
});

test('a flat vector has score 0; a NaN shows', async () => {
  const flat = new Array<number>(96).fill(1 / 96);
  expect((await decode(flat, target(128, 2, 40), 'probability'))[DECODED.score]).toBe(0);
  const broken = target(96, 2, 20);
  broken[90] = Number.NaN;
  expect((await decode(broken, target(128, 2, 40), 'probability'))[DECODED.x]).toBeNaN();
});

test('an argument out of range is refused; nothing leaks', async () => {
  expect(() => simcc({ split: 0 })).toThrow(expect.objectContaining({ reason: 'invalid-argument' }));
  const before = memory().numTensors;
  await decode(target(96, 2, 20), target(128, 2, 40), 'probability');
  expect(memory().numTensors).toBe(before);
});
