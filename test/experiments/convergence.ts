import type { Experiment, Finding } from './experiment.ts';
import { renderPeople } from './people/render-people.ts';
import { drawChart } from './plot.ts';
import { interval, mean } from './statistics.ts';
import { compare, type NamedValues } from './training/compare.ts';
import { epochsTo, finalError, meanError } from './training/learning-curve.ts';
import { type MeasuredMethod, measureMethods } from './training/measure-methods.ts';
import { type BiasMethod, biasMethods, standardJob } from './training/recipe.ts';

/** What Gu 2021's table 6 prints: end-point error, px of pictures of 256 × 192. */
const PRINTED: Readonly<Record<BiasMethod, number>> = {
  detection: 9.52,
  integral: 9.63,
  'integral + heatmap loss': 9.38,
  'integral + auxiliary': 9.31,
  compensated: 9.15,
  'both, β 1': 9.02,
  'both, β 10': 8.93,
  'both, β 20': 9.32,
};
const METHODS = Object.keys(PRINTED) as BiasMethod[];
/** Names that fit below a column. */
const SHORT: Partial<Readonly<Record<BiasMethod, string>>> = {
  'integral + heatmap loss': '+ heatmap',
  'integral + auxiliary': '+ auxiliary',
};

/** Trainings whose differences are small, and which have more seeds so that they can be told. */
const CLOSE: readonly BiasMethod[] = ['detection', 'integral', 'compensated', 'both, β 10', 'both, β 20'];

/** What compensation gains in Gu 2021's table 6, from 9.63 px, as a share. */
const PRINTED_GAIN = (PRINTED.integral - PRINTED.compensated) / PRINTED.integral;

/** How much an effect has to be to count. */
interface Margins {
  /** px */
  readonly error: number;
  readonly epochs: number;
}

/** A network has arrived when it is so much above the error that plain integral training ends with. */
const ARRIVED = 1.1;

/** What is measured of each training. */
interface Figures {
  /** On the validation pictures after every epoch, 0 the untrained network; px of the 64 × 64 picture. */
  readonly curve: readonly number[];
  readonly meanError: number;
  readonly finalError: number;
  readonly epochsToThreshold: number;
  /** On the test pictures, after the last epoch. */
  readonly testError: number;
}

/**
 * How fast and how far networks learn with and without bias compensation, a heatmap loss in the first epochs, and three β
 * (Gu 2021, fig. 6 and table 6). The same seed is the same initial network and the same order of the pictures.
 */
export const convergence: Experiment = {
  name: 'convergence',
  title: 'Convergence with and without compensation and auxiliary heatmap loss',
  needs: ['browser', 'torch'],
  async run(context) {
    const people = await renderPeople(context);
    const seeds = context.quick ? [1, 2] : [1, 2, 3, 4];
    const more = context.quick ? [] : [5, 6, 7, 8];
    const seedsOf = (name: BiasMethod): number[] => (CLOSE.includes(name) ? [...seeds, ...more] : seeds);
    const methods = biasMethods();
    const jobs = METHODS.map(
      (name) => [name, seedsOf(name).map((seed) => standardJob(context, methods[name], seed))] as const,
    );
    const measured = await measureMethods(context, people, Object.fromEntries(jobs) as Record<BiasMethod, never>);
    const threshold = ARRIVED * mean(measured.integral.runs.map(({ curve }) => finalError(curve)));
    const figures = Object.fromEntries(METHODS.map((name) => [name, figuresOf(measured[name], threshold)])) as Record<
      BiasMethod,
      Figures[]
    >;
    return {
      figures: {
        unit: 'px of the 64 × 64 picture, mean over the labelled joints; one entry a seed',
        seeds: Object.fromEntries(METHODS.map((name) => [name, seedsOf(name)])),
        threshold,
        epochs: jobs[0]?.[1][0]?.epochs,
        methods: figures,
      },
      findings: findingsOf(figures, threshold),
      plots: [curvesChart(figures), finalChart(figures)],
      seeds: seeds.length,
    };
  },
};

function figuresOf({ runs, accuracy }: MeasuredMethod, threshold: number): Figures[] {
  return runs.map(({ curve }, i) => ({
    curve: curve.map(({ error }) => error),
    meanError: meanError(curve),
    finalError: finalError(curve),
    epochsToThreshold: epochsTo(curve, threshold),
    testError: accuracy[i]?.error as number,
  }));
}

type Measure = Exclude<keyof Figures, 'curve'>;

