import * as Plot from '@observablehq/plot';
import { JSDOM } from 'jsdom';
import type { Plot as Drawing } from './experiment.ts';

/** One line, or one group of bars or dots, of a chart. */
export interface PlotSeries {
  readonly name: string;
  readonly points: readonly PlotPoint[];
  /** Drawn dashed: a reference, not a measurement. */
  readonly dashed?: boolean;
}

/** A value, with its interval where there is one. */
export interface PlotPoint {
  readonly x: number | string;
  readonly y: number;
  readonly low?: number;
  readonly high?: number;
}

/** What a chart is made of. */
export interface ChartOptions {
  /** File name, ending in `.svg`. */
  readonly file: string;
  readonly title: string;
  /** One or two sentences for those who cannot see it. */
  readonly description: string;
  /** `line`: x are numbers. `dot`, `bar`: x are names. */
  readonly kind: 'line' | 'dot' | 'bar';
  /** Quantity and unit. */
  readonly xLabel: string;
  readonly yLabel: string;
  readonly series: readonly PlotSeries[];
  readonly logX?: boolean;
  readonly logY?: boolean;
  /** Default: what the points need, and 0 for bars. */
  readonly yDomain?: readonly [number, number];
}

const WIDTH = 720;
const HEIGHT = 400;
const HEAD = 34;
const LEGEND_LINE = 22;
/** Room for a letter of the legend, px. */
const LETTER = 7.4;

/** Okabe and Ito's colours, darker on light ground, lighter on dark, which colour-blind eyes tell apart. */
const COLOURS: readonly (readonly [onLight: string, onDark: string])[] = [
  ['#c8440e', '#ff7f50'],
  ['#00805c', '#2dd4a0'],
  ['#0072b2', '#56b4e9'],
  ['#8c7300', '#f4e04d'],
  ['#ad3f85', '#e58fc4'],
  ['#4a4fc4', '#a9b2ff'],
  ['#7d6037', '#d9bf9b'],
  ['#0c7a8c', '#7de2f0'],
];

const variables = (side: 0 | 1): string => COLOURS.map((pair, index) => `--series-${index}:${pair[side]}`).join(';');

/** What every drawing starts with: it looks right by itself, in an `img`, on a light and on a dark page. */
export const STYLE = `
svg.chart{--ink:#14211f;--muted:#566664;--line:#dde4e4;--ground:#ffffff;${variables(0)};color:var(--ink);background:var(--ground);font-family:Inter,"Segoe UI","Helvetica Neue",Arial,sans-serif;font-size:13px}
@media (prefers-color-scheme:dark){svg.chart{--ink:#e9f1f0;--muted:#9db0ae;--line:#283739;--ground:#172224;${variables(1)}}}
`.trim();

/** The colour of a series, as CSS. */
export const seriesColour = (index: number): string => `var(--series-${index % COLOURS.length})`;

/** Draws a chart as SVG text. */
export function drawChart(options: ChartOptions): Drawing {
  const { file, title, description, series } = options;
  const lines = legendLines(series.map(({ name }) => name));
  const top = HEAD + LEGEND_LINE * lines.length;
  const { window } = new JSDOM('');
  try {
    const chart = Plot.plot({
      document: window.document,
      width: WIDTH,
      height: HEIGHT,
      marginLeft: 64,
      marginBottom: 46,
      marginTop: 26,
      style: { fontFamily: 'inherit', fontSize: '13px', overflow: 'visible' },
      x: scale(options),
      y: {
        label: options.yLabel,
        ...(options.logY ? { type: 'log' as const, tickFormat: plainNumber } : {}),
        ...(options.yDomain ? { domain: [...options.yDomain] } : {}),
        grid: true,
      },
      fx: options.kind === 'line' ? {} : { label: options.xLabel, padding: 0.2 },
      color: { domain: series.map(({ name }) => name), range: series.map((_, index) => seriesColour(index)) },
      marks: marks(options),
    });
    chart.setAttribute('y', String(top));
    const legend = lines.flatMap((line, row) =>
      line.map(({ name, index, left }) => {
        const y = HEAD + LEGEND_LINE * row + 8;
        const dash = series[index]?.dashed ? ' stroke-dasharray="4 3"' : '';
        const swatch = `<line x1="${left}" x2="${left + 18}" y1="${y}" y2="${y}" stroke="${seriesColour(index)}" stroke-width="4"${dash}/>`;
        return `${swatch}<text x="${left + 24}" y="${y + 4}" fill="var(--muted)">${escapeXml(name)}</text>`;
      }),
    );
    return { file, title, svg: framed(title, description, top + HEIGHT, [...legend, chart.outerHTML].join('\n')) };
  } finally {
    window.close();
  }
}

