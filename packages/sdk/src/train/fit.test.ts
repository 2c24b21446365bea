import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { seededRandom } from '@integral-pose/test-kit';
import {
  customGrad,
  getGradient,
  memory,
  mul,
  ready,
  registerGradient,
  type Scalar,
  setBackend,
  type Tensor,
  tensor3d,
  tensor4d,
  unregisterGradient,
} from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { PoseError } from '../types/pose-error.ts';
import { convolutionLayer } from './convolution-layer.ts';
import { createNetwork, type TrainableNetwork } from './create-network.ts';
import { type FitOptions, fit, type TrainingBatch } from './fit.ts';
import { gaussianLoss } from './gaussian-loss.ts';
import { inputLayer } from './input-layer.ts';
import { integralLoss } from './integral-loss.ts';
import type { TrainingState } from './training-state.ts';

beforeAll(async () => {
  await setBackend('cpu');
  await ready();
});

const SIDE = 8;
let before: number;
beforeEach(() => {
  before = memory().numTensors;
});
afterEach(() => {
  expect(memory().numTensors).toBe(before);
});

function dotFinder(seed = 1): TrainableNetwork {
  const hidden = convolutionLayer(inputLayer({ height: SIDE, width: SIDE, channels: 1 }), { channels: 4 });
  return createNetwork(convolutionLayer(hidden, { channels: 1, activation: 'none', gain: 0.1 }), { seed });
}

/** Pictures of one bright cell: the joint. Endless, the same for each seed. */
async function* dots(seed: number, skip = 0): AsyncGenerator<TrainingBatch> {
  const { next } = seededRandom(seed);
  for (let batch = 0; ; batch++) {
    const cells = new Float32Array(4 * SIDE * SIDE);
    const truth: number[] = [];
    for (let picture = 0; picture < 4; picture++) {
      const [x, y] = [1 + Math.floor(6 * next()), 1 + Math.floor(6 * next())];
      cells[(picture * SIDE + y) * SIDE + x] = 1;
      truth.push(x + 0.5, y + 0.5);
    }
    if (batch >= skip) yield { input: tensor4d(cells, [4, SIDE, SIDE, 1]), truth: tensor3d(truth, [4, 1, 2]) };
  }
}

const options = (network: TrainableNetwork, more: Partial<FitOptions> = {}): FitOptions => ({
  network,
  loss: integralLoss({ beta: 1 }),
  batches: dots(7),
  steps: 60,
  rate: 0.03,
  ...more,
});

test('a small network learns, tells how far it is, and the rate falls along a cosine', async () => {
  const network = dotFinder();
  const told: { step: number; loss: number; rate: number }[] = [];
  const { ended } = await fit(options(network, { onProgress: (progress) => told.push(progress) }));
  expect(ended).toBe('done');
  expect(told.map(({ step }) => step)).toEqual([10, 20, 30, 40, 50, 60]);
  expect(told.at(-1)?.loss).toBeLessThan((told[0]?.loss as number) / 3);
  expect(told.at(-1)?.rate).toBeCloseTo(0, 9);
  for (const { step, rate } of told) {
    expect(rate).toBeCloseTo((0.03 * (1 + Math.cos((Math.PI * (step - 1)) / 59))) / 2, 9);
  }
  network.dispose();
});

const numbers = (network: TrainableNetwork) => network.parameters.flatMap(({ variable }) => [...variable.dataSync()]);

test('aborted and resumed, even through JSON, it is the same as without a pause, bit by bit', async () => {
  const whole = dotFinder();
  await fit(options(whole));

  const abort = new AbortController();
  const half = dotFinder();
  const { ended, state } = await fit(
    options(half, { signal: abort.signal, onProgress: ({ step }) => step === 30 && abort.abort() }),
  );
  expect([ended, state.facts.step]).toEqual(['aborted', 30]);
  // On another network object, with other parameters at first.
  const other = dotFinder(5);
  const again = { facts: JSON.parse(JSON.stringify(state.facts)), values: state.values.slice(0) };
  await fit(options(other, { resume: again, batches: dots(7, 30) }));
  expect(numbers(other)).toEqual(numbers(whole));
  for (const network of [whole, half, other]) network.dispose();
});

test('the same seed gives the same training, another another', async () => {
  const [one, two, three] = [dotFinder(1), dotFinder(1), dotFinder(2)];
  for (const network of [one, two, three]) await fit(options(network, { steps: 5 }));
  expect(numbers(two)).toEqual(numbers(one));
  expect(numbers(three)).not.toEqual(numbers(one));
  for (const network of [one, two, three]) network.dispose();
});

