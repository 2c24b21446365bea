import { drawMarker, type Look } from '../markers.ts';
import { isDark, styleOf, View } from './canvas.ts';

/** One line of a chart. */
export interface Series {
  readonly look: Look;
  /** In order of x. Points that are not finite break the line. */
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** What a chart shows. */
export interface ChartData {
  readonly series: readonly Series[];
  /** From left to right. */
  readonly x: readonly [number, number];
  readonly scaleX?: 'linear' | 'log';
  readonly scaleY?: 'linear' | 'log';
  /** Smallest value of a logarithmic axis; what is below lies on it. */
  readonly least?: number;
  /** A vertical line here. */
  readonly mark?: number;
  /** What is written at the ends of the x axis. */
  readonly labels: readonly [left: string, right: string];
}

const LEFT = 40;
const BOTTOM = 20;
const TOP = 8;
const RIGHT = 12;

/** Round numbers for an axis from 0 to at least `most`. */
function linearTicks(most: number): number[] {
  const rough = most / 3;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const count = Math.max(1, Math.ceil(most / step - 1e-9));
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}

function logTicks(least: number, most: number): number[] {
  const first = Math.floor(Math.log10(least) + 1e-9);
  const last = Math.max(first + 1, Math.ceil(Math.log10(most) - 1e-9));
  return Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index));
}

function label(value: number): string {
  return value === 0 ? '0' : String(Number(value.toPrecision(2)));
}

/** Where a line carries its marker: at the vertical line, or at its end. */
function markedPoint(points: Series['points'], mark: number | undefined): Series['points'][number] | undefined {
  const finite = points.filter(([, value]) => Number.isFinite(value));
  return mark === undefined ? finite.at(-1) : (finite.find(([x]) => x >= mark) ?? finite.at(-1));
}

/** Lines over a common x, each with its decoder's marker. */
export class LineChart {
  readonly #view: View;
  #data: ChartData | undefined;

  constructor(canvas: HTMLCanvasElement) {
    this.#view = new View(canvas, () => this.#draw());
  }

  show(data: ChartData): void {
    this.#data = data;
    this.#view.redraw();
  }

  #draw(): void {
    const data = this.#data;
    if (!data) return;
    const { context, canvas, width, height } = this.#view;
    const { series, x, scaleX = 'linear', scaleY = 'linear', least = 1e-3 } = data;
    const values = series.flatMap(({ points }) => points.map(([, y]) => y)).filter(Number.isFinite);
    const most = Math.max(scaleY === 'log' ? 10 * least : 1e-3, ...values);
    // Without values an axis would have numbers that mean nothing.
    const ticks = values.length === 0 ? [0] : scaleY === 'log' ? logTicks(least, most) : linearTicks(most);
    const along = scaleX === 'log' ? Math.log : Number;
    const up = scaleY === 'log' ? (value: number) => Math.log(Math.max(least, value)) : Number;
    const [low, high] = [up(ticks[0] as number), up(ticks.at(-1) as number)];
    const right = width - RIGHT;
    const bottom = height - BOTTOM;
    const placeX = (value: number) =>
      LEFT + ((right - LEFT) * (along(value) - along(x[0]))) / (along(x[1]) - along(x[0]));
    const placeY = (value: number) => bottom - ((bottom - TOP) * (up(value) - low)) / (high - low || 1);

    context.font = `11px ${styleOf(canvas, '--font')}`;
    context.lineWidth = 1;
    context.textBaseline = 'middle';
    context.textAlign = 'right';
    for (const tick of ticks) {
      const at = Math.round(placeY(tick)) + 0.5;
      context.strokeStyle = styleOf(canvas, '--line');
      context.beginPath();
      context.moveTo(LEFT, at);
      context.lineTo(right, at);
      context.stroke();
      context.fillStyle = styleOf(canvas, '--muted');
      context.fillText(label(tick), LEFT - 6, at);
    }
    context.textBaseline = 'alphabetic';
    context.textAlign = 'left';
    context.fillText(data.labels[0], LEFT, height - 4);
    context.textAlign = 'right';
    context.fillText(data.labels[1], right, height - 4);

    if (data.mark !== undefined) {
      const at = placeX(data.mark);
      context.strokeStyle = styleOf(canvas, '--line-strong');
      context.setLineDash([4, 3]);
      context.beginPath();
      context.moveTo(at, TOP);
      context.lineTo(at, bottom);
      context.stroke();
      context.setLineDash([]);
    }

    context.save();
    context.beginPath();
    context.rect(LEFT, 0, right - LEFT, height);
    context.clip();
    context.lineJoin = 'round';
    context.lineWidth = 1.6;
    for (const { look, points } of series) {
      context.strokeStyle = isDark() ? look.onDark : look.onLight;
      context.beginPath();
      let pen = false;
      for (const [at, value] of points) {
        if (!Number.isFinite(value)) {
          pen = false;
          continue;
        }
        if (pen) context.lineTo(placeX(at), placeY(value));
        else context.moveTo(placeX(at), placeY(value));
        pen = true;
      }
      context.stroke();
    }
    context.restore();
    for (const { look, points } of series) {
      const end = markedPoint(points, data.mark);
      if (!end) continue;
      const inTheme = isDark() ? look : { ...look, onDark: look.onLight };
      drawMarker(context, inTheme, Math.min(right, placeX(end[0])), placeY(end[1]), 4);
    }
  }
}
