import type { Experiment, Finding } from './experiment.ts';
import type { PeopleSet } from './people/people-set.ts';
import type { PictureFacts } from './people/picture-facts.ts';
import { renderPeople } from './people/render-people.ts';
import { drawChart } from './plot.ts';
import {
  DIFFICULTIES,
  type Difficulty,
  difficultyOf,
  type Localisation,
  localisation,
  REACHES,
} from './shrinkage-maps.ts';
import { interval, mean } from './statistics.ts';
import { compare, type NamedValues } from './training/compare.ts';
import { accuracyOf, locate } from './training/evaluate.ts';
import { trainJobs } from './training/jobs.ts';
import { predict } from './training/predict.ts';
import { iprMethods, type Method, standardJob } from './training/recipe.ts';
import { withTorchWorkers } from './training/torch-worker.ts';
import type { TrainedRun } from './training/training-job.ts';

/** Widths of the prior, cells of our 32 × 32 maps. The paper's maps have 64 × 48. */
const SIGMAS = [0.5, 1, 2, 3, 4] as const;
const BETA = 10;
/** Of the test pictures, every so-manieth is looked at closely. */
const LOOKED_AT = 5;

type Name = 'detection' | 'regression' | `prior σ ${(typeof SIGMAS)[number]}`;

/** What Gu 2022's table 1 prints: AP. */
const PRINTED: Readonly<Record<Name, number>> = {
  detection: 71.3,
  regression: 67.1,
  'prior σ 0.5': 65.1,
  'prior σ 1': 68.5,
  'prior σ 2': 71.4,
  'prior σ 3': 69.8,
  'prior σ 4': 66.9,
};
const NAMES = Object.keys(PRINTED) as Name[];

/** What is measured of one training. */
interface Figures {
  /** Mean end-point error by how hard the person is, and of all; px of the 64 × 64 picture. */
  readonly error: Readonly<Record<Difficulty | 'all', number>>;
  readonly maps: Readonly<Record<Difficulty, Localisation>>;
}

/** Integral training shrinks the heatmap; a prior on its shape stops that (Gu et al. 2022, §4). */
export const shrinkage: Experiment = {
  name: 'shrinkage',
  title: 'How localised heatmaps become, and a prior on their width',
  needs: ['browser', 'torch'],
  async run(context) {
    const people = await renderPeople(context);
    const seeds = context.quick ? [1, 2] : [1, 2, 3];
    const methods = methodsOf();
    const runs = await trainJobs(
      context,
      NAMES.flatMap((name) => seeds.map((seed) => standardJob(context, methods[name], seed))),
      { people },
    );
    const measured = await measure(people, runs);
    const figures = Object.fromEntries(
      NAMES.map((name, i) => [name, measured.slice(i * seeds.length, (i + 1) * seeds.length)]),
    ) as Record<Name, Figures[]>;
    return {
      seeds: seeds.length,
      figures: { unit: 'px of the 64 × 64 picture; cells of 2 px', seeds, reaches: REACHES, methods: figures },
      findings: findingsOf(figures),
      plots: [activationChart(figures), widthChart(figures), errorChart(figures)],
    };
  },
};

function methodsOf(): Record<Name, Method> {
  const { H1, 'I*': plain } = iprMethods();
  const prior = (sigma: number): Method => ({ ...plain, loss: [...plain.loss, { kind: 'prior', sigma, beta: BETA }] });
  return {
    detection: H1,
    regression: plain,
    ...(Object.fromEntries(SIGMAS.map((sigma) => [`prior σ ${sigma}`, prior(sigma)])) as Record<
      `prior σ ${(typeof SIGMAS)[number]}`,
      Method
    >),
  };
}

async function measure(people: PeopleSet, runs: readonly TrainedRun[]): Promise<Figures[]> {
  const pictures = people.indices('test');
  const located = await locate(people, runs, 'test');
  const looked = pictures.filter((_, index) => index % LOOKED_AT === 0);
  const maps = new Map<TrainedRun, Record<Difficulty, Localisation>>();
  await withTorchWorkers(runs, async (run, worker) => {
    const read = run.job.decoder.kind === 'integral' ? BETA : undefined;
    maps.set(run, localisation(people, looked, await predict(run, looked, worker), read));
  });
  return runs.map((run, i) => {
    const points = located[i] as Float32Array;
    const errorOf = (difficulty: Difficulty | 'all'): number => {
      const rows = pictures.flatMap((picture, row) =>
        difficulty === 'all' || difficultyOf(people.facts[picture] as PictureFacts) === difficulty ? [row] : [],
      );
      const length = points.length / pictures.length;
      const some = Float32Array.from(rows.flatMap((row) => [...points.subarray(row * length, (row + 1) * length)]));
      return accuracyOf(
        people,
        rows.map((row) => pictures[row] as number),
        some,
      ).error;
    };
    return {
      error: { all: errorOf('all'), easy: errorOf('easy'), medium: errorOf('medium'), hard: errorOf('hard') },
      maps: maps.get(run) as Record<Difficulty, Localisation>,
    };
  });
}

