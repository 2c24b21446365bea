import type { Experiment, Finding } from './experiment.ts';
import { renderPeople } from './people/render-people.ts';
import { drawChart } from './plot.ts';
import { interval, mean } from './statistics.ts';
import { compare, type NamedValues } from './training/compare.ts';
import { accuracyOf, locate } from './training/evaluate.ts';
import { trainJobs } from './training/jobs.ts';
import type { MeasuredMethod } from './training/measure-methods.ts';
import { iprMethods, type Method, standardJob } from './training/recipe.ts';
import type { CurvePoint, DecoderSpec } from './training/training-job.ts';

type Name = 'Gaussian' | 'dot' | 'distribution matching';

/** What Qu 2022's supplement, table 1, prints: AP. */
const PRINTED: Readonly<Record<Name, number>> = { Gaussian: 77.1, dot: 46.6, 'distribution matching': 78.8 };
const NAMES = Object.keys(PRINTED) as Name[];

/** Distribution matching against pixel-wise losses on Gaussian and on dot targets (Qu et al. 2022). */
export const distributionMatchingTargets: Experiment = {
  name: 'distribution-matching',
  title: 'Distribution matching against Gaussian and dot targets',
  needs: ['browser', 'torch'],
  async run(context) {
    const people = await renderPeople(context);
    const seeds = context.quick ? [1, 2] : [1, 2, 3];
    const methods = methodsOf();
    const pictures = people.indices('test');
    const measured = {} as Record<Name, MeasuredMethod>;
    for (const name of NAMES) {
      const jobs = seeds.map((seed) => standardJob(context, methods[name], seed));
      const runs = await trainJobs(context, jobs, { people });
      const located = await locate(people, runs, 'test', READ_BY[name]);
      measured[name] = { runs, accuracy: located.map((points) => accuracyOf(people, pictures, points)) };
    }
    const figures = Object.fromEntries(
      NAMES.map((name) => {
        const { accuracy, runs } = measured[name];
        const correlations = runs.map(({ curve }) => lossAndError(curve));
        return [name, { accuracy, correlations, curves: runs.map(({ curve }) => curve) }];
      }),
    );
    return {
      seeds: seeds.length,
      figures: { unit: 'px of the 64 × 64 picture; PCKh and AUC in %; one entry a seed', seeds, methods: figures },
      findings: findingsOf(measured),
      plots: [accuracyChart(measured), curveChart(measured)],
    };
  },
};

/** Gaussian maps are read with the quarter offset, as usual; dots and distribution matching by the target's inverse. */
const READ_BY: Readonly<Record<Name, DecoderSpec>> = {
  Gaussian: { kind: 'quarterOffset' },
  dot: { kind: 'distributionMatching' },
  'distribution matching': { kind: 'distributionMatching' },
};

/** The learning curves of all three are read with the highest cell. */
function methodsOf(): Record<Name, Method> {
  const { H1 } = iprMethods();
  return {
    Gaussian: H1,
    dot: { ...H1, loss: [{ kind: 'dot' }] },
    'distribution matching': {
      ...H1,
      loss: [{ kind: 'distributionMatching', regularisation: 0.1, iterations: 20 }],
    },
  };
}

/** Correlation, over the epochs, of the training loss with the error on the validation pictures. */
export function lossAndError(curve: readonly CurvePoint[]): number {
  const points = curve.flatMap(({ loss, error }) => (loss === null ? [] : [{ loss, error }]));
  const [losses, errors] = [points.map(({ loss }) => loss), points.map(({ error }) => error)];
  const [middle, level] = [mean(losses), mean(errors)];
  let [products, lossSquares, errorSquares] = [0, 0, 0];
  for (const { loss, error } of points) {
    products += (loss - middle) * (error - level);
    lossSquares += (loss - middle) ** 2;
    errorSquares += (error - level) ** 2;
  }
  const scale = Math.sqrt(lossSquares * errorSquares);
  return scale > 0 ? products / scale : 0;
}

function findingsOf(measured: Readonly<Record<Name, MeasuredMethod>>): Finding[] {
  const errors = (name: Name): NamedValues => ({ name, values: measured[name].accuracy.map(({ error }) => error) });
  const fine = (name: Name): NamedValues => ({ name, values: measured[name].accuracy.map(({ pck10 }) => pck10) });
  const together = (name: Name): NamedValues => ({
    name,
    values: measured[name].runs.map(({ curve }) => lossAndError(curve)),
  });
  const against = (one: Name, other: Name) => ({
    source: 'Qu 2022, supplement, table 1',
    printed: `AP ${PRINTED[one]} against ${PRINTED[other]}`,
  });
  const better = (one: Name, other: Name): Finding =>
    compare({
      claim: `${one} errs less than ${other} targets`,
      ...against(one, other),
      unit: 'px',
      digits: 2,
      side: 'below',
      these: errors(one),
      those: errors(other),
    });
  return [
    better('distribution matching', 'Gaussian'),
    compare({
      claim: 'Distribution matching finds more joints very closely than Gaussian targets (PCKh@0.1)',
      ...against('distribution matching', 'Gaussian'),
      unit: '%',
      side: 'above',
      these: fine('distribution matching'),
      those: fine('Gaussian'),
    }),
    better('distribution matching', 'dot'),
    better('Gaussian', 'dot'),
    compare({
      claim: 'Loss and accuracy move together more closely: higher correlation of loss and error over the epochs',
      source: 'Qu 2022, fig. 2',
      unit: '',
      digits: 3,
      side: 'above',
      these: together('distribution matching'),
      those: together('Gaussian'),
    }),
  ];
}

function accuracyChart(measured: Readonly<Record<Name, MeasuredMethod>>) {
  return drawChart({
    file: 'distribution-matching-error.svg',
    title: 'Error by target',
    description: 'Mean end-point error on the test pictures for Gaussian targets, dots and distribution matching.',
    kind: 'dot',
    xLabel: '',
    yLabel: 'end-point error, px (lower is better)',
    series: [
      {
        name: 'test pictures',
        points: NAMES.map((name) => {
          const { mean: y, low, high } = interval(measured[name].accuracy.map(({ error }) => error));
          return { x: name, y, low, high };
        }),
      },
    ],
  });
}

function curveChart(measured: Readonly<Record<Name, MeasuredMethod>>) {
  return drawChart({
    file: 'distribution-matching-curve.svg',
    title: 'Error while learning',
    description: 'Mean end-point error on the validation pictures after every epoch, for the three targets.',
    kind: 'line',
    xLabel: 'epoch',
    yLabel: 'end-point error, px (lower is better)',
    series: NAMES.map((name) => ({
      name,
      points: (measured[name].runs[0]?.curve ?? []).flatMap(({ epoch }) => {
        if (epoch === 0) return [];
        const { mean: y, low, high } = interval(measured[name].runs.map(({ curve }) => curve[epoch]?.error as number));
        return [{ x: epoch, y, low, high }];
      }),
    })),
  });
}
