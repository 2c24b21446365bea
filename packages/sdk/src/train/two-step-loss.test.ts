import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { type MapCells, mapFrom, outputOf, seededRandom } from '@integral-pose/test-kit';
import {
  memory,
  mul,
  ready,
  setBackend,
  softmax,
  type Tensor,
  type Tensor5D,
  tensor2d,
  tensor3d,
  valueAndGrad,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { numericGradient, referenceTwoStepLoss } from '../math/reference/reference-losses.ts';
import { heatVectors } from './heat-vectors.ts';
import { debiasedTwoStepLoss, type TwoStepLoss, type TwoStepWeights, twoStepLoss } from './two-step-loss.ts';

beforeAll(async () => {
  await setBackend('cpu');
  await ready();
});

const SIZE = { width: 6, height: 5, depth: 4 };
const JOINT = { x: 4.3, y: 1.2, z: 1.4 };

function volume(seed: number): MapCells {
  const random = seededRandom(seed);
  return mapFrom(
    SIZE,
    (x, y, z) => Math.exp(-((x - 1) ** 2 + (y - 2.2) ** 2 + (z - 2.7) ** 2) / 3) + 0.1 * random.normal(),
  );
}

const flatVolume = (value: number): MapCells => mapFrom(SIZE, () => value);

function run(loss: TwoStepLoss, maps: readonly MapCells[], truth: readonly number[][], weights?: TwoStepWeights) {
  const at = tensor3d([truth.map((joint) => [...joint])]);
  const { value, grad } = valueAndGrad((input: Tensor) => loss(input as Tensor5D, at, weights))(outputOf(maps));
  const slopes = grad.dataSync();
  const cells = SIZE.width * SIZE.height * SIZE.depth;
  return {
    value: value.dataSync()[0] as number,
    gradient: (joint: number) => Array.from({ length: cells }, (_, i) => slopes[i * maps.length + joint] as number),
  };
}

function gap(found: readonly number[], wanted: readonly number[]): number {
  const scale = Math.max(...wanted.map(Math.abs));
  return Math.max(...found.map((value, i) => Math.abs(value - (wanted[i] as number)))) / scale;
}

const AT = [JOINT.x, JOINT.y, JOINT.z];

describe.each([
  ['twoStepLoss', twoStepLoss({ beta: 2, depthWeight: 3 }), {}],
  ['debiasedTwoStepLoss', debiasedTwoStepLoss({ beta: 2, background: -0.3, depthWeight: 3 }), { background: -0.3 }],
] as const)('%s', (_, loss, background) => {
  const reference = (xy: number, z: number) => referenceTwoStepLoss(SIZE, JOINT, 2, { xy, z, ...background });

  test('value and gradient agree with central differences in double precision', () => {
    const map = volume(1);
    const { value, gradient } = run(loss, [map], [AT]);
    expect(Math.abs(value / reference(1, 3)(map.cells) - 1)).toBeLessThan(1e-5);
    expect(gap(gradient(0), numericGradient(reference(1, 3), map.cells))).toBeLessThan(1e-4);
  });

  test('2D labels teach x and y alone, 3D labels z: each part is the mean of its own labels', () => {
    const maps = [volume(1), volume(2), volume(3)];
    const flat = [JOINT.x, JOINT.y, Number.NaN];
    const truth = [AT, flat, [Number.NaN, Number.NaN, JOINT.z]];
    const weights = { xy: tensor2d([[1, 0.5, 0]]), z: tensor2d([[2, 0, 1]]) };
    const { value, gradient } = run(loss, maps, truth, weights);
    const cells = maps.map((map) => map.cells) as [Float32Array, Float32Array, Float32Array];
    const wanted =
      reference(1 / 1.5, 3 * (2 / 3))(cells[0]) +
      reference(0.5 / 1.5, 0)(cells[1]) +
      reference(0, 3 * (1 / 3))(cells[2]);
    expect(Math.abs(value / wanted - 1)).toBeLessThan(1e-5);
    expect(gap(gradient(1), numericGradient(reference(0.5 / 1.5, 0), cells[1]))).toBeLessThan(1e-4);
    expect(gap(gradient(2), numericGradient(reference(0, 1), cells[2]))).toBeLessThan(1e-4);
  });

  test('no label at all: 0, and gradient 0', () => {
    const none = tensor2d([[0]]);
    const nowhere = [Number.NaN, Number.NaN, Number.NaN];
    const { value, gradient } = run(loss, [volume(1)], [nowhere], { xy: none, z: none });
    expect(value).toBe(0);
    expect(gradient(0).every((slope) => slope === 0)).toBe(true);
  });

  test('heat vectors of the volume give the same as the volume', () => {
    const output = outputOf([volume(1), volume(2)]) as Tensor5D;
    const truth = tensor3d([[AT, [1, 4, 3]]]);
    const [whole, vectors] = [loss(output, truth), loss(heatVectors(output, 2), truth)].map((a) => a.dataSync()[0]);
    expect(vectors).toBeCloseTo(whole as number, 5);
  });

  test('is finite, with a finite gradient, on degenerate volumes and for joints outside', () => {
    const random = seededRandom(3);
    const wild = mapFrom(SIZE, () => random.between(-1e4, 1e4));
    for (const map of [flatVolume(0), flatVolume(1e4), flatVolume(-1e4), wild])
      for (const at of [AT, [-30, 1e6, 2], [0, 0, 0]]) {
        const { value, gradient } = run(loss, [map], [at]);
        expect(Number.isFinite(value) && gradient(0).every(Number.isFinite)).toBe(true);
      }
  });

  test('leaves no tensor behind', () => {
    const output = outputOf([volume(1)]) as Tensor5D;
    const truth = tensor3d([[AT]]);
    const before = memory().numTensors;
    loss(output, truth).dispose();
    expect(memory().numTensors).toBe(before);
    expect(() => loss(output, tensor3d([[[1, 2]]]))).toThrow(/truth has the shape \[1, 1, 2\]/);
    expect(memory().numTensors).toBe(before + 1);
  });
});

test('the softmax of heat vectors is the sum of the volume’s softmax, and an empty volume has its own background', () => {
  const beta = 4;
  const map = volume(7);
  const vectors = heatVectors(outputOf([map, flatVolume(-0.7)]) as Tensor5D, beta);
  const powers = Array.from(map.cells, (value) => Math.exp(beta * value));
  const total = powers.reduce((a, b) => a + b, 0);
  const slice = SIZE.width * SIZE.height;
  const places = {
    x: (i: number) => i % SIZE.width,
    y: (i: number) => Math.floor(i / SIZE.width) % SIZE.height,
    z: (i: number) => Math.floor(i / slice),
  };
  for (const axis of ['x', 'y', 'z'] as const) {
    const vector = vectors[axis];
    const length = vector.shape[2];
    const sums = new Array<number>(length).fill(0);
    powers.forEach((power, i) => {
      sums[places[axis](i)] = (sums[places[axis](i)] as number) + power / total;
    });
    const shares = softmax(mul(vector, beta)).dataSync();
    sums.forEach((sum, i) => {
      expect(Math.abs((shares[i] as number) - sum)).toBeLessThan(1e-6);
      expect(vector.dataSync()[length + i]).toBeCloseTo(-0.7, 5);
    });
  }
});
