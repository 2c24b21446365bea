import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-backend-webgl';
import { asLogits, gaussianMap, heatmapsOf, type MapCells, mapFrom, seededRandom } from '@integral-pose/test-kit';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { backend, env, memory, ready, setBackend } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  referenceDebiasedIntegral,
  referenceIntegral,
  referenceTwoStep,
} from '../math/reference/reference-integral.ts';
import type { ReferenceAnswer, ReferenceDecoder } from '../math/reference/reference-map.ts';
import {
  referenceArgmax,
  referenceCentreOfMass,
  referenceCentroid,
  referenceDark,
  referenceDistributionMatching,
  referenceQuarterOffset,
  referenceUdpDark,
} from '../math/reference/reference-peak.ts';
import { decodeAll } from '../tensor/decode-all.ts';
import { DECODED, type Decoder } from '../tensor/decoder.ts';
import { requireFinite } from '../tensor/require-finite.ts';
import { argmax } from './argmax.ts';
import { centreOfMass } from './centre-of-mass.ts';
import { centroid } from './centroid.ts';
import { dark } from './dark.ts';
import { debiasedIntegral } from './debiased-integral.ts';
import { distributionMatching } from './distribution-matching.ts';
import { integral } from './integral.ts';
import { localDebiasedIntegral } from './local-debiased-integral.ts';
import { localIntegral } from './local-integral.ts';
import { quarterOffset } from './quarter-offset.ts';
import { debiasedTwoStepIntegral, twoStepIntegral } from './two-step-integral.ts';
import { udpDark } from './udp-dark.ts';

type Twin = readonly [Decoder, ReferenceDecoder];

const FOR_VOLUMES: readonly Twin[] = [
  [argmax(), referenceArgmax()],
  [integral({ beta: 10, values: 'probability' }), referenceIntegral({ beta: 10, values: 'probability' })],
  [debiasedIntegral(), referenceDebiasedIntegral({ beta: 10 })],
  [localIntegral(), referenceIntegral({ beta: 10, radius: 5 })],
  [localDebiasedIntegral(), referenceDebiasedIntegral({ beta: 10, radius: 7 })],
  [centreOfMass(), referenceCentreOfMass()],
  [centroid(), referenceCentroid(7, 0.5)],
  [
    twoStepIntegral({ beta: 10, values: 'probability' }),
    referenceTwoStep({ beta: 10, values: 'probability', debiased: false }),
  ],
  [debiasedTwoStepIntegral(), referenceTwoStep({ beta: 10, debiased: true })],
];
const FOR_MAPS: readonly Twin[] = [
  ...FOR_VOLUMES,
  [quarterOffset(), referenceQuarterOffset()],
  [dark(), referenceDark(7)],
  [dark({ blur: 11 }), referenceDark(11)],
  [udpDark(), referenceUdpDark(7)],
  [distributionMatching(), referenceDistributionMatching()],
];
const FOR_LOGITS: readonly Twin[] = [
  ...FOR_MAPS,
  [integral(), referenceIntegral({ beta: 5 })],
  [localIntegral({ values: 'logit', beta: 2 }), referenceIntegral({ beta: 2, radius: 5, values: 'logit' })],
];

const SIZE = { width: 48, height: 64 };
const random = seededRandom(7);
const noisy = (map: MapCells): MapCells =>
  mapFrom(map, (x, y) =>
    Math.min(0.999, Math.max(1e-5, (map.cells[y * map.width + x] as number) + 0.01 * random.normal())),
  );
const MAPS: readonly MapCells[] = [
  gaussianMap(SIZE, { x: 24, y: 32, peak: 0.9 }),
  gaussianMap(SIZE, { x: 10.5, y: 50.5, sigma: 1.5, peak: 0.8 }),
  gaussianMap(SIZE, { x: 40.13, y: 9.87, sigma: 2.5, peak: 0.5 }),
  gaussianMap(SIZE, { x: 0.3, y: 20.2, peak: 0.9 }),
  gaussianMap(SIZE, { x: 47.9, y: 63.8, peak: 0.9 }),
  gaussianMap(SIZE, { x: 1.7, y: 62.1, peak: 0.7 }),
  gaussianMap(SIZE, { x: 15.2, y: 20.7, peak: 0.9 }, { x: 35.4, y: 44.1, peak: 0.6 }),
  gaussianMap(SIZE, { x: 20.2, y: 20.7, peak: 0.9 }, { x: 25.6, y: 22.3, peak: 0.7 }),
  gaussianMap(SIZE, { x: 30.4, y: 30.9, peak: 0.2 }),
  ...[0.95, 0.6, 0.3].map((peak) => noisy(gaussianMap(SIZE, { x: 22.7, y: 41.2, peak }))),
];
const VOLUMES: readonly MapCells[] = [
  gaussianMap({ width: 24, height: 20, depth: 18 }, { x: 11.2, y: 8.7, z: 9.4, sigma: 1.5, peak: 0.9 }),
  gaussianMap({ width: 24, height: 20, depth: 18 }, { x: 22.9, y: 0.7, z: 17.4, sigma: 2, peak: 0.8 }),
  gaussianMap(
    { width: 24, height: 20, depth: 18 },
    { x: 6.1, y: 12.3, z: 4.4, peak: 0.9 },
    { x: 18, y: 4, z: 14, peak: 0.5 },
  ),
];

