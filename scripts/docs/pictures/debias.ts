import { arrow, COLOUR, type Place, picture, polyline, text } from './ink.ts';

/** Along one row of 64 cells, as in the figure: a peak at 14.3, σ = 3, β = 5. */
const CELLS = 64;
const [AT, SIGMA, BETA] = [14.3, 3, 5];

const value = (cell: number): number => Math.exp(-((cell + 0.5 - AT) ** 2) / (2 * SIGMA * SIGMA));
const mean = (weights: readonly number[]): number =>
  weights.reduce((sum, weight, cell) => sum + weight * (cell + 0.5), 0) / weights.reduce((sum, weight) => sum + weight);

/** What the background weighs, and what remains without it. */
export function debias(): string {
  const plain = Array.from({ length: CELLS }, (_, cell) => Math.exp(BETA * value(cell)));
  const debiased = plain.map((weight) => weight - 1);
  // The background is exaggerated: it is low but wide. A map has 48 such rows and only the peak's has the peak.
  const shown = plain.map((weight) => weight + 8);
  const x = (cell: number) => 40 + 10 * cell;
  const y = (weight: number) => 270 - (weight / Math.exp(BETA)) * 190;
  const row = (weights: readonly number[]): Place[] => weights.map((weight, cell) => [x(cell + 0.5), y(weight)]);
  const ground: Place[] = [
    [x(CELLS - 0.5), 270],
    [x(0.5), 270],
  ];
  const answer = mean(shown);
  return picture(
    720,
    380,
    'Weights of the cells of a row with the background and without it',
    polyline([...row(shown), ...ground], { fill: 'rgb(255 127 80 / 30%)', stroke: COLOUR.warm }),
    polyline([...row(debiased), ...ground], { fill: 'rgb(99 221 195 / 28%)', stroke: COLOUR.accent }),
    arrow([x(answer), 324], [x(answer), 278], { stroke: COLOUR.warm }),
    text(x(answer) + 12, 324, 'mean with the background', { fill: COLOUR.warm, size: 19 }),
    arrow([x(mean(debiased)), 350], [x(mean(debiased)), 278], { stroke: COLOUR.accent }),
    text(x(mean(debiased)) + 12, 356, 'mean without it: the peak', { fill: COLOUR.accent, size: 19 }),
    text(300, 120, 'a little in each of many cells', { fill: COLOUR.warm, size: 19 }),
    arrow([420, 134], [460, 244], { stroke: COLOUR.warm }),
    text(24, 40, 'weight', { fill: COLOUR.quiet, size: 18 }),
    text(696, 40, 'cells of a row →', { fill: COLOUR.quiet, size: 18, anchor: 'end' }),
  );
}
