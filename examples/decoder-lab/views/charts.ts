import { byId, setText } from '../../webcam/dom.ts';
import { type ChartData, LineChart } from './line-chart.ts';

/** A chart with its heading. */
export interface TitledChart extends ChartData {
  readonly title: string;
  readonly unit: string;
}

const PLACES = ['a', 'b', 'c'] as const;

/** The row of charts: as many as there are. */
export class Charts {
  readonly #charts = PLACES.map((place) => new LineChart(byId(`chart-${place}`, HTMLCanvasElement)));

  show(charts: readonly TitledChart[]): void {
    for (const [index, place] of PLACES.entries()) {
      const chart = charts[index];
      byId(`chart-${place}-box`, HTMLElement).hidden = !chart;
      if (!chart) continue;
      setText(byId(`chart-${place}-title`, HTMLElement), chart.title);
      setText(byId(`chart-${place}-unit`, HTMLElement), chart.unit);
      this.#charts[index]?.show(chart);
    }
  }
}
