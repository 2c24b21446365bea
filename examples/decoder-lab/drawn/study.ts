import type { Point } from '@integral-pose/sdk';
import type { LabDecoder } from '../decoders.ts';
import { distance } from '../distances.ts';
import { GRID, type LabSettings } from '../settings.ts';
import { mean, rms } from '../statistics.ts';
import { type Answer, decodeMaps } from './decode-maps.ts';
import { drawMaps } from './draw-maps.ts';

/** One decoder's points on a curve. */
export interface Curve {
  readonly key: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** From a true centre to what a decoder answers there. */
export interface BiasVector {
  readonly from: Point;
  readonly to: Point;
}

/** A decoder's answers for true centres all over the map. */
export interface BiasField {
  readonly key: string;
  readonly vectors: readonly BiasVector[];
  readonly meanError: number;
  readonly worstError: number;
}

/** What the decoders are told of empty cells. */
function told({ known, background }: LabSettings): number {
  return known ? background : 0;
}

function truthOf({ x, y }: LabSettings): Point {
  return { x, y };
}

/** The map that is seen, and every decoder's answer. */
export async function studyPeak(
  settings: LabSettings,
  decoders: readonly LabDecoder[],
): Promise<{ readonly map: Float32Array; readonly answers: readonly Answer[] }> {
  const map = drawMaps([truthOf(settings)], settings);
  const answers = await decodeMaps(
    map,
    told(settings),
    decoders.map((decoder) => decoder.makeWith(settings)),
  );
  return { map, answers: answers.map(([answer]) => answer as Answer) };
}

const LATTICE = { columns: 13, rows: 10, margin: 2 };

/**
 * True centres in rows and columns over the whole map. Their fractions of a cell differ from one to the next, so that
 * the bias of whole cells (argmax, say) is seen as it is on average.
 */
export function lattice(): Point[] {
  const { columns, rows, margin } = LATTICE;
  const place = (index: number, count: number, length: number) =>
    margin + (index * (length - 2 * margin)) / (count - 1) + 0.13;
  return Array.from({ length: columns * rows }, (_, index) => ({
    x: place(index % columns, columns, GRID.width - 0.26),
    y: place(Math.floor(index / columns), rows, GRID.height - 0.26),
  }));
}

/** The bias vectors of Gu et al. 2021, figure 1: the lattice in one batch, each decoder once. */
export async function studyBias(settings: LabSettings, decoders: readonly LabDecoder[]): Promise<BiasField[]> {
  const centres = lattice();
  const maps = drawMaps(centres, settings, 1);
  const answers = await decodeMaps(
    maps,
    told(settings),
    decoders.map((decoder) => decoder.makeWith(settings)),
  );
  return decoders.map(({ key }, index) => {
    const vectors = centres.map((from, at) => ({ from, to: answers[index]?.[at] as Point }));
    const errors = vectors.map(({ from, to }) => distance(from, to));
    return { key, vectors, meanError: mean(errors), worstError: Math.max(...errors) };
  });
}

/** Steps of a quarter of a cell: fine enough for the saw teeth of decoders that answer in cells. */
const STEP = 0.25;

/** Error along the row through the peak: how far off each decoder is if the peak were at x. */
export async function studyRow(settings: LabSettings, decoders: readonly LabDecoder[]): Promise<Curve[]> {
  const centres = Array.from({ length: (GRID.width - 1) / STEP + 1 }, (_, index) => ({
    x: 0.5 + index * STEP + 0.05,
    y: settings.y,
  })).filter(({ x }) => x < GRID.width - 0.5);
  const answers = await decodeMaps(
    drawMaps(centres, settings, 2),
    told(settings),
    decoders.map((decoder) => decoder.makeWith(settings)),
  );
  return decoders.map(({ key }, index) => ({
    key,
    points: centres.map((centre, at) => [centre.x, distance(centre, answers[index]?.[at] as Point)] as const),
  }));
}

const BETAS = [1, 1.5, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 25, 32, 40];

/** Error of the map that is seen against β. Decoders without a β are left out. */
export async function studyBeta(settings: LabSettings, decoders: readonly LabDecoder[]): Promise<Curve[]> {
  const truth = truthOf(settings);
  const map = drawMaps([truth], settings);
  const turned = decoders.filter(({ hasBeta }) => hasBeta);
  const answers = await decodeMaps(
    map,
    told(settings),
    turned.flatMap((decoder) => BETAS.map((beta) => decoder.makeWith({ ...settings, beta }))),
  );
  return turned.map(({ key }, index) => ({
    key,
    points: BETAS.map((beta, at) => {
      const answer = answers[index * BETAS.length + at]?.[0] as Answer;
      return [beta, distance(truth, answer)] as const;
    }),
  }));
}

/** Draws of noise that the jitter of drawn maps is measured over. */
const DRAWS = 24;

/** Rms distance of the answers from their mean, over draws of noise; 0 without noise. One for each decoder. */
export async function studyJitter(settings: LabSettings, decoders: readonly LabDecoder[]): Promise<number[]> {
  if (settings.noise === 0) return decoders.map(() => 0);
  const centres = Array.from({ length: DRAWS }, () => truthOf(settings));
  const answers = await decodeMaps(
    drawMaps(centres, settings, 3),
    told(settings),
    decoders.map((decoder) => decoder.makeWith(settings)),
  );
  return answers.map((points) => {
    const middle = { x: mean(points.map(({ x }) => x)), y: mean(points.map(({ y }) => y)) };
    return rms(points.map((point) => distance(point, middle)));
  });
}
