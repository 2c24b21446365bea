import type { Experiment, ExperimentContext, Finding } from './experiment.ts';
import type { PeopleSet } from './people/people-set.ts';
import { renderPeople } from './people/render-people.ts';
import { drawChart } from './plot.ts';
import { hasRoot, positionError } from './position-error.ts';
import { interval, mean } from './statistics.ts';
import { compare } from './training/compare.ts';
import { trainVolumes, type VolumetricJob, type VolumetricMethod } from './training/volumetric-jobs.ts';

/** What IPR's table 7 prints, mm: with 3D data only, and with 2D data as well. */
const PRINTED: Readonly<Record<VolumetricMethod, readonly [number, number]>> = {
  R1: [106.6, 56.2],
  H2: [80.4, 59.3],
  'I*': [100.2, 49.6],
  I2: [66.2, 52.4],
};
const METHODS = Object.keys(PRINTED) as VolumetricMethod[];

/** What one method reached, mm, seed by seed. */
interface Row {
  readonly method: VolumetricMethod;
  readonly deepOnly: readonly number[];
  readonly mixed: readonly number[];
}

/**
 * Mixed 2D/3D training by the two-step integral (IPR §2.1, table 7). All training pictures have 2D labels, those of a few
 * bodies 3D labels as well: as Human3.6M, they show little variety. Every method is trained on the 3D part alone, and on
 * batches of which one half comes from all pictures and teaches x and y only; the same number of steps, the same start.
 */
export const mixed3d: Experiment = {
  name: 'mixed-3d',
  title: 'Mixed 2D and 3D training with the two-step integral',
  needs: ['browser', 'torch'],
  async run(context) {
    const people = await renderPeople(context);
    const scale = scaleOf(context);
    const jobs = scale.seeds.flatMap((seed) =>
      METHODS.flatMap((method) => [false, true].map((mixed) => jobOf(people, scale, method, mixed, seed))),
    );
    const located = await trainVolumes(context, jobs, people);
    const reached = jobs.map((job, i) => meanPositionError(people, job.test, located[i] as Float32Array));
    const rows = METHODS.map((method): Row => {
      const of = (mixed: boolean): number[] =>
        reached.filter((_, i) => jobs[i]?.method === method && jobs[i]?.mixed === mixed);
      return { method, deepOnly: of(false), mixed: of(true) };
    });
    const [job] = jobs;
    const figures = {
      unit: 'mm, mean per joint position error of the test pictures, one number a seed',
      seeds: scale.seeds,
      pictures: { withDepth: job?.deep.length, without: job?.flat.length, test: job?.test.length },
      training: { steps: scale.steps, batch: scale.batch, rate: scale.rate },
      rows,
    };
    return { figures, findings: findingsOf(rows), plots: [chartOf(rows)], seeds: scale.seeds.length };
  },
};

interface Scale {
  readonly seeds: readonly number[];
  readonly steps: number;
  readonly batch: number;
  readonly rate: number;
  /** Bodies with 3D labels. */
  readonly bodies: number;
}

function scaleOf({ quick }: ExperimentContext): Scale {
  return quick
    ? { seeds: [1, 2], steps: 20, batch: 16, rate: 3e-3, bodies: 3 }
    : { seeds: [1, 2, 3, 4], steps: 800, batch: 32, rate: 3e-3, bodies: 8 };
}

function jobOf(people: PeopleSet, scale: Scale, method: VolumetricMethod, mixed: boolean, seed: number): VolumetricJob {
  const flat = people.indices('train');
  const bodyOf = (picture: number): number => people.facts[picture]?.body as number;
  const few = [...new Set(flat.map(bodyOf))].sort((a, b) => a - b).slice(0, scale.bodies);
  return {
    method,
    mixed,
    seed,
    steps: scale.steps,
    batch: scale.batch,
    rate: scale.rate,
    deep: flat.filter((picture) => few.includes(bodyOf(picture))),
    flat,
    test: people.indices('test').filter((picture) => hasRoot(people, picture)),
  };
}

function meanPositionError(people: PeopleSet, pictures: readonly number[], located: Float32Array): number {
  const size = located.length / pictures.length;
  return mean(pictures.map((picture, i) => positionError(people, picture, located.subarray(i * size, (i + 1) * size))));
}

function findingsOf(rows: readonly Row[]): Finding[] {
  const row = (method: VolumetricMethod): Row => rows.find((each) => each.method === method) as Row;
  const told = { source: 'IPR, table 7', unit: 'mm', side: 'below' } as const;
  const gains = rows.map(({ method, deepOnly, mixed }) =>
    compare({
      ...told,
      claim: `2D labels mixed in make ${method} more exact in 3D than its 3D labels alone`,
      printed: `${PRINTED[method][1]} against ${PRINTED[method][0]} mm`,
      these: { name: 'mixed', values: mixed },
      those: { name: '3D alone', values: deepOnly },
    }),
  );
  const against = (one: VolumetricMethod, other: VolumetricMethod, key: 'deepOnly' | 'mixed'): Finding => {
    const column = key === 'mixed' ? 1 : 0;
    return compare({
      ...told,
      claim: `${one} is more exact in 3D than ${other} ${key === 'mixed' ? 'with mixed labels' : 'with 3D labels alone'}`,
      printed: `${PRINTED[one][column]} against ${PRINTED[other][column]} mm`,
      these: { name: one, values: row(one)[key] },
      those: { name: other, values: row(other)[key] },
    });
  };
  return [
    ...gains,
    ...(['mixed', 'deepOnly'] as const).flatMap((key) => [against('I*', 'R1', key), against('I2', 'H2', key)]),
  ];
}

function chartOf(rows: readonly Row[]) {
  const points = (key: 'deepOnly' | 'mixed') =>
    rows.map((row) => {
      const { mean: y, low, high } = interval(row[key]);
      return { x: row.method, y, low: Math.max(0, low), high };
    });
  return drawChart({
    file: 'mixed-3d.svg',
    title: 'Error in 3D, with 3D labels alone and with 2D labels mixed in',
    description: `Mean per joint position error of ${rows.map(({ method }) => method).join(', ')}: one bar for training on the 3D labels alone, one with 2D labels mixed in.`,
    kind: 'bar',
    xLabel: 'method',
    yLabel: 'position error, mm (lower is better)',
    series: [
      { name: '3D labels alone', points: points('deepOnly') },
      { name: '2D labels mixed in', points: points('mixed') },
    ],
  });
}