function findingsOf(figures: Readonly<Record<Name, readonly Figures[]>>): Finding[] {
  const values = (name: Name, of: (each: Figures) => number, said: string = name): NamedValues => ({
    name: said,
    values: figures[name].map(of),
  });
  const activation = ({ maps }: Figures) =>
    mean(DIFFICULTIES.map((difficulty) => maps[difficulty].activation[2] as number));
  const easyMedium = ({ maps }: Figures) =>
    mean((['easy', 'medium'] as const).map((difficulty) => maps[difficulty].activation[2] as number));
  const width = (difficulty: Difficulty) => (each: Figures) => each.maps[difficulty].sigma;
  const shrunk = (each: Figures) => each.maps.easy.sigma / each.maps.hard.sigma;
  const error = ({ error: { all } }: Figures) => all;
  const better = (one: Name, other: Name, claim: string): Finding =>
    compare({
      claim,
      source: 'Gu 2022, table 1',
      printed: `AP ${PRINTED[one]} against ${PRINTED[other]}`,
      unit: 'px',
      digits: 2,
      side: 'below',
      these: values(one, error),
      those: values(other, error),
    });
  return [
    compare({
      claim: 'Heatmaps of integral regression are more localised than those of detection: larger A(2)',
      source: 'Gu 2022, fig. 2b',
      unit: 'of 1',
      digits: 3,
      side: 'above',
      these: values('regression', activation),
      those: values('detection', activation),
    }),
    ...(['regression', 'detection'] as const).map((name) =>
      compare({
        claim: `Heatmaps shrink from hard to easy people (${name})`,
        source: 'Gu 2022, fig. 2c, tables I to III',
        printed: name === 'regression' ? 'σ 5 to 0.5–1' : 'σ 5 to 2.5',
        unit: 'cells',
        digits: 2,
        side: 'below',
        these: values(name, width('easy'), 'easy'),
        those: values(name, width('hard'), 'hard'),
      }),
    ),
    compare({
      claim: 'Heatmaps shrink more under integral regression than under detection: smaller ratio of σ, easy to hard',
      source: 'Gu 2022, fig. 2c',
      unit: '',
      digits: 2,
      side: 'below',
      these: values('regression', shrunk),
      those: values('detection', shrunk),
    }),
    compare({
      claim: 'A prior of σ = 2 makes maps of easy and medium people less localised: smaller A(2)',
      source: 'Gu 2022, §4.2',
      printed: '0.54 against 0.65',
      unit: 'of 1',
      digits: 3,
      side: 'below',
      these: values('prior σ 2', easyMedium),
      those: values('regression', easyMedium),
    }),
    better('detection', 'regression', 'Without a prior, detection is better than integral regression'),
    better('prior σ 2', 'regression', 'A prior of σ = 2 cells improves integral regression'),
    better(
      'prior σ 1',
      'regression',
      'A prior of σ = 1 of our 32 cells, about as wide in the picture as 2 of the paper’s 64, improves integral regression',
    ),
    compare({
      claim: 'A narrow prior, σ = 0.5, is worse than none',
      source: 'Gu 2022, table 1',
      printed: `AP ${PRINTED['prior σ 0.5']} against ${PRINTED.regression}`,
      unit: 'px',
      digits: 2,
      side: 'above',
      these: values('prior σ 0.5', error),
      those: values('regression', error),
    }),
    better('prior σ 2', 'prior σ 0.5', 'A prior of σ = 2 is better than an extreme one of 0.5'),
    better('prior σ 2', 'prior σ 4', 'A prior of σ = 2 is better than an extreme one of 4'),
  ];
}

function activationChart(figures: Readonly<Record<Name, readonly Figures[]>>) {
  const shown: readonly Name[] = ['detection', 'regression', 'prior σ 1', 'prior σ 2', 'prior σ 4'];
  return drawChart({
    file: 'shrinkage-activation.svg',
    title: 'Share of the heatmap near the joint, easy people',
    description: 'Mean activation sum A(s) on easy test people against s, for detection, regression and three priors.',
    kind: 'line',
    xLabel: 's, cells',
    yLabel: 'A(s)',
    series: shown.map((name) => ({
      name,
      points: REACHES.map((s, index) => {
        const { mean: y, low, high } = interval(figures[name].map(({ maps }) => maps.easy.activation[index] as number));
        return { x: s, y, low, high };
      }),
    })),
  });
}

function widthChart(figures: Readonly<Record<Name, readonly Figures[]>>) {
  return drawChart({
    file: 'shrinkage-width.svg',
    title: 'Width of the heatmap by how hard the person is',
    description: 'Best-fit σ of heatmaps of easy, medium and hard test people, for each training.',
    kind: 'bar',
    xLabel: '',
    yLabel: 'best-fit σ, cells',
    series: DIFFICULTIES.map((difficulty) => ({
      name: difficulty,
      points: NAMES.map((name) => {
        const { mean: y, low, high } = interval(figures[name].map(({ maps }) => maps[difficulty].sigma));
        return { x: name.replace('prior ', ''), y, low, high };
      }),
    })),
  });
}

function errorChart(figures: Readonly<Record<Name, readonly Figures[]>>) {
  return drawChart({
    file: 'shrinkage-error.svg',
    title: 'Error by training',
    description: 'Mean end-point error of all test people for detection, regression and five priors.',
    kind: 'dot',
    xLabel: '',
    yLabel: 'end-point error, px (lower is better)',
    series: [
      {
        name: 'all test people',
        points: NAMES.map((name) => {
          const { mean: y, low, high } = interval(figures[name].map(({ error }) => error.all));
          return { x: name.replace('prior ', ''), y, low, high };
        }),
      },
    ],
  });
}
