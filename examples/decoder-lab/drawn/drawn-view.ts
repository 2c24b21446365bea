import { LAB_DECODERS } from '../decoders.ts';
import { GRID } from '../settings.ts';
import type { TitledChart } from '../views/charts.ts';
import type { LensScene } from '../views/lens.ts';
import type { Series } from '../views/line-chart.ts';
import type { DrawnState } from './drawn-lab.ts';
import type { Curve } from './study.ts';

/** Cells below which an error does not matter any more. */
const LEAST = 1e-3;

function seriesOf(curves: readonly Curve[]): Series[] {
  return curves.flatMap(({ key, points }) => {
    const look = LAB_DECODERS.find((decoder) => decoder.key === key)?.look;
    return look ? [{ look, points }] : [];
  });
}

/** The two curves of a drawn map. */
export function drawnCharts({ row, beta, settings }: DrawnState): TitledChart[] {
  const charts: TitledChart[] = [
    {
      title: 'Error along the row',
      unit: 'cells, if the peak were at x',
      series: seriesOf(row),
      x: [0, GRID.width],
      scaleY: 'log',
      least: LEAST,
      mark: settings.x,
      labels: ['left border', 'right border'],
    },
  ];
  if (beta.length > 0) {
    charts.push({
      title: 'Error against β',
      unit: 'cells, for the peak where it is',
      series: seriesOf(beta),
      x: [1, 40],
      scaleX: 'log',
      scaleY: 'log',
      least: LEAST,
      mark: settings.beta,
      labels: ['β = 1', '40'],
    });
  }
  return charts;
}

/** The drawn map under the lens. */
export function drawnLens({ map, answers, decoders, settings }: DrawnState): LensScene {
  const readings = decoders.flatMap(({ look }, index) => {
    const answer = answers[index];
    return answer ? [{ ...answer, look }] : [];
  });
  return { size: GRID, values: map, readings: readings.reverse(), truth: { x: settings.x, y: settings.y } };
}
