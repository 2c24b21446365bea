import {
  type BoxSide,
  type JointsPresent,
  type LabelledPerson,
  meanOf,
  meansBy,
  type Occlusion,
  type SubBenchmark,
  subBenchmark,
} from '@integral-pose/sdk/metrics';
import type { Experiment, Finding } from './experiment.ts';
import { JOINTS, type PeopleSet } from './people/people-set.ts';
import { renderPeople } from './people/render-people.ts';
import { drawChart } from './plot.ts';
import { decide, interval, inWords } from './statistics.ts';
import { compare } from './training/compare.ts';
import { jointErrors, locate } from './training/evaluate.ts';
import { trainJobs } from './training/jobs.ts';
import { biasMethods, standardJob } from './training/recipe.ts';

/** The methods of Gu 2021, figure 5, as the recipe calls them. */
const METHODS = { detection: 'detection', regression: 'integral', joint: 'both, β 10' } as const;
type Method = keyof typeof METHODS;
const NAMES = Object.keys(METHODS) as Method[];

/** The classes of each division from easy to hard, with what table 1 prints for all people of a class, px. */
const CLASSES = {
  joints: [
    ['11-17', 6.91, 6.96],
    ['6-10', 8.04, 8.12],
    ['0-5', 28.0, 25.4],
  ],
  occlusion: [
    ['<10%', 5.59, 5.8],
    ['10-50%', 8.36, 8.53],
    ['>50%', 19.0, 17.4],
  ],
  side: [
    ['>128', 13.4, 13.6],
    ['96-128', 7.26, 7.18],
    ['64-96', 7.26, 7.18],
    ['32-64', 4.46, 4.35],
  ],
} as const;
type Division = keyof typeof CLASSES;
const DIVISIONS = Object.keys(CLASSES) as Division[];
const SAID: Readonly<Record<Division, (name: string) => string>> = {
  joints: (name) => `${name} joints in the picture`,
  occlusion: (name) => `${name} of the joints occluded`,
  side: (name) => `boxes of ${name} px`,
};

/** Errors of one method, px of the original picture: seed by seed, for every class of every division. */
type Errors = Readonly<Record<Division, Readonly<Record<string, readonly number[]>>>>;
type Figures = Readonly<Record<Method, Errors>>;

/**
 * Who wins where (Gu 2021, table 1 and figure 5): detection, integral regression and the joint framework, on people with
 * few and many joints in the picture, little and much occlusion, small and large boxes. The networks are those of the
 * convergence experiment. Detection is read with the quarter offset, as its authors' baseline is; the plain maximum stands
 * in the figures. Errors are in px of the original picture, as printed: small people have small ones.
 */
export const subBenchmarks: Experiment = {
  name: 'sub-benchmarks',
  title: 'Detection, regression and both, by joints present, occlusion and size',
  needs: ['browser', 'torch'],
  async run(context) {
    const people = await renderPeople(context);
    const seeds = context.quick ? [1, 2] : [1, 2, 3, 4];
    const methods = biasMethods();
    const jobs = NAMES.flatMap((name) => seeds.map((seed) => standardJob(context, methods[METHODS[name]], seed)));
    const runs = await trainJobs(context, jobs, { people });
    const of = (name: Method) =>
      runs.slice(NAMES.indexOf(name) * seeds.length, (NAMES.indexOf(name) + 1) * seeds.length);
    const tested = testedPeople(people);
    const errorsOf = async (name: Method, decoder?: Parameters<typeof locate>[3]): Promise<readonly number[][]> =>
      (await locate(people, of(name), 'test', decoder)).map((points) => personErrors(people, points));
    const perPerson = {
      detection: await errorsOf('detection', { kind: 'quarterOffset' }),
      regression: await errorsOf('regression'),
      joint: await errorsOf('joint'),
    };
    const maximum = await errorsOf('detection');
    const figures = Object.fromEntries(NAMES.map((name) => [name, byClass(tested, perPerson[name])])) as Figures;
    return {
      figures: {
        unit: 'px of the original picture: mean over people of the mean over their labelled joints; one number a seed',
        seeds,
        people: counts(tested),
        methods: figures,
        'detection, plain maximum': byClass(tested, maximum),
        all: Object.fromEntries(NAMES.map((name) => [name, perPerson[name].map(meanOf)])),
        'joints × occlusion': crossed(tested, perPerson, 'occlusion'),
        'joints × side': crossed(tested, perPerson, 'side'),
      },
      findings: findingsOf(figures),
      plots: DIVISIONS.map((division) => chartOf(figures, division)),
      seeds: seeds.length,
    };
  },
};

