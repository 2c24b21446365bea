import type { Experiment, Finding } from './experiment.ts';
import { renderPeople } from './people/render-people.ts';
import { drawChart } from './plot.ts';
import { interval } from './statistics.ts';
import { compare, type NamedValues } from './training/compare.ts';
import type { Accuracy } from './training/evaluate.ts';
import { type MeasuredMethod, measureMethods } from './training/measure-methods.ts';
import { type IprMethod, iprMethods, standardJob } from './training/recipe.ts';
import type { TrainingJob } from './training/training-job.ts';

/** What IPR's table 1 prints: PCKh at 0.5 and 0.1, and the area under it, %. */
const PRINTED: Readonly<Record<IprMethod, readonly [number, number, number]>> = {
  R1: [84.6, 25.0, 54.1],
  H1: [86.8, 17.2, 52.9],
  H2: [86.4, 17.6, 53.1],
  H3: [83.0, 12.6, 46.3],
  'I*': [86.0, 28.3, 56.6],
  I1: [87.3, 29.3, 58.3],
  I2: [86.9, 29.7, 58.3],
  I3: [86.6, 29.1, 57.7],
};
const METHODS = Object.keys(PRINTED) as IprMethod[];

/** Sides of picture and map, px and cells: the letters of IPR's table 2, whose sides are 256 or 128 and 64, 32 or 16. */
const SIZES = {
  a: { input: 64, map: 32 },
  b: { input: 64, map: 16 },
  c: { input: 32, map: 16 },
  d: { input: 32, map: 8 },
} as const;
type Size = keyof typeof SIZES;
type Key = IprMethod | `${'H1' | 'I1'} ${Exclude<Size, 'a'>}`;

/**
 * One network under the losses of IPR, table 1: three heatmap losses read by their maximum, direct regression, and the
 * integral alone and with each of the three. Then two sizes of picture and of map for H1 and I1 (table 2).
 */
export const losses: Experiment = {
  name: 'losses',
  title: 'Heatmap losses, direct regression and the integral on one network',
  needs: ['browser', 'torch'],
  async run(context) {
    const people = await renderPeople(context);
    const seeds = context.quick ? [1, 2] : [1, 2, 3];
    const measured = await measureMethods(context, people, jobsOf(context, seeds));
    const figures = {
      unit: '% of the labelled joints of all test pictures; error: px of the 64 × 64 picture; one number a seed',
      seeds,
      pictures: people.indices('test').length,
      sizes: SIZES,
      methods: Object.fromEntries(
        Object.entries<MeasuredMethod>(measured).map(([name, { accuracy, runs }]) => [
          name,
          { accuracy, parameters: runs[0]?.parameters, seconds: runs.map(({ seconds }) => seconds) },
        ]),
      ),
    };
    return {
      figures,
      findings: [...tableOne(measured), ...tableTwo(measured)],
      plots: [methodsChart(measured), sizesChart(measured)],
      seeds: seeds.length,
    };
  },
};

function jobsOf(context: { readonly quick: boolean }, seeds: readonly number[]): Record<Key, TrainingJob[]> {
  const standard = iprMethods();
  const jobs: Partial<Record<Key, TrainingJob[]>> = {};
  for (const name of METHODS) jobs[name] = seeds.map((seed) => standardJob(context, standard[name], seed));
  for (const size of ['b', 'c', 'd'] as const) {
    const methods = iprMethods(SIZES[size].map);
    for (const name of ['H1', 'I1'] as const)
      jobs[`${name} ${size}`] = seeds.map((seed) => ({ ...standardJob(context, methods[name], seed), ...SIZES[size] }));
  }
  return jobs as Record<Key, TrainingJob[]>;
}

type Measured = Readonly<Record<Key, MeasuredMethod>>;