function findingsOf(figures: Readonly<Record<BiasMethod, readonly Figures[]>>, threshold: number): Finding[] {
  const values = (name: BiasMethod, measure: Measure): NamedValues => ({
    name,
    values: figures[name].map((each) => each[measure]),
  });
  const arrived = `${threshold.toFixed(2)} px, ${Math.round(100 * (ARRIVED - 1))} % above where the plain integral ends`;
  // Methods that have more seeds than the one they are compared with are compared on those they share.
  const shared = (one: BiasMethod, other: BiasMethod, measure: Measure) => {
    const count = Math.min(figures[one].length, figures[other].length);
    const first = ({ name, values: all }: NamedValues): NamedValues => ({ name, values: all.slice(0, count) });
    return { these: first(values(one, measure)), those: first(values(other, measure)) };
  };
  const integralEnds = mean(figures.integral.map(({ testError }) => testError));
  const faster = (one: BiasMethod, other: BiasMethod, why: string, margins?: Margins): Finding[] => [
    compare({
      claim: `${why}: lower error on average over the epochs${margins ? `, by ${margins.error.toFixed(2)} px or more` : ''} (${one} against ${other})`,
      least: margins?.error ?? 0,
      source: 'Gu 2021, fig. 6',
      unit: 'px',
      digits: 2,
      side: 'below',
      ...shared(one, other, 'meanError'),
    }),
    compare({
      claim: `${why}: fewer epochs to ${arrived}${margins ? `, by ${margins.epochs} or more` : ''} (${one} against ${other})`,
      least: margins?.epochs ?? 0,
      source: 'Gu 2021, fig. 6',
      unit: 'epochs',
      side: 'below',
      ...shared(one, other, 'epochsToThreshold'),
    }),
  ];
  const ends = (one: BiasMethod, other: BiasMethod, why: string, least = 0): Finding =>
    compare({
      claim: `${why}: lower error in the end${least > 0 ? `, by ${least.toFixed(2)} px or more` : ''} (${one} against ${other})`,
      least,
      source: 'Gu 2021, table 6',
      printed: `${PRINTED[one].toFixed(2)} against ${PRINTED[other].toFixed(2)} px`,
      unit: 'px',
      digits: 2,
      side: 'below',
      ...shared(one, other, 'testError'),
    });
  return [
    ...faster('detection', 'integral', 'Plain integral training is slower than detection'),
    // Alone it changes little here: whether at all cannot be told, whether by what is printed can.
    ...faster('compensated', 'integral', 'Compensation alone speeds integral training up', {
      error: PRINTED_GAIN * integralEnds,
      epochs: 1,
    }),
    ...faster('integral + auxiliary', 'integral', 'A heatmap loss in the first epochs speeds integral training up'),
    ...faster('both, β 10', 'integral', 'Both together speed integral training up'),
    ends('compensated', 'integral', 'Compensation alone helps', PRINTED_GAIN * integralEnds),
    ends('integral + auxiliary', 'integral', 'A heatmap loss in the first epochs helps'),
    ends('integral + auxiliary', 'integral + heatmap loss', 'The heatmap loss is better in the first epochs only'),
    ends('both, β 10', 'integral', 'Both together help'),
    ends('both, β 10', 'compensated', 'The auxiliary loss adds to compensation'),
    ends('both, β 10', 'detection', 'Compensated integral training beats detection'),
    ends('both, β 10', 'both, β 1', 'β = 10 is better than 1'),
    ends('both, β 10', 'both, β 20', 'β = 10 is better than 20'),
  ];
}

function curvesChart(figures: Readonly<Record<BiasMethod, readonly Figures[]>>) {
  return drawChart({
    file: 'convergence.svg',
    title: 'Error while learning',
    description: `Mean end-point error on the validation pictures after every epoch, for ${METHODS.join('; ')}.`,
    kind: 'line',
    xLabel: 'epoch',
    yLabel: 'end-point error, px (lower is better)',
    series: METHODS.map((name) => ({
      name,
      points: (figures[name][0] as Figures).curve.flatMap((_, epoch) =>
        epoch === 0 ? [] : [{ x: epoch, y: mean(figures[name].map(({ curve }) => curve[epoch] as number)) }],
      ),
    })),
  });
}

function finalChart(figures: Readonly<Record<BiasMethod, readonly Figures[]>>) {
  return drawChart({
    file: 'convergence-final.svg',
    title: 'Error in the end',
    description: 'Mean end-point error on the test pictures after the last epoch, with 95 % intervals over the seeds.',
    kind: 'dot',
    xLabel: 'training',
    yLabel: 'end-point error, px (lower is better)',
    series: [
      {
        name: 'test pictures',
        points: METHODS.map((name) => {
          const { mean: y, low, high } = interval(figures[name].map(({ testError }) => testError));
          return { x: SHORT[name] ?? name, y, low, high };
        }),
      },
    ],
  });
}