/** The test people as the SDK's metrics take them: the box in px of the original picture. */
function testedPeople(people: PeopleSet): LabelledPerson[] {
  return people.indices('test').map((picture) => {
    const side = people.facts[picture]?.boxSide as number;
    const points = Array.from({ length: JOINTS }, (_, joint) => {
      const at = (picture * JOINTS + joint) * 4;
      const [x = 0, y = 0, , state] = people.joints.subarray(at, at + 4);
      return { x, y, visibility: state as 0 | 1 | 2 };
    });
    return { points, box: { x: 0, y: 0, width: side, height: side }, area: (side * side) / 2 };
  });
}

/** Mean error of each test person, px of the original picture. */
function personErrors(people: PeopleSet, points: Float32Array): number[] {
  const pictures = people.indices('test');
  const errors = jointErrors(people, pictures, points);
  return pictures.map(
    (picture, row) => meanOf(errors.slice(row * JOINTS, (row + 1) * JOINTS)) * (people.facts[picture]?.scale as number),
  );
}

function byClass(tested: readonly LabelledPerson[], perSeed: readonly (readonly number[])[]): Errors {
  const division = <K extends Division>(key: K): Record<string, number[]> => {
    const means = perSeed.map((errors) => meansBy(key, tested, errors));
    return Object.fromEntries(
      CLASSES[key].map(([name]) => [name, means.map((each) => each.get(name as SubBenchmark[K])?.mean ?? Number.NaN)]),
    );
  };
  return { joints: division('joints'), occlusion: division('occlusion'), side: division('side') };
}

/** How many people each class has. */
function counts(tested: readonly LabelledPerson[]): Record<Division, Record<string, number>> {
  const classes = tested.map(subBenchmark);
  const count = (key: Division) =>
    Object.fromEntries(CLASSES[key].map(([name]) => [name, classes.filter((each) => each[key] === name).length]));
  return { joints: count('joints'), occlusion: count('occlusion'), side: count('side') };
}

/** Table 1 whole: means over the seeds for each pair of classes, with the number of people. */
function crossed(
  tested: readonly LabelledPerson[],
  perPerson: Readonly<Record<Method, readonly (readonly number[])[]>>,
  key: 'occlusion' | 'side',
) {
  const classes = tested.map(subBenchmark);
  return CLASSES[key].flatMap(([other]: readonly [Occlusion | BoxSide, number, number]) =>
    CLASSES.joints.map(([joints]: readonly [JointsPresent, number, number]) => {
      const inside = classes.flatMap((each, i) => (each.joints === joints && each[key] === other ? [i] : []));
      const means = NAMES.map((name) => [
        name,
        meanOf(perPerson[name].map((errors) => meanOf(inside.map((i) => errors[i] as number)))),
      ]);
      return { joints, [key]: other, people: inside.length, ...(inside.length > 0 ? Object.fromEntries(means) : {}) };
    }),
  );
}

function findingsOf(figures: Figures): Finding[] {
  return [
    ...DIVISIONS.flatMap((division) => {
      const easy = CLASSES[division][0];
      const hard = CLASSES[division].at(-1) as (typeof CLASSES)[Division][number];
      return [
        better(figures, 'detection', 'regression', division, easy, 'table 1'),
        better(figures, 'regression', 'detection', division, hard, 'table 1'),
        shifts(figures, division, easy[0], hard[0]),
      ];
    }),
    ...(['joints', 'occlusion'] as const).flatMap((division) => [
      better(figures, 'joint', 'detection', division, CLASSES[division][0], 'fig. 5'),
      better(figures, 'joint', 'regression', division, CLASSES[division][2], 'fig. 5'),
    ]),
    almostEverywhere(figures),
  ];
}

