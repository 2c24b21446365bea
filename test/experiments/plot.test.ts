import { JSDOM } from 'jsdom';
import { expect, test } from 'vitest';
import { type ChartOptions, drawChart } from './plot.ts';

const line: ChartOptions = {
  file: 'x.svg',
  title: 'Bias & <distance>',
  description: 'Two lines.',
  kind: 'line',
  xLabel: 'distance, cells',
  yLabel: 'error, cells',
  series: [
    {
      name: 'plain',
      points: [
        { x: 0, y: 1, low: 0.5, high: 1.5 },
        { x: 10, y: 3, low: 2, high: 4 },
      ],
    },
    {
      name: 'a reference',
      dashed: true,
      points: [
        { x: 0, y: 0 },
        { x: 10, y: 0 },
      ],
    },
  ],
};

const bars = (kind: 'bar' | 'dot'): ChartOptions => ({
  ...line,
  kind,
  series: ['H1', 'I1'].map((name, index) => ({
    name,
    points: ['full', 'half'].map((x) => ({ x, y: index + 1, low: index + 0.8, high: index + 1.2 })),
  })),
});

function parse(svg: string): Document {
  const { window } = new JSDOM(svg, { contentType: 'image/svg+xml' });
  return window.document;
}

test.each([line, bars('bar'), bars('dot')])('a chart is an SVG for light and dark pages: %o', (options) => {
  const drawing = drawChart(options);
  const document = parse(drawing.svg);
  expect(document.documentElement.tagName).toBe('svg');
  expect(document.querySelector('title')?.textContent).toBe(options.title);
  expect(document.querySelector('desc')?.textContent).toBe(options.description);
  expect(document.querySelector('style')?.textContent).toContain('prefers-color-scheme:dark');
  const texts = [...document.querySelectorAll('text')].map((text) => text.textContent ?? '');
  for (const { name } of options.series) expect(texts).toContain(name);
  for (const label of [options.xLabel, options.yLabel]) expect(texts.some((text) => text.includes(label))).toBe(true);
  // The colours follow the page; nothing of a measurement is drawn in a fixed colour.
  expect(drawing.svg).toContain('var(--series-0)');
  expect(drawing.svg).toContain('var(--series-1)');
});

test('each value is drawn once, with its interval', () => {
  const document = parse(drawChart(bars('bar')).svg);
  expect(document.querySelectorAll('g[aria-label="bar"] rect')).toHaveLength(4);
  expect(document.querySelectorAll('g[aria-label="rule"] line').length).toBeGreaterThanOrEqual(4);
  expect(parse(drawChart(bars('dot')).svg).querySelectorAll('g[aria-label="dot"] circle')).toHaveLength(4);
});

test('a long legend is broken into lines within the picture', () => {
  const series = Array.from({ length: 8 }, (_, index) => ({ name: `a rather long name ${index}`, points: [] }));
  const withPoint = series.map((one) => ({ ...one, points: [{ x: 1, y: 1 }] }));
  const document = parse(drawChart({ ...line, series: withPoint }).svg);
  const lefts = [...document.documentElement.children]
    .filter((child) => child.tagName === 'text')
    .map((text) => Number(text.getAttribute('x')));
  expect(Math.max(...lefts)).toBeLessThan(720 - 100);
});
