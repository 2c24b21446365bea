import '@tensorflow/tfjs-backend-wasm';
import { gaussianMap, heatmapsOf, mapValues, seededRandom } from '@integral-pose/test-kit';
import { ready, setBackend } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { fitSpread, normalisedSquaredError, type SpreadSample } from '../metrics/spread-calibration.ts';
import { DECODED, type Decoder } from '../tensor/decoder.ts';
import { argmax } from './argmax.ts';
import { dark } from './dark.ts';
import { debiasedIntegral } from './debiased-integral.ts';
import { distributionMatching } from './distribution-matching.ts';
import { integral } from './integral.ts';
import { localDebiasedIntegral } from './local-debiased-integral.ts';
import { localIntegral } from './local-integral.ts';
import { quarterOffset } from './quarter-offset.ts';
import { udpDark } from './udp-dark.ts';

beforeAll(async () => {
  await setBackend('wasm');
  await ready();
});

const SIZE = { width: 48, height: 64 };

/**
 * Decodes maps of a network that is not sure: the wider a blob, the farther its centre lies from the true joint, as on
 * real pictures; and every cell is noisy.
 */
async function samplesOf(decoder: Decoder, seed: number): Promise<SpreadSample[]> {
  const random = seededRandom(seed);
  const truths = Array.from({ length: 300 }, () => ({ x: random.between(12, 36), y: random.between(12, 52) }));
  const maps = truths.map(({ x, y }) => {
    const sigma = random.between(1.2, 3.5);
    const off = () => 0.4 * sigma * random.normal();
    const blob = gaussianMap(SIZE, { x: x + off(), y: y + off(), sigma, peak: random.between(0.5, 1) });
    return mapValues(blob, (value) => value + 0.01 * random.normal());
  });
  const heatmaps = heatmapsOf(maps);
  const answer = decoder.decode(heatmaps);
  const values = await answer.data();
  answer.dispose();
  heatmaps.dispose();
  return truths.flatMap(({ x, y }, index) => {
    const at = (column: number) => values[index * DECODED.columns + column] as number;
    return [
      { error: at(DECODED.x) - x, extent: at(DECODED.xx) },
      { error: at(DECODED.y) - y, extent: at(DECODED.yy) },
    ];
  });
}

test.each([
  argmax(),
  quarterOffset(),
  dark(),
  udpDark(),
  integral(),
  debiasedIntegral(),
  localIntegral(),
  localDebiasedIntegral(),
  distributionMatching(),
])('$name: the spread fitted on some maps is honest on others', async (decoder) => {
  const calibration = fitSpread(await samplesOf(decoder, 1));
  const error = normalisedSquaredError(await samplesOf(decoder, 2), calibration);
  expect(error).toBeGreaterThan(0.7);
  expect(error).toBeLessThan(1.4);
});

test('the extent tells wide from narrow: the spread explains the errors better than one variance for all', async () => {
  const [fitted, held] = [await samplesOf(localDebiasedIntegral(), 1), await samplesOf(localDebiasedIntegral(), 2)];
  const calibration = fitSpread(fitted);
  const constant = fitted.reduce((sum, { error }) => sum + error * error, 0) / fitted.length;
  const cost = (variance: (sample: SpreadSample) => number) =>
    held.reduce((sum, sample) => sum + Math.log(variance(sample)) + sample.error ** 2 / variance(sample), 0);
  expect(cost(({ extent }) => calibration.kappa * extent + calibration.floor)).toBeLessThan(cost(() => constant) - 50);
});