/** Decodes everything in one read-back and compares it with the reference, cell for cell. */
async function compare(
  twins: readonly Twin[],
  cells: readonly MapCells[],
  values: 'logit' | 'probability',
  most: number,
) {
  const background = values === 'logit' ? -12 : 0;
  const maps = heatmapsOf(cells, { values, background });
  const answer = decodeAll(
    maps,
    twins.map(([decoder]) => decoder),
  );
  expect(answer.shape).toEqual([twins.length, 1, cells.length, DECODED.columns]);
  const numbers = await answer.data();
  answer.dispose();
  maps.dispose();
  let worst = 0;
  twins.forEach(([decoder, reference], d) => {
    cells.forEach((map, joint) => {
      const wanted = reference({ ...map, values, background });
      const at = (d * cells.length + joint) * DECODED.columns;
      const label = `${decoder.name} of ${values} map ${joint}`;
      for (const column of ['x', 'y', 'z'] as const) {
        const away = Math.abs((numbers[at + DECODED[column]] as number) - wanted[column]);
        worst = Math.max(worst, away);
        expect(away, `${label}: ${column} ${numbers[at + DECODED[column]]} for ${wanted[column]}`).toBeLessThanOrEqual(
          most,
        );
      }
      expect(Math.abs((numbers[at + DECODED.score] as number) - wanted.score), label).toBeLessThanOrEqual(0.1 * most);
      expectExtent(numbers.subarray(at) as Float32Array, wanted, most, label);
    });
  });
  return worst;
}

function expectExtent(row: Float32Array, wanted: ReferenceAnswer, most: number, label: string): void {
  const allowed = most * (1 + wanted.xx + wanted.yy + wanted.zz);
  for (const column of ['xx', 'xy', 'yy', 'zz'] as const) {
    const found = row[DECODED[column]] as number;
    expect(Math.abs(found - wanted[column]), `${label}: ${column} ${found} for ${wanted[column]}`).toBeLessThanOrEqual(
      allowed,
    );
  }
}

describe.each(['wasm', 'webgl', 'cpu'])('on %s', (name) => {
  beforeAll(async () => {
    setWasmPaths('/tfjs-wasm/');
    await setBackend(name);
    await ready();
  });

  test('decoders agree with the reference on probabilities', async () => {
    expect(await compare(FOR_MAPS, MAPS, 'probability', 0.02)).toBeGreaterThan(0);
  });

  test('decoders agree with the reference on logits', async () => {
    expect(
      await compare(
        FOR_LOGITS,
        MAPS.map((map) => asLogits(map)),
        'logit',
        0.02,
      ),
    ).toBeGreaterThan(0);
  });

  test('decoders agree with the reference on volumes', async () => {
    expect(await compare(FOR_VOLUMES, VOLUMES, 'probability', 0.02)).toBeGreaterThan(0);
  });

  test('a NaN or infinite cell shows in the answer, and the check on the read-back throws', async () => {
    const bad = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].flatMap((value) =>
      [0, 20 * SIZE.width + 15, SIZE.width * SIZE.height - 1].map((place) => {
        const map = gaussianMap(SIZE, { x: 15.5, y: 20.5 });
        map.cells[place] = value;
        return map;
      }),
    );
    const maps = heatmapsOf([...bad, ...MAPS.slice(0, 1)]);
    const answer = decodeAll(
      maps,
      FOR_MAPS.map(([decoder]) => decoder),
    );
    const numbers = await answer.data();
    answer.dispose();
    maps.dispose();
    FOR_MAPS.forEach(([decoder], d) => {
      const rowOf = (joint: number) => {
        const at = (d * (bad.length + 1) + joint) * DECODED.columns;
        return numbers.subarray(at, at + DECODED.columns);
      };
      bad.forEach((_, joint) => {
        expect(() => requireFinite(rowOf(joint), name, 'heatmaps'), `${decoder.name}, map ${joint}`).toThrow(
          expect.objectContaining({ reason: 'non-finite-output' }),
        );
      });
      expect(() => requireFinite(rowOf(bad.length), name, 'heatmaps')).not.toThrow();
    });
  });

  test('decoding leaves no tensor behind', () => {
    const before = memory().numTensors;
    const maps = heatmapsOf(MAPS.slice(0, 2));
    for (const [decoder] of FOR_MAPS) decoder.decode(maps).dispose();
    maps.dispose();
    expect(memory().numTensors).toBe(before);
  });
});

describe('in half precision', () => {
  beforeAll(async () => {
    await setBackend('cpu');
    env().set('WEBGL_FORCE_F16_TEXTURES', true);
    await setBackend('webgl');
    await ready();
  });
  afterAll(() => {
    env().set('WEBGL_FORCE_F16_TEXTURES', false);
  });

  test('the local decoders are off by no more than a coordinate of 16 bits is', async () => {
    expect(backend().floatPrecision()).toBe(16);
    const local = FOR_MAPS.filter(([decoder]) =>
      ['argmax', 'quarterOffset', 'localDebiasedIntegral', 'localIntegral'].includes(decoder.name),
    );
    expect(local).toHaveLength(4);
    expect(await compare(local, MAPS.slice(0, 8), 'probability', 0.06)).toBeGreaterThan(0);
  });
});