test('batches that end are told, and the source is closed on every way out', async () => {
  const network = dotFinder();
  const closed = vi.fn();
  async function* few(count: number): AsyncGenerator<TrainingBatch> {
    const source = dots(3);
    try {
      for (let i = 0; i < count; i++) yield (await source.next()).value;
    } finally {
      closed();
    }
  }
  const { ended, state } = await fit(options(network, { batches: few(3) }));
  expect([ended, state.facts.step]).toEqual(['exhausted', 3]);
  await fit(options(network, { batches: few(9), steps: 2 }));
  expect(closed).toHaveBeenCalledTimes(2);
  network.dispose();
});

test('the loss may change by step', async () => {
  const network = dotFinder();
  const asked: number[] = [];
  const at = (step: number) => {
    asked.push(step);
    return step < 2 ? gaussianLoss() : integralLoss();
  };
  await fit(options(network, { loss: { at }, steps: 4 }));
  expect(asked).toEqual([0, 1, 2, 3]);
  network.dispose();
});

/** The loss until a step; there what `spoil` makes of it. */
function spoiledAt(step: number, spoil: (loss: Scalar) => Scalar): FitOptions['loss'] {
  return { at: (now) => (now + 1 < step ? integralLoss() : (...given) => spoil(integralLoss()(...given))) };
}

/** Finite itself; its gradient is not. */
const withoutSlope = customGrad<Tensor>((...given) => ({
  value: (given[0] as Tensor).clone(),
  gradFunc: (dy) => mul(dy, Number.NaN),
}));

test.each([
  ['a loss that is not a number', 8, (loss: Scalar) => mul<Scalar>(loss, Number.NaN), 60],
  ['an infinite loss', 6, (loss: Scalar) => mul<Scalar>(loss, Number.POSITIVE_INFINITY), 60],
  [
    'a gradient that is not a number, at a step that is read back',
    10,
    (loss: Scalar) => withoutSlope(loss) as Scalar,
    60,
  ],
  ['a bad loss that no progress comes after', 7, (loss: Scalar) => mul<Scalar>(loss, Number.NaN), 8],
])('%s: a typed error with its step, and the network as it was', async (_, bad, spoil, count) => {
  const network = dotFinder();
  let good: number[] = [];
  let state: TrainingState | undefined;
  async function* some(): AsyncGenerator<TrainingBatch> {
    const source = dots(7);
    for (let i = 0; i < count; i++) yield (await source.next()).value;
  }
  const error = await fit(
    options(network, {
      batches: some(),
      loss: spoiledAt(bad, spoil),
      every: 5,
      onProgress: (progress) => {
        good = numbers(network);
        state = progress.state;
      },
    }),
  ).catch((thrown: PoseError) => thrown);
  expect((error as PoseError).detail).toMatchObject({
    reason: 'non-finite-output',
    backend: 'cpu',
    where: `the loss or a gradient of step ${bad}`,
  });
  expect((error as PoseError).message).toContain('The network is back at step 5.');
  expect(numbers(network)).toEqual(good);

  // And the training goes on from there as if it had not met the bad step.
  const whole = dotFinder();
  await fit(options(whole));
  await fit(options(network, { resume: state as TrainingState, batches: dots(7, 5) }));
  expect(numbers(network)).toEqual(numbers(whole));
  for (const each of [network, whole]) each.dispose();
});

test('an error of the loss or of the source leaves nothing behind', async () => {
  const network = dotFinder();
  const failing = (): never => {
    throw new Error('meant');
  };
  const at = (step: number) => (step < 3 ? integralLoss() : failing);
  await expect(fit(options(network, { loss: { at } }))).rejects.toThrow('meant');
  async function* broken(): AsyncGenerator<TrainingBatch> {
    yield (await dots(1).next()).value;
    failing();
  }
  await expect(fit(options(network, { batches: broken() }))).rejects.toThrow('meant');
  network.dispose();
});

test('without the gradients of tfjs the error says what to import', async () => {
  const network = dotFinder();
  const known = getGradient('Sum');
  unregisterGradient('Sum');
  try {
    await expect(fit(options(network))).rejects.toThrow(/register_all_gradients/);
  } finally {
    registerGradient(known);
  }
  network.dispose();
});

test('a state of another network is refused; so are options out of range', async () => {
  const network = dotFinder();
  const { state } = await fit(options(network, { steps: 1 }));
  const wider = createNetwork(
    convolutionLayer(inputLayer({ height: SIDE, width: SIDE, channels: 1 }), { channels: 2 }),
  );
  await expect(fit(options(wider, { resume: state }))).rejects.toMatchObject({ reason: 'invalid-argument' });
  for (const wrong of [{ steps: 0 }, { rate: 0 }, { every: 0.5 }])
    await expect(fit(options(network, wrong))).rejects.toMatchObject({ reason: 'invalid-argument' });
  network.dispose();
  wider.dispose();
});
