import type { Experiment, Finding, Plot } from '../experiment.ts';
import { drawChart, type PlotPoint } from '../plot.ts';
import { decide, type Interval, inWords, settle } from '../statistics.ts';
import { idealMaps } from './ideal.ts';
import { realMaps } from './real.ts';
import { type BetaSummary, type BiasSummary, summariseBias } from './summarise.ts';

const SEEDS = 5;
const inCells = (effect: number): string => `${effect.toFixed(2)} cells`;

/** The plain integral leans towards the middle: by distance and β, before and after compensation. */
export const bias: Experiment = {
  name: 'bias',
  title: 'The bias of the integral, and its compensation',
  needs: ['browser', 'shared'],
  async run(context) {
    const perSeed = context.quick ? 60 : 400;
    const ideal: ReturnType<typeof idealMaps> = [];
    for (let seed = 1; seed <= SEEDS; seed++) {
      ideal.push(...idealMaps(seed, perSeed));
      context.progress('ideal maps', seed, SEEDS);
    }
    const pictures = context.quick ? 25 : 160;
    const onIdeal = summariseBias(ideal);
    const onReal = summariseBias(await realMaps(context, { pictures, groups: SEEDS }));
    return {
      seeds: SEEDS,
      figures: { ideal: onIdeal, real: { pictures, model: 'blazepose-full', ...onReal } },
      findings: [
        ...findings(onIdeal, 'ideal Gaussians'),
        ...findings(onReal, "BlazePose full on pictures of athletes, from the map's own mode"),
      ],
      plots: [
        ...byDistance(onIdeal, 'bias-ideal', 'Bias on ideal maps'),
        ...byDistance(onReal, 'bias-real', "Bias on BlazePose's maps of real pictures"),
        byBeta(onIdeal, onReal),
      ],
    };
  },
};

function findings({ betas, fall }: BiasSummary, where: string): Finding[] {
  const ten = betas.find(({ beta }) => beta === 10) as BetaSummary;
  const one = betas[0] as BetaSummary;
  const cells = (value: Interval) => inWords(value, 2, 'cells');
  const twenty = betas.at(-1) as BetaSummary;
  const falls = betas.map(({ beta, plain }) => `${plain.mean.toFixed(2)} at β ${beta}`).join(', ');
  return [
    {
      claim: `The bias grows with the joint's distance from the centre (${where})`,
      source: 'Gu 2021, fig. 1 and §4.1',
      seen: `from the middle to the corner by ${cells(one.growth)} at β 1, ${cells(ten.growth)} at β 10 and ${cells(twenty.growth)} at β 20; decided at 10`,
      ...settle(decide(ten.growth, 'above'), inCells),
    },
    {
      claim: `The bias falls as β rises (${where})`,
      source: 'Gu 2021, fig. 1 and §4.1',
      seen: `${falls} cells; from β 1 to 20 by ${cells(fall)}`,
      ...settle(decide(fall, 'above'), inCells),
    },
    {
      claim: `Taking the background out of the sum removes the bias (${where})`,
      source: 'Gu 2021, §4.2',
      seen: `at β 10 from ${cells(ten.plain)} to ${cells(ten.compensated)}: ${cells(ten.removed)} less; agrees if surely more than half is gone`,
      ...settle(decide(ten.removed, 'above', 0.5 * ten.plain.mean), inCells),
    },
  ];
}

/** A logarithmic axis has no 0. */
const LEAST = 1e-3;
const point = (x: number, { mean, low, high }: Interval): PlotPoint => ({
  x,
  y: Math.max(LEAST, mean),
  low: Math.max(LEAST, low),
  high: Math.max(LEAST, high),
});

function byDistance({ betas }: BiasSummary, name: string, title: string): Plot[] {
  const shown = betas.filter(({ beta }) => [1, 5, 20].includes(beta));
  const series = (which: 'plain' | 'compensated') =>
    shown.map((each) => ({
      name: `β ${each.beta}, ${which}`,
      dashed: which === 'compensated',
      points: each.byDistance.map((one) => point(one.distance, one[which])),
    }));
  return [
    drawChart({
      file: `${name}.svg`,
      title,
      description: `Mean error of the plain and the compensated integral at β 1, 5 and 20 against the joint's distance from the middle of the map, with 95 % intervals. The plain integral's error grows with distance.`,
      kind: 'line',
      logY: true,
      xLabel: 'distance from the middle, share of the way to the corner',
      yLabel: 'error, cells',
      series: [...series('plain'), ...series('compensated')],
    }),
  ];
}

function byBeta(ideal: BiasSummary, real: BiasSummary): Plot {
  const series = (summary: BiasSummary, where: string) =>
    (['plain', 'compensated'] as const).map((which) => ({
      name: `${which}, ${where}`,
      dashed: which === 'compensated',
      points: summary.betas.map((each) => point(each.beta, each[which])),
    }));
  return drawChart({
    file: 'bias-beta.svg',
    title: 'Bias against β',
    description:
      'Mean error of the plain and the compensated integral against β, on ideal maps and on real ones, with 95 % intervals. The plain integral errs less the larger β is.',
    kind: 'line',
    logX: true,
    logY: true,
    xLabel: 'β',
    yLabel: 'error, cells',
    series: [...series(ideal, 'ideal maps'), ...series(real, 'real maps')],
  });
}
