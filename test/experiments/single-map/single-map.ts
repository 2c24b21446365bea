import { STARTS } from '../../../examples/papers/single-map/descent.ts';
import type { Experiment, Finding } from '../experiment.ts';
import { drawChart } from '../plot.ts';
import { decide, type Interval, interval, inWords, mean, pairedDifference, settle } from '../statistics.ts';
import { filmStrip } from './film-strip.ts';
import { giveLessons, type Lesson, SHOWN } from './lessons.ts';

const UPDATES = SHOWN[SHOWN.length - 1] as number;
/** Courses are kept at every so-manieth update. */
const EVERY = 5;
const inCells = (effect: number): string => `${effect.toFixed(1)} cells`;
/** Starts from which the integral has to travel (cases 1 to 3 of the paper). */
const FAR = ['random', 'elsewhere', 'quadrant'];

/** One heatmap updated by gradient descent from four starts (Gu et al. 2022, §5.2 and fig. 3). */
export const singleMap: Experiment = {
  name: 'single-map',
  title: 'One heatmap being updated, under a detection and an integral loss',
  needs: [],
  run(context) {
    const seeds = context.quick ? 3 : 8;
    const lessons: Lesson[] = [];
    for (let seed = 1; seed <= seeds; seed++) {
      lessons.push(...giveLessons(seed, UPDATES));
      context.progress('joints', seed, seeds);
    }
    const of = (start: string, loss: Lesson['loss']) =>
      lessons.filter((one) => one.start === start && one.loss === loss);
    const figures = STARTS.map(({ key }) => ({
      start: key,
      detection: summarise(of(key, 'detection')),
      integral: summarise(of(key, 'integral')),
    }));
    return Promise.resolve({
      seeds,
      figures: { updates: UPDATES, courseEvery: EVERY, starts: figures },
      findings: findings(of),
      plots: [
        filmStrip(lessons.filter(({ seed }) => seed === 1)),
        drawChart({
          file: 'single-map-error.svg',
          title: 'Error of what is read off one map, by update',
          description: 'Mean distance from the joint of what each loss reads off the map, from four starts, by update.',
          kind: 'line',
          xLabel: 'updates',
          yLabel: 'error, cells',
          series: STARTS.flatMap(({ key, label }) =>
            (['integral', 'detection'] as const).map((loss) => ({
              name: `${label}, ${loss}`,
              dashed: loss === 'detection',
              points: course(of(key, loss).map(({ error }) => error)).map((y, index) => ({ x: EVERY * index, y })),
            })),
          ),
        }),
      ],
    });
  },
};

interface Summary {
  readonly error: Interval;
  readonly peakDistance: Interval;
  readonly cellsBefore: Interval;
  readonly cellsMost: Interval;
  readonly cellsAfter: Interval;
  /** Means over the seeds at every {@link EVERY}th update. */
  readonly course: Readonly<Record<'error' | 'peakDistance' | 'effectiveCells', readonly number[]>>;
}

/** Means at every {@link EVERY}th update. */
function course(lists: readonly (readonly number[])[]): number[] {
  return Array.from({ length: UPDATES / EVERY + 1 }, (_, index) =>
    Number(mean(lists.map((list) => list[EVERY * index] as number)).toPrecision(5)),
  );
}

function summarise(lessons: readonly Lesson[]): Summary {
  return {
    error: interval(lessons.map(({ error }) => last(error))),
    peakDistance: interval(lessons.map(({ peakDistance }) => last(peakDistance))),
    cellsBefore: interval(lessons.map(({ effectiveCells }) => effectiveCells[0] as number)),
    cellsMost: interval(lessons.map(({ effectiveCells }) => Math.max(...effectiveCells))),
    cellsAfter: interval(lessons.map(({ effectiveCells }) => last(effectiveCells))),
    course: {
      error: course(lessons.map(({ error }) => error)),
      peakDistance: course(lessons.map(({ peakDistance }) => peakDistance)),
      effectiveCells: course(lessons.map(({ effectiveCells }) => effectiveCells)),
    },
  };
}

