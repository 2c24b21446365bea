import { byId, setText } from './dom.ts';
import { STAGES, type Summary } from './figures.ts';

const NONE = '–';

function digits(value: number, places: number): string {
  return Number.isFinite(value) ? value.toFixed(places) : NONE;
}

interface StageRow {
  readonly fill: HTMLElement;
  readonly value: HTMLElement;
}

function stageRow(list: HTMLElement, stage: string): StageRow {
  const row = document.createElement('li');
  row.className = 'stage-row';
  row.dataset.stage = stage;
  const [name, track, fill, value] = ['span', 'span', 'span', 'span'].map((tag) => document.createElement(tag)) as [
    HTMLElement,
    HTMLElement,
    HTMLElement,
    HTMLElement,
  ];
  name.textContent = stage;
  track.className = 'track';
  fill.className = 'fill';
  value.className = 'value';
  track.append(fill);
  row.append(name, track, value);
  list.append(row);
  return { fill, value };
}

/** The figures at the top of the panel. */
export class FiguresView {
  readonly #fps = byId('fps', HTMLOutputElement);
  readonly #median = byId('latency-median', HTMLOutputElement);
  readonly #p95 = byId('latency-p95', HTMLOutputElement);
  readonly #dropped = byId('dropped', HTMLOutputElement);
  readonly #error = byId('truth-error', HTMLOutputElement);
  readonly #errorLine = byId('truth', HTMLElement);
  readonly #line = byId('spark-line', SVGPolylineElement);
  readonly #rows = new Map<string, StageRow>();

  constructor() {
    const list = byId('stages', HTMLOListElement);
    for (const stage of STAGES) this.#rows.set(stage, stageRow(list, stage));
  }

  show(summary: Summary): void {
    this.#fps.closest('dl')?.classList.toggle('empty', !Number.isFinite(summary.median));
    setText(this.#fps, digits(summary.fps, 1));
    setText(this.#median, digits(summary.median, 0));
    setText(this.#p95, digits(summary.p95, 0));
    setText(this.#dropped, Number.isFinite(summary.median) ? String(summary.dropped) : NONE);
    this.#errorLine.hidden = !Number.isFinite(summary.error);
    setText(this.#error, `${digits(summary.error, 1)} px`);
    this.#line.setAttribute('points', sparkline(summary.latencies));
    const longest = Math.max(1, ...Object.values(summary.stages));
    for (const [stage, { fill, value }] of this.#rows) {
      const time = summary.stages[stage] ?? 0;
      fill.style.transform = `scaleX(${(time / longest).toFixed(3)})`;
      setText(value, Number.isFinite(summary.median) ? `${time.toFixed(time < 100 ? 1 : 0)} ms` : NONE);
    }
  }
}

/** Points of a line through `values` in a box of 120 × 32, from 0 at the bottom to the largest value at the top. */
function sparkline(values: readonly number[]): string {
  const top = Math.max(1, ...values);
  return values
    .map((value, index) => `${120 - (values.length - 1 - index)},${(30 - (28 * value) / top).toFixed(1)}`)
    .join(' ');
}
