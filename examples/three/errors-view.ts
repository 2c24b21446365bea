import { LineChart } from '../decoder-lab/views/line-chart.ts';
import { byId, setText } from '../webcam/dom.ts';
import { ANSWERS, type Answer, type SpaceFigures, type TruthInSpace, WINDOW } from './truth-in-space.ts';

const COLOURS: Readonly<Record<Answer, { readonly onDark: string; readonly onLight: string }>> = {
  keypoints3D: { onDark: '#63ddc3', onLight: '#0b7263' },
  worldLandmarks: { onDark: '#ff9f5c', onLight: '#b4500b' },
};
const COLUMNS = ['mpjpe', 'paMpjpe', 'slope'] as const;

/** The figures of an answer as text: mm without decimals, slopes with two. */
function textOf(figures: SpaceFigures, column: (typeof COLUMNS)[number]): string {
  const value = figures[column];
  if (!Number.isFinite(value)) return '–';
  return column === 'slope' ? value.toFixed(2) : value.toFixed(0);
}

/** Medians and curves of the errors in space. */
export class ErrorsView {
  readonly #box = byId('errors', HTMLElement);
  readonly #charts = {
    curve: new LineChart(byId('chart-mpjpe', HTMLCanvasElement)),
    aligned: new LineChart(byId('chart-pa-mpjpe', HTMLCanvasElement)),
  };

  /** @param known is there a truth to compare with? */
  show(errors: TruthInSpace, known: boolean): void {
    this.#box.classList.toggle('unknown', !known);
    const all = Object.fromEntries(ANSWERS.map((answer) => [answer, errors.figures(answer)])) as Record<
      Answer,
      SpaceFigures
    >;
    for (const answer of ANSWERS) {
      const row = this.#box.querySelector(`tr[data-answer=${answer}]`);
      for (const column of COLUMNS) {
        const cell = row?.querySelector<HTMLElement>(`[data-column=${column}]`);
        if (!cell) continue;
        setText(cell, textOf(all[answer], column));
        cell.dataset.value = String(all[answer][column]);
      }
    }
    for (const [name, chart] of Object.entries(this.#charts)) {
      chart.show({
        series: ANSWERS.map((answer) => {
          const values = all[answer][name as 'curve' | 'aligned'];
          return {
            look: { ...COLOURS[answer], shape: answer === 'keypoints3D' ? 'circle' : 'square' },
            points: values.map((value, index) => [index - values.length, value] as const),
          };
        }),
        x: [-WINDOW, 0],
        labels: [`${WINDOW} results ago`, 'now'],
      });
    }
  }
}
