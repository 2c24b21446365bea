import { PNG } from 'pngjs';
import { MAP, STARTS } from '../../../examples/papers/single-map/descent.ts';
import type { Plot } from '../experiment.ts';
import { escapeXml, framed } from '../plot.ts';
import { type Lesson, SHOWN } from './lessons.ts';

const LEFT = 110;
const GAP = 8;
const WIDTH = (720 - LEFT - 16 - GAP * (SHOWN.length - 1)) / SHOWN.length;
const HEIGHT = (WIDTH * MAP.height) / MAP.width;
const TOP = 64;
/** From empty to full; the same on light and dark pages, as a picture is. */
const EMPTY = [12, 20, 21] as const;
const FULL = [236, 246, 244] as const;

/** How maps change under both losses: a row for each start and loss, a column for each moment. */
export function filmStrip(lessons: readonly Lesson[]): Plot {
  const parts = SHOWN.map(
    (update, column) =>
      `<text x="${left(column) + WIDTH / 2}" y="${TOP - 10}" text-anchor="middle" fill="var(--muted)">update ${update}</text>`,
  );
  const rows = STARTS.flatMap(({ key, label }) =>
    (['detection', 'integral'] as const).map((loss) => ({ key, label, loss })),
  );
  rows.forEach(({ key, label, loss }, row) => {
    const lesson = lessons.find((one) => one.start === key && one.loss === loss);
    if (!lesson) throw new RangeError(`There is no lesson from the start ${key} under the ${loss} loss.`);
    const top = TOP + row * (HEIGHT + GAP) + Math.floor(row / 2) * GAP;
    parts.push(
      `<text x="16" y="${top + HEIGHT / 2 - 3}" fill="var(--ink)">${escapeXml(label)}</text>`,
      `<text x="16" y="${top + HEIGHT / 2 + 14}" fill="var(--muted)">${loss}</text>`,
    );
    lesson.film.forEach((cells, column) => {
      parts.push(
        `<image x="${left(column)}" y="${top}" width="${WIDTH}" height="${HEIGHT}" preserveAspectRatio="none" style="image-rendering:pixelated" href="${picture(cells)}"/>`,
      );
    });
  });
  const height = Math.ceil(TOP + rows.length * (HEIGHT + GAP) + STARTS.length * GAP + 8);
  return {
    file: 'single-map-film.svg',
    title: 'One heatmap under two losses',
    svg: framed(
      'One heatmap under two losses',
      'Maps at five moments of gradient descent, from four starts. Under the detection loss all end as the same Gaussian at the joint; under the integral loss the first three never do.',
      height,
      parts.join('\n'),
    ),
  };
}

function left(column: number): number {
  return LEFT + column * (WIDTH + GAP);
}

/** A map from its lowest cell to its highest, as the address of a PNG. */
function picture(cells: Float32Array): string {
  const low = cells.reduce((one, other) => Math.min(one, other));
  const high = cells.reduce((one, other) => Math.max(one, other));
  const image = new PNG({ width: MAP.width, height: MAP.height, colorType: 2 });
  cells.forEach((cell, index) => {
    const share = high > low ? (cell - low) / (high - low) : 0;
    EMPTY.forEach((empty, channel) => {
      image.data[4 * index + channel] = Math.round(empty + share * ((FULL[channel] as number) - empty));
    });
    image.data[4 * index + 3] = 255;
  });
  return `data:image/png;base64,${PNG.sync.write(image, { colorType: 2 }).toString('base64')}`;
}