/** That one method has the lower error in a class. */
function better(
  figures: Figures,
  one: Method,
  other: Method,
  division: Division,
  [name, detection, regression]: readonly [string, number, number],
  place: 'table 1' | 'fig. 5',
): Finding {
  const printed = { detection, regression, joint: Number.NaN };
  const values = (method: Method) => ({ name: method, values: figures[method][division][name] as readonly number[] });
  return compare({
    claim: `${one === 'joint' ? 'The joint framework' : capital(one)} beats ${other}: ${SAID[division](name)}`,
    source: `Gu 2021, ${place}`,
    ...(place === 'table 1' ? { printed: `${printed[one]} against ${printed[other]} px` } : {}),
    unit: 'px',
    digits: 2,
    side: 'below',
    these: values(one),
    those: values(other),
  });
}

/** That regression stands better against detection where it is hard than where it is easy, whoever is ahead. */
function shifts(figures: Figures, division: Division, easy: string, hard: string): Finding {
  const lead = (name: string): number[] =>
    (figures.regression[division][name] as readonly number[]).map(
      (error, i) => 100 * (error / (figures.detection[division][name]?.[i] as number) - 1),
    );
  return compare({
    claim: `Regression gains on detection from easy to hard: ${SAID[division](easy)}, ${SAID[division](hard)}`,
    source: 'Gu 2021, §5.2.3',
    unit: '% of the error of detection',
    side: 'below',
    these: { name: `regression against detection at ${hard}`, values: lead(hard) },
    those: { name: `at ${easy}`, values: lead(easy) },
  });
}

/** "In almost all conditions": in four classes of five or more. */
const ALMOST_ALL = 0.8;

function almostEverywhere(figures: Figures): Finding {
  const classes = DIVISIONS.flatMap((division) => CLASSES[division].map(([name]) => [division, name] as const));
  const seeds = figures.joint.joints['11-17']?.length ?? 0;
  const shares = Array.from({ length: seeds }, (_, seed) => {
    const at = (method: Method, [division, name]: (typeof classes)[number]): number =>
      figures[method][division][name]?.[seed] as number;
    const won = classes.filter((each) => at('joint', each) < Math.min(at('detection', each), at('regression', each)));
    return won.length / classes.length;
  });
  const share = interval(shares);
  const { verdict, smallestEffect } = decide(share, 'above', ALMOST_ALL);
  return {
    claim: 'The joint framework beats both others in almost all classes (here: more than 80 %)',
    source: 'Gu 2021, fig. 5',
    seen: `best in a share of ${inWords(share)} of the ${classes.length} classes`,
    verdict,
    ...(verdict === 'cannot tell' ? { smallestEffect: `${smallestEffect.toFixed(2)} of the classes` } : {}),
  };
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function chartOf(figures: Figures, division: Division) {
  const what = { joints: 'joints in the picture', occlusion: 'joints occluded', side: 'side of the box, px' }[division];
  return drawChart({
    file: `sub-benchmarks-${division}.svg`,
    title: `Error by ${what}`,
    description: `Mean end-point error of detection, integral regression and the joint framework, by ${what}, from easy to hard, with 95 % intervals over the seeds.`,
    kind: 'bar',
    xLabel: what,
    yLabel: 'end-point error, px of the original picture (lower is better)',
    series: NAMES.map((name) => ({
      name: { detection: 'detection', regression: 'integral regression', joint: 'both (joint framework)' }[name],
      points: CLASSES[division].map(([key]) => {
        const { mean, low, high } = interval(figures[name][division][key] as readonly number[]);
        return { x: key, y: mean, low: Math.max(0, low), high };
      }),
    })),
  });
}
