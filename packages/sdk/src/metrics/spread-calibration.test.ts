import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitSpread, normalisedSquaredError, type SpreadSample } from './spread-calibration.ts';

/** Normal deviates, the same for the same seed (Box–Muller on a linear congruential generator). */
function normals(seed: number): () => number {
  let state = seed >>> 0;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

function draw(count: number, kappa: number, floor: number, seed: number): SpreadSample[] {
  const normal = normals(seed);
  return Array.from({ length: count }, () => {
    const extent = Math.exp(normal());
    return { extent, error: normal() * Math.sqrt(kappa * extent + floor) };
  });
}

describe('fitSpread', () => {
  test('finds the numbers that the errors were drawn with', () => {
    const { kappa, floor } = fitSpread(draw(20_000, 0.3, 0.2, 1));
    expect(kappa).toBeGreaterThan(0.27);
    expect(kappa).toBeLessThan(0.33);
    expect(floor).toBeGreaterThan(0.17);
    expect(floor).toBeLessThan(0.23);
  });

  test('is honest on data it was not fitted on', () => {
    const calibration = fitSpread(draw(2000, 0.5, 0.1, 2));
    const error = normalisedSquaredError(draw(2000, 0.5, 0.1, 3), calibration);
    expect(error).toBeGreaterThan(0.9);
    expect(error).toBeLessThan(1.1);
  });

  test('an extent that tells nothing gets no weight to speak of', () => {
    const normal = normals(4);
    const samples = draw(5000, 0, 1, 5).map(({ error }) => ({ error, extent: Math.exp(normal()) }));
    const { kappa, floor } = fitSpread(samples);
    expect(kappa).toBeLessThan(0.05);
    expect(floor).toBeGreaterThan(0.9);
  });

  test('follows the unit: errors ten times as large give a floor a hundred times as large', () => {
    const samples = draw(500, 0.5, 0.1, 6);
    const scaled = samples.map(({ error, extent }) => ({ error: 10 * error, extent: 100 * extent }));
    const [one, ten] = [fitSpread(samples), fitSpread(scaled)];
    expect(ten.kappa / one.kappa).toBeCloseTo(1, 9);
    expect(ten.floor / one.floor).toBeCloseTo(100, 6);
  });

  test('gives finite numbers for whatever it is given', () => {
    const sample = fc.record({
      error: fc.double({ min: -50, max: 50, noNaN: true }),
      extent: fc.double({ min: 0, max: 400, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(sample, { minLength: 2, maxLength: 30 }), (samples) => {
        const { kappa, floor } = fitSpread(samples);
        expect(Number.isFinite(kappa) && kappa >= 0).toBe(true);
        expect(Number.isFinite(floor) && floor > 0).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});