function findings(of: (start: string, loss: Lesson['loss']) => readonly Lesson[]): Finding[] {
  const gain = (start: string) => {
    const lessons = of(start, 'integral');
    return pairedDifference(
      lessons.map(({ error }) => error[0] as number),
      lessons.map(({ error }) => last(error)),
    );
  };
  const nearest = FAR.map((start) => ({ start, ...summarise(of(start, 'integral')) })).toSorted(
    (one, other) => one.peakDistance.low - other.peakDistance.low,
  )[0] as Summary & { start: string };
  const gains = FAR.map(gain);
  const leastGain = gains.toSorted((one, other) => one.low - other.low)[0] as Interval;
  const left = FAR.map((start) => `${inWords(summarise(of(start, 'integral')).error, 1)} from “${start}”`).join(', ');
  const melting = of('elsewhere', 'integral');
  const melted = pairedDifference(
    melting.map(({ effectiveCells }) => Math.log(Math.max(...effectiveCells))),
    melting.map(({ effectiveCells }) => Math.log(effectiveCells[0] as number)),
  );
  const near = of('there', 'integral');
  const shrunk = pairedDifference(
    near.map(({ effectiveCells }) => last(effectiveCells)),
    near.map(({ effectiveCells }) => effectiveCells[0] as number),
  );
  const told = STARTS.map(({ key }) => interval(of(key, 'detection').map(({ peakDistance }) => last(peakDistance))));
  const worstTold = told.toSorted((one, other) => other.high - one.high)[0] as Interval;
  return [
    {
      claim: 'Under the integral loss the expectation moves to the joint from far starts',
      source: 'Gu 2022, §5.2, cases 1 to 3',
      seen: `least of the three: ${inWords(leastGain, 1, 'cells')} nearer after ${UPDATES} updates; left ${left}`,
      ...settle(decide(leastGain, 'above'), inCells),
    },
    {
      claim: 'From far starts the integral loss does not bring the map to say where the joint is',
      source: 'Gu 2022, §5.3 and fig. 3, left',
      seen: `the highest cell stays ${inWords(nearest.peakDistance, 1, 'cells')} away or more (least: the start “${nearest.start}”)`,
      ...settle(decide(nearest.peakDistance, 'above', 2), inCells),
    },
    {
      claim: 'A wrong narrow peak melts first, until the rest of the map weighs as much (case 2)',
      source: 'Gu 2022, §5.2',
      seen: `the weight spreads over ${inWords(interval(melting.map(({ effectiveCells }) => Math.max(...effectiveCells))), 0)} cells, from ${inWords(interval(melting.map(({ effectiveCells }) => effectiveCells[0] as number)), 0)}`,
      ...settle(decide(melted, 'above', Math.log(2)), (effect) => `a factor of ${Math.exp(effect).toFixed(1)}`),
    },
    {
      claim: 'A peak close to the joint shrinks (case 4)',
      source: 'Gu 2022, §5.2 and eq. 12',
      seen: `cells that share its weight: ${inWords(shrunk, 1)} in ${UPDATES} updates, from ${inWords(interval(near.map(({ effectiveCells }) => effectiveCells[0] as number)), 1)}`,
      ...settle(decide(shrunk, 'below'), inCells),
    },
    {
      claim: 'Under the detection loss every start ends as the same peak at the joint',
      source: 'Gu 2022, §5.3 and fig. 3, right',
      seen: `the highest cell is ${inWords(worstTold, 2, 'cells')} from the joint or less: the cell that holds it`,
      // The middle of a cell is at most √½ away from what lies in it.
      ...settle(decide(shifted(worstTold, -Math.SQRT1_2 - 0.05), 'below'), inCells),
    },
  ];
}

/** The interval of a value less a constant. */
function shifted({ mean: middle, low, high, count }: Interval, by: number): Interval {
  return { mean: middle + by, low: low + by, high: high + by, count };
}

function last(values: readonly number[]): number {
  return values[values.length - 1] as number;
}
