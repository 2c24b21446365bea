import { debiasedIntegralPosition, integralPosition } from '@integral-pose/sdk/train';
import { seededRandom } from '@integral-pose/test-kit';
import { BETAS, type BiasSample } from './job.ts';

const WIDTH = 64;
const HEIGHT = 48;
const SIGMA = 2;
/** Standard deviation of the noise in a cell, in units of a peak of 1. */
const NOISE = 0.02;

/** Gaussians of σ = 2 at random places of a 64 × 48 map, not cut off by its border, with noise, for one seed. */
export function idealMaps(seed: number, count: number): BiasSample[] {
  const { between, normal } = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const truth = { x: between(6, WIDTH - 6), y: between(6, HEIGHT - 6) };
    const cells = Float64Array.from({ length: WIDTH * HEIGHT }, (_, index) => {
      const squares = ((index % WIDTH) + 0.5 - truth.x) ** 2 + (Math.floor(index / WIDTH) + 0.5 - truth.y) ** 2;
      return Math.exp(-squares / (2 * SIGMA * SIGMA)) + NOISE * normal();
    });
    const map = { width: WIDTH, height: HEIGHT, cells };
    const off = ({ x, y }: { x: number; y: number }) => Math.hypot(x - truth.x, y - truth.y);
    return {
      group: seed,
      distance: Math.hypot(truth.x - WIDTH / 2, truth.y - HEIGHT / 2) / Math.hypot(WIDTH / 2, HEIGHT / 2),
      biases: BETAS.map((beta) => ({
        beta,
        plain: off(integralPosition(map, beta)),
        compensated: off(debiasedIntegralPosition(map, beta)),
      })),
    };
  });
}