/** Puts a title and the style round a drawing that is 720 px wide. */
export function framed(title: string, description: string, height: number, content: string): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">`,
    `<title>${escapeXml(title)}</title><desc>${escapeXml(description)}</desc>`,
    `<style>${STYLE}</style>`,
    `<rect width="${WIDTH}" height="${height}" fill="var(--ground)"/>`,
    `<text x="16" y="22" font-size="15" font-weight="600" fill="var(--ink)">${escapeXml(title)}</text>`,
    content,
    '</svg>',
    '',
  ].join('\n');
}

function scale({ kind, xLabel, logX, series }: ChartOptions): Plot.ScaleOptions {
  if (kind === 'line') return { label: xLabel, ...(logX ? { type: 'log' as const, tickFormat: plainNumber } : {}) };
  return { axis: null, domain: series.map(({ name }) => name) };
}

/** 0.05 and not 50m. Logarithmic axes are labelled at 1, 2 and 5 only. */
function plainNumber(value: number): string {
  const first = Number(value.toExponential(6).slice(0, 8));
  return [1, 2, 5].includes(first) ? String(Number(value.toPrecision(6))) : '';
}

function marks({ kind, series }: ChartOptions): Plot.Markish[] {
  const rows = series.flatMap(({ name, points }) => points.map((point) => ({ ...point, series: name })));
  const ranged = rows.filter(({ low, high }) => low !== undefined && high !== undefined);
  if (kind === 'line') {
    const dashed = (which: boolean) => {
      const names = new Set(series.filter((one) => (one.dashed === true) === which).map(({ name }) => name));
      return rows.filter((row) => names.has(row.series));
    };
    return [
      Plot.areaY(ranged, { x: 'x', y1: 'low', y2: 'high', fill: 'series', z: 'series', fillOpacity: 0.18 }),
      Plot.lineY(dashed(false), { x: 'x', y: 'y', stroke: 'series', z: 'series', strokeWidth: 2 }),
      Plot.lineY(dashed(true), {
        x: 'x',
        y: 'y',
        stroke: 'series',
        z: 'series',
        strokeWidth: 2,
        strokeDasharray: '4 3',
      }),
    ];
  }
  const whiskers = Plot.ruleX(ranged, { fx: 'x', x: 'series', y1: 'low', y2: 'high', stroke: 'currentColor' });
  const order = { sort: { fx: null } } as const;
  return kind === 'bar'
    ? [
        Plot.barY(rows, { fx: 'x', x: 'series', y: 'y', fill: 'series', ...order }),
        whiskers,
        Plot.ruleY([0], { stroke: 'currentColor' }),
      ]
    : [
        Plot.ruleX(ranged, { fx: 'x', x: 'series', y1: 'low', y2: 'high', stroke: 'series', strokeWidth: 2 }),
        Plot.dot(rows, { fx: 'x', x: 'series', y: 'y', fill: 'series', r: 5, ...order }),
      ];
}

interface LegendEntry {
  readonly name: string;
  readonly index: number;
  readonly left: number;
}

/** Breaks the names into lines that fit. */
function legendLines(names: readonly string[]): LegendEntry[][] {
  const lines: LegendEntry[][] = [[]];
  let left = 16;
  names.forEach((name, index) => {
    const width = 24 + LETTER * name.length + 18;
    if (left > 16 && left + width > WIDTH - 16) {
      lines.push([]);
      left = 16;
    }
    lines.at(-1)?.push({ name, index, left });
    left += width;
  });
  return lines;
}

/** Text for XML. */
export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