function tableOne(measured: Measured): Finding[] {
  const values = (name: IprMethod, figure: keyof Accuracy): NamedValues => ({
    name,
    values: measured[name].accuracy.map((each) => each[figure]),
  });
  const better = (one: IprMethod, other: IprMethod, figure: 'auc' | 'pck10', why: string): Finding => {
    const column = figure === 'auc' ? 2 : 1;
    return compare({
      claim: `${one} beats ${other} ${figure === 'auc' ? 'in AUC' : 'at PCKh@0.1'}: ${why}`,
      source: 'IPR, table 1',
      printed: `${PRINTED[one][column].toFixed(1)} against ${PRINTED[other][column].toFixed(1)} %`,
      unit: '%',
      side: 'above',
      these: values(one, figure),
      those: values(other, figure),
    });
  };
  const partners = [1, 2, 3].flatMap((k) =>
    (['auc', 'pck10'] as const).map((figure) =>
      better(`I${k}` as IprMethod, `H${k}` as IprMethod, figure, 'the integral beats the heatmap it is trained with'),
    ),
  );
  return [
    ...partners,
    better('I*', 'H1', 'auc', 'the integral works without a loss on the heatmap'),
    better('I*', 'R1', 'auc', 'the integral beats direct regression, whose supervision it has'),
    better('I1', 'I*', 'auc', 'training heatmap and coordinate together is best'),
    better('H1', 'H3', 'auc', 'classification of cells is the worst of the heatmap losses'),
  ];
}

/** The area under the curve at a size, per seed. */
function aucAt(measured: Measured, method: 'H1' | 'I1', size: Size): number[] {
  return measured[size === 'a' ? method : (`${method} ${size}` as const)].accuracy.map(({ auc }) => auc);
}

/** AUC that is lost from one size to another, per seed. */
function lost(measured: Measured, method: 'H1' | 'I1', from: Size, to: Size): NamedValues {
  const small = aucAt(measured, method, to);
  return { name: method, values: aucAt(measured, method, from).map((value, i) => value - (small[i] as number)) };
}

function tableTwo(measured: Measured): Finding[] {
  const steps = [
    { from: 'a', to: 'b', printed: '0.6 against 4.8', what: 'maps of half the side (64 px pictures, 32² → 16²)' },
    { from: 'c', to: 'd', printed: '3.5 against 12.5', what: 'maps of half the side (32 px pictures, 16² → 8²)' },
    { from: 'b', to: 'd', printed: '11.1 against 18.8', what: 'pictures and maps of half the side (64 → 32 px)' },
  ] as const;
  return steps.map(({ from, to, printed, what }) =>
    compare({
      claim: `I1 loses less AUC than H1 with ${what}`,
      source: 'IPR, table 2',
      printed: `${printed} %`,
      unit: '%',
      side: 'below',
      these: lost(measured, 'I1', from, to),
      those: lost(measured, 'H1', from, to),
    }),
  );
}

function point(x: string, values: readonly number[]) {
  const { mean: y, low, high } = interval(values);
  return { x, y, low: Math.max(0, low), high };
}

function methodsChart(measured: Measured) {
  const figures = { pck50: 'PCKh@0.5', auc: 'AUC', pck10: 'PCKh@0.1' } as const;
  return drawChart({
    file: 'losses.svg',
    title: 'One network under eight losses',
    description: `PCKh at 0.5 and 0.1 and the area under the curve of ${METHODS.join(', ')}, with 95 % intervals over the seeds.`,
    kind: 'bar',
    xLabel: 'loss',
    yLabel: '% of joints (higher is better)',
    series: Object.entries(figures).map(([figure, name]) => ({
      name,
      points: METHODS.map((method) =>
        point(
          method,
          measured[method].accuracy.map((each) => each[figure as keyof Accuracy]),
        ),
      ),
    })),
  });
}

function sizesChart(measured: Measured) {
  return drawChart({
    file: 'losses-resolution.svg',
    title: 'Smaller pictures and maps',
    description: 'Area under the PCKh curve of H1 and I1 for two sizes of picture and two sizes of map each.',
    kind: 'dot',
    xLabel: 'side of the picture, px → side of the maps, cells',
    yLabel: 'AUC, % (higher is better)',
    series: (['H1', 'I1'] as const).map((method) => ({
      name: method,
      points: (Object.keys(SIZES) as Size[]).map((size) =>
        point(`${SIZES[size].input} → ${SIZES[size].map}`, aucAt(measured, method, size)),
      ),
    })),
  });
}
