import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { gaussianMap, mapValues, outputOf, seededRandom } from '@integral-pose/test-kit';
import {
  memory,
  type Scalar,
  setBackend,
  type Tensor,
  type Tensor3D,
  type Tensor4D,
  type Tensor5D,
  tensor2d,
  tensor3d,
  tidy,
  valueAndGrad,
} from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { chooseBackend } from '../tensor/choose-backend.ts';
import { wasm } from '../wasm.ts';
import { webgl } from '../webgl.ts';
import { addLosses } from './add-losses.ts';
import { debiasedIntegralLoss } from './debiased-integral-loss.ts';
import { discLoss } from './disc-loss.ts';
import { gaussianLoss } from './gaussian-loss.ts';
import type { HeatmapLoss } from './heatmap-loss.ts';
import { integralLoss } from './integral-loss.ts';
import { onProbabilities } from './on-probabilities.ts';
import { oneHotLoss } from './one-hot-loss.ts';
import { regressionLoss } from './regression-loss.ts';
import { spatialPriorLoss } from './spatial-prior-loss.ts';
import { debiasedTwoStepLoss, type TwoStepLoss, twoStepLoss } from './two-step-loss.ts';
import { vectorPriorLoss } from './vector-prior-loss.ts';

const SIZE = { width: 10, height: 8 };
const random = seededRandom(4);
const JOINTS = [0, 1, 2].map(() => ({ x: random.between(2, 8), y: random.between(2, 6), z: random.between(1, 4) }));
const blobs = JOINTS.map(({ x, y }) =>
  mapValues(gaussianMap(SIZE, { x: 9.5 - x, y: y + 0.7, sigma: 1.5 }), (value) => value + 0.05 * random.normal()),
);
const volumes = JOINTS.map(({ x, y, z }) =>
  mapValues(
    gaussianMap({ ...SIZE, depth: 5 }, { x: x + 1, y: 7.5 - y, z: z - 0.8, sigma: 1.5 }),
    (v) => v + 0.05 * random.normal(),
  ),
);

const flat = (loss: HeatmapLoss) => ({
  make: (): Tensor => outputOf(blobs),
  loss: (maps: Tensor): Scalar =>
    loss(maps as Tensor4D, tensor3d([JOINTS.map(({ x, y }) => [x, y])]), tensor2d([[1, 0.5, 2]])),
});
const points = (dimensions: 2 | 3): Tensor3D => tensor3d([JOINTS.map(({ x, y, z }) => [x, y, z].slice(0, dimensions))]);
const deep = (loss: TwoStepLoss) => ({
  make: (): Tensor => outputOf(volumes),
  loss: (maps: Tensor): Scalar =>
    loss(maps as Tensor5D, points(3), { xy: tensor2d([[1, 1, 1]]), z: tensor2d([[1, 0, 2]]) }),
});

const LOSSES: Readonly<Record<string, { make(): Tensor; loss(input: Tensor): Scalar }>> = {
  gaussianLoss: flat(gaussianLoss()),
  oneHotLoss: flat(oneHotLoss()),
  discLoss: flat(discLoss({ radius: 2 })),
  integralLoss: flat(integralLoss({ beta: 10 })),
  debiasedIntegralLoss: flat(debiasedIntegralLoss()),
  'debiasedIntegralLoss below its floor': flat(debiasedIntegralLoss({ background: 0.5 })),
  spatialPriorLoss: flat(spatialPriorLoss()),
  addLosses: flat(addLosses([1, integralLoss()], [3, onProbabilities(gaussianLoss())])),
  twoStepLoss: deep(twoStepLoss({ beta: 5 })),
  debiasedTwoStepLoss: deep(debiasedTwoStepLoss({ beta: 5 })),
  regressionLoss: {
    make: () => tensor3d([[1, 2, 3].map((i) => [i, 2 * i])]),
    loss: (input) => regressionLoss()(input as Tensor3D, points(2), tensor2d([[1, 0, 2]])),
  },
  vectorPriorLoss: {
    make: () => tensor3d([[1, 2, 3].map((i) => [i, 1, -i, 2, 0])]),
    loss: (input) => vectorPriorLoss()(input as Tensor3D, tensor2d([[1, 2.2, 4.1]])),
  },
};

/** Value and gradient of every loss, on the current back-end. */
async function outcomes(): Promise<Record<string, Float32Array>> {
  const found: Record<string, Float32Array> = {};
  for (const [name, { make, loss }] of Object.entries(LOSSES)) {
    const { value, grad } = tidy(() => valueAndGrad(loss)(make()));
    found[name] = Float32Array.from([...(await value.data()), ...(await grad.data())]);
    value.dispose();
    grad.dispose();
  }
  return found;
}

test('value and gradient of every loss are the same on wasm and WebGL as on the CPU', async () => {
  await setBackend('cpu');
  const wanted = await outcomes();
  for (const make of [() => wasm({ path: '/tfjs-wasm/' }), () => webgl()]) {
    const backend = await chooseBackend([make()]);
    const before = memory().numTensors;
    const found = await outcomes();
    expect(memory().numTensors).toBe(before);
    for (const [name, entries] of Object.entries(wanted)) {
      const scale = Math.max(...entries.map(Math.abs));
      const gaps = entries.map((entry, i) => Math.abs(entry - (found[name]?.[i] as number)));
      expect(Math.max(...gaps) / scale, `${name} on ${backend.name}`).toBeLessThan(1e-3);
      expect(found[name]?.length).toBe(entries.length);
    }
  }
});
