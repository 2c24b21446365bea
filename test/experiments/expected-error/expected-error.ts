import { expectedEndPointError } from '@integral-pose/sdk/train';
import { seededRandom } from '@integral-pose/test-kit';
import type { Experiment } from '../experiment.ts';
import { drawChart } from '../plot.ts';
import { decide, type Interval, interval, inWords, mean, pairedDifference, settle } from '../statistics.ts';
import { drawNoisyMap, drawSupport, errorsOf, SHAPES, type Support } from './supports.ts';

const SEEDS = 5;
const inCells = (effect: number): string => `${effect.toFixed(3)} cells`;
/** How far the support's centre is off the joint, cells. */
const DISPLACEMENTS = [0, 1, 2, 4] as const;
/** Standard deviation of the noise in a cell, in units of the peak. */
const NOISES = [0.02, 0.05, 0.1, 0.2, 0.4] as const;

interface Compared {
  readonly detection: Interval;
  readonly regression: Interval;
  /** Detection less regression, same draws. */
  readonly gain: Interval;
}

/** Detection against regression for the same support (Gu et al. 2022, §4.2). */
export const expectedError: Experiment = {
  name: 'expected-error',
  title: 'Expected error of detection and regression, for a fixed support',
  needs: [],
  run(context) {
    const draws = context.quick ? 40 : 400;
    const shapes = SHAPES.flatMap((shape) =>
      DISPLACEMENTS.map((displacement) => ({
        shape: shape.name,
        displacement,
        ...compare(draws, (random) => {
          const { map, truth } = drawSupport(shape, displacement, random);
          return expectedEndPointError(map, truth);
        }),
      })),
    );
    const maps = NOISES.map((noise) => ({
      noise,
      ...compare(draws, (random): ReturnType<typeof errorsOf> => errorsOf(drawNoisyMap(noise, random) as Support)),
    }));
    const closest = shapes.reduce((least, each) => (each.gain.low < least.gain.low ? each : least));
    const noisiest = maps.at(-1) as (typeof maps)[number];
    const calmest = maps[0] as (typeof maps)[number];
    return Promise.resolve({
      seeds: SEEDS,
      figures: { shapes, maps },
      findings: [
        {
          claim: 'For the same support, detection is expected to err more than regression',
          source: 'Gu 2022, eqs 7 and 8, appendix A.2',
          seen: `in all ${shapes.length} settings of shape and displacement; by least for ${closest.shape} ${closest.displacement} cells off: ${inWords(closest.gain, 3, 'cells')}`,
          ...settle(decide(closest.gain, 'above'), inCells),
        },
        {
          claim: 'On single maps, too, the mean of the support errs less than its highest cell: with little noise',
          source: 'Gu 2022, §4.2',
          seen: `noise of 0.02 of the peak: ${inWords(calmest.detection, 2)} against ${inWords(calmest.regression, 2)} cells; the highest cell is taken as it is, and the size of a cell alone costs 0.38`,
          ...settle(decide(calmest.gain, 'above'), inCells),
        },
        {
          claim:
            'On single maps, too, the mean of the support errs less than its highest cell: with so much noise that the support is full of it',
          source: 'Gu 2022, §4.2',
          seen: `noise of 0.4 of the peak: ${inWords(noisiest.detection, 2)} against ${inWords(noisiest.regression, 2)} cells`,
          ...settle(decide(noisiest.gain, 'above'), inCells),
        },
      ],
      plots: [
        drawChart({
          file: 'expected-error-shapes.svg',
          title: 'Expected error by shape of the support, its centre 1 cell off the joint',
          description: 'Bars of the expected end-point error of detection and of regression for six shapes of support.',
          kind: 'bar',
          xLabel: '',
          yLabel: 'expected error, cells',
          series: (['detection', 'regression'] as const).map((which) => ({
            name: which,
            points: shapes.filter(({ displacement }) => displacement === 1).map((each) => bar(each.shape, each[which])),
          })),
        }),
        drawChart({
          file: 'expected-error-noise.svg',
          title: 'Error of the highest cell and of the mean on noisy maps',
          description:
            'Mean error of the highest cell and of the mean over the support against the noise in each cell.',
          kind: 'line',
          xLabel: 'noise, share of the peak',
          yLabel: 'error, cells',
          series: (['detection', 'regression'] as const).map((which) => ({
            name: which,
            points: maps.map((each) => bar(each.noise, each[which])),
          })),
        }),
      ],
    });
  },
};

function bar<X extends number | string>(x: X, { mean: y, low, high }: Interval) {
  return { x, y, low, high };
}

/** Draws the same number of cases for each seed. */
function compare(
  draws: number,
  draw: (random: ReturnType<typeof seededRandom>) => { readonly detection: number; readonly regression: number },
): Compared {
  const seeds = Array.from({ length: SEEDS }, (_, seed) => {
    const random = seededRandom(seed + 1);
    const errors = Array.from({ length: draws }, () => draw(random));
    return {
      detection: mean(errors.map(({ detection }) => detection)),
      regression: mean(errors.map(({ regression }) => regression)),
    };
  });
  const [detection, regression] = [seeds.map((one) => one.detection), seeds.map((one) => one.regression)];
  return {
    detection: interval(detection),
    regression: interval(regression),
    gain: pairedDifference(detection, regression),
  };
}
