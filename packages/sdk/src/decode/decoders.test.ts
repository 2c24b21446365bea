import '@tensorflow/tfjs-backend-wasm';
import {
  describeDecoder,
  GOLDEN_ERRORS,
  GOLDEN_SEED,
  GOLDEN_SETTINGS,
  goldenSet,
  goldenTolerance,
  heatmapsOf,
  type MapCells,
  type MapSize,
  seededRandom,
} from '@integral-pose/test-kit';
import { ready, setBackend } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { DECODED, type Decoder } from '../tensor/decoder.ts';
import { argmax } from './argmax.ts';
import { centreOfMass } from './centre-of-mass.ts';
import { centroid } from './centroid.ts';
import { dark } from './dark.ts';
import { debiasedIntegral } from './debiased-integral.ts';
import { discTarget } from './disc-target.ts';
import { distributionMatching } from './distribution-matching.ts';
import { dotTarget } from './dot-target.ts';
import { gaussianTarget } from './gaussian-target.ts';
import { integral } from './integral.ts';
import { localDebiasedIntegral } from './local-debiased-integral.ts';
import { localIntegral } from './local-integral.ts';
import { oneHotTarget } from './one-hot-target.ts';
import { quarterOffset } from './quarter-offset.ts';
import { debiasedTwoStepIntegral, twoStepIntegral } from './two-step-integral.ts';
import { udpDark } from './udp-dark.ts';

beforeAll(async () => {
  await setBackend('wasm');
  await ready();
});

type Target = (at: { x: number; y: number }, size: { width: number; height: number }) => Float32Array;
const encode =
  (target: Target) =>
  (size: MapSize, x: number, y: number): MapCells => ({ ...size, depth: 1, cells: target({ x, y }, size) });
const gaussian = (worstError: number) => ({ encode: encode((at, size) => gaussianTarget(at, size)), worstError });

// Farther than √½ from a cell's centre no point of the cell is.
describeDecoder('argmax', argmax(), {
  worstError: 0.7072,
  roundTrip: { encode: encode(oneHotTarget), worstError: 0.7072 },
});
describeDecoder('quarterOffset', quarterOffset(), { worstError: 0.36, volumes: false, roundTrip: gaussian(0.36) });
describeDecoder('dark', dark(), { worstError: 0.003, volumes: false, roundTrip: gaussian(0.003) });
describeDecoder('udpDark', udpDark(), { worstError: 0.003, volumes: false, roundTrip: gaussian(0.003) });
describeDecoder('integral', integral(), { worstError: 0.8, movesWithTheMap: false, roundTrip: gaussian(1) });
describeDecoder('debiasedIntegral', debiasedIntegral(), { worstError: 0.01, roundTrip: gaussian(0.01) });
describeDecoder('localIntegral', localIntegral(), { worstError: 0.015, roundTrip: gaussian(0.015) });
describeDecoder('localDebiasedIntegral', localDebiasedIntegral(), { worstError: 0.01, roundTrip: gaussian(0.01) });
// On a Gaussian the best window is anywhere round the top; on its own target it is exact.
describeDecoder('distributionMatching', distributionMatching(), {
  worstError: 0.67,
  volumes: false,
  roundTrip: { encode: encode(dotTarget), worstError: 1e-4 },
});
describeDecoder('centreOfMass', centreOfMass(), {
  worstError: 0.001,
  roundTrip: { encode: encode((at, size) => discTarget(at, size)), worstError: 0.25 },
});
describeDecoder('centroid', centroid(), { worstError: 0.24, roundTrip: gaussian(0.24) });
describeDecoder('twoStepIntegral', twoStepIntegral(), { worstError: 0.8, movesWithTheMap: false });
describeDecoder('debiasedTwoStepIntegral', debiasedTwoStepIntegral(), { worstError: 0.01, roundTrip: gaussian(0.01) });

describe.each(GOLDEN_SETTINGS)('golden table: %s', (setting) => {
  const decoders: Record<string, Decoder> = {
    argmax: argmax(),
    quarterOffset: quarterOffset(),
    dark: dark({ blur: 11 }),
    integral: integral({ beta: 10 }),
    debiasedIntegral: debiasedIntegral({ beta: 10 }),
    localIntegral: localIntegral({ beta: 10, radius: 5 }),
    localDebiasedIntegral: localDebiasedIntegral({ beta: 10, radius: 7 }),
  };
  const set = goldenSet(setting, 400, seededRandom(GOLDEN_SEED));

  test.each(Object.keys(decoders))('%s', async (name) => {
    const maps = heatmapsOf(set.map(({ map }) => map));
    const answer = (decoders[name] as Decoder).decode(maps);
    const numbers = await answer.data();
    const errors = set.map(({ x, y }, i) => {
      const at = i * DECODED.columns;
      return Math.hypot((numbers[at] as number) - x, (numbers[at + 1] as number) - y);
    });
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    const golden = GOLDEN_ERRORS[name]?.[setting] as number;
    expect(Math.abs(mean - golden), `${mean} against ${golden}`).toBeLessThanOrEqual(goldenTolerance(golden));
    answer.dispose();
    maps.dispose();
  });
});
