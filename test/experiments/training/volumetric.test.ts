import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { twoStepLoss } from '@integral-pose/sdk/train';
import { seededRandom } from '@integral-pose/test-kit';
import {
  ready,
  setBackend,
  type Tensor5D,
  tensor2d,
  tensor3d,
  tensor5d,
  tidy,
  transpose,
  valueAndGrad,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { missingTorch, runPython } from './python.ts';
import type { VolumetricMethod } from './volumetric-jobs.ts';

/** [people, joints, depth, height, width] */
const SHAPE = [2, 3, 5, 6, 7] as const;
const [PEOPLE, JOINTS, DEPTH, HEIGHT, WIDTH] = SHAPE;
const CELLS = DEPTH * HEIGHT * WIDTH;

interface Case {
  readonly method: VolumetricMethod;
  readonly mixed: boolean;
  readonly scale: number;
}
interface Result {
  readonly value: number;
  readonly gradient: unknown[];
  readonly coordinates: number[][][];
}

/** x, y, z in cells; the last joint of the first person has no label, the second person none in depth. */
const TRUTH = [
  [
    [5.3, 4.2, 3.1],
    [0.2, 5.9, 0.4],
    [Number.NaN, Number.NaN, Number.NaN],
  ],
  [
    [6.4, 0.7, Number.NaN],
    [3, 2.5, Number.NaN],
    [1.7, 2.1, Number.NaN],
  ],
];
const FLAT = [
  [1, 1, 0],
  [1, 1, 1],
];
const DEEP = [
  [1, 1, 0],
  [0, 0, 0],
];
const CASES: readonly Case[] = [
  { method: 'I*', mixed: true, scale: 1 },
  { method: 'I*', mixed: true, scale: 20 },
  { method: 'H2', mixed: true, scale: 3 },
  { method: 'H2', mixed: false, scale: 3 },
  // The same volumes three times.
  { method: 'I*', mixed: true, scale: 3 },
  { method: 'H2', mixed: true, scale: 3 },
  { method: 'I2', mixed: true, scale: 3 },
];
const SAME = 4;

const missing = missingTorch();

describe.skipIf(missing)(`volumes with PyTorch${missing ? `: skipped. ${missing}` : ''}`, () => {
  const random = seededRandom(6);
  const drawn = CASES.map(({ scale }) =>
    Float32Array.from({ length: PEOPLE * JOINTS * CELLS }, () => scale * random.normal()),
  );
  const volumes = drawn.map((each, i) => (i < SAME ? each : (drawn[SAME] as Float32Array)));
  const results: Result[] = [];
  const result = (index: number): Result => results[index] as Result;

  beforeAll(async () => {
    await setBackend('cpu');
    await ready();
    const folder = mkdtempSync(join(tmpdir(), 'volumes-'));
    try {
      const [asked, answered] = [join(folder, 'cases.json'), join(folder, 'out.json')];
      const cases = CASES.map(({ method, mixed }, i) => {
        const nested = tidy(() => tensor5d(volumes[i] as Float32Array, [...SHAPE]).arraySync());
        return { method, mixed, volumes: nested, truth: TRUTH, flat: FLAT, deep: DEEP };
      });
      writeFileSync(asked, JSON.stringify(cases));
      await runPython('volumetric_values.py', [asked, answered]);
      results.push(...(JSON.parse(readFileSync(answered, 'utf8')) as Result[]));
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 60_000);

  test.each([0, 1])('the two-step integral loss is the one of the SDK, with its gradient: case %i', (index) => {
    tidy(() => {
      const loss = twoStepLoss();
      const weights = { xy: tensor2d(FLAT), z: tensor2d(DEEP) };
      const graded = valueAndGrad((given) =>
        // The SDK has the joints last.
        loss(transpose(given, [0, 2, 3, 4, 1]) as Tensor5D, tensor3d(TRUTH), weights),
      );
      const { value, grad } = graded(tensor5d(volumes[index] as Float32Array, [...SHAPE]));
      expect(result(index).value).toBeCloseTo(value.dataSync()[0] as number, 4);
      const gradient = result(index).gradient.flat(4) as number[];
      const expected = grad.dataSync();
      expect(gradient).toHaveLength(expected.length);
      expect(Math.max(...gradient.map((each, i) => Math.abs(each - (expected[i] as number))))).toBeLessThan(1e-5);
      expect(Math.max(...gradient.map(Math.abs))).toBeGreaterThan(1e-3);
    });
  });

  test('cross-entropy on heat vectors is −log of the mass in the slices of the joint, over what is labelled', () => {
    const sums = { flat: 0, flatCount: 0, deep: 0, deepCount: 0 };
    for (let person = 0; person < PEOPLE; person++)
      for (let joint = 0; joint < JOINTS; joint++) {
        const mass = slicesAt(volumes[2] as Float32Array, person, joint);
        if (FLAT[person]?.[joint]) {
          sums.flat -= Math.log(mass[0] as number) + Math.log(mass[1] as number);
          sums.flatCount++;
        }
        if (DEEP[person]?.[joint]) {
          sums.deep -= Math.log(mass[2] as number);
          sums.deepCount++;
        }
      }
    expect(result(2).value).toBeCloseTo(sums.flat / sums.flatCount + sums.deep / sums.deepCount, 4);
  });

  test('I2 is the sum of I* and H2, in value and gradient', () => {
    const [integral, heat, both] = [4, 5, 6].map(result) as [Result, Result, Result];
    expect(both.value).toBeCloseTo(integral.value + heat.value, 4);
    const [a, b, sum] = [integral, heat, both].map(({ gradient }) => gradient.flat(4) as number[]);
    expect(
      Math.max(...(sum ?? []).map((each, i) => Math.abs(each - (a?.[i] as number) - (b?.[i] as number)))),
    ).toBeLessThan(1e-5);
  });

  test('volumes are read at the middle of the highest cell, or of the highest slices when taught by slices', () => {
    const values = (volumes[3] as Float32Array).subarray(0, CELLS);
    const best = values.indexOf(Math.max(...values));
    const [x, y, z] = [best % WIDTH, Math.floor(best / WIDTH) % HEIGHT, Math.floor(best / (WIDTH * HEIGHT))];
    expect(result(3).coordinates[0]?.[0]).toEqual([x + 0.5, y + 0.5, z + 0.5]);
    for (const coordinates of result(2).coordinates.flat()) for (const each of coordinates) expect(each % 1).toBe(0.5);
  });

  /** Mass of the softmax in the slices x, y and z that hold a joint. */
  function slicesAt(values: Float32Array, person: number, joint: number): number[] {
    const of = values.subarray((person * JOINTS + joint) * CELLS, (person * JOINTS + joint + 1) * CELLS);
    const weights = Array.from(of, Math.exp);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const [x = 0, y = 0, z = 0] = (TRUTH[person]?.[joint] ?? []).map(Math.floor);
    const inside = [
      (i: number) => i % WIDTH === x,
      (i: number) => Math.floor(i / WIDTH) % HEIGHT === y,
      (i: number) => Math.floor(i / (WIDTH * HEIGHT)) === z,
    ];
    return inside.map((within) => weights.reduce((sum, weight, i) => sum + (within(i) ? weight / total : 0), 0));
  }
});
