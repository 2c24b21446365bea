import type { Point, Size } from '../types/geometry.ts';
import {
  type FlatMap,
  invalidArgument,
  requireFiniteNumber,
  requireNotNegative,
  requirePositive,
  requireSize,
} from './flat-map.ts';

/** Options of {@link biasMap}. */
export interface BiasMapOptions {
  /** The heatmap's sides, cells. */
  readonly size: Size;
  /** Width of the Gaussian, cells, > 0. Default 2. */
  readonly sigma?: number;
  /** Value at the joint, above `background`. Default 1. */
  readonly peak?: number;
  /** Value far from it. Default 0. */
  readonly background?: number;
  /** Distance between true positions, cells, > 0. Default 1. */
  readonly step?: number;
  /** The positions keep this far from the map's edge, cells, ≥ 0, at most half a side. Default 0.5. */
  readonly margin?: number;
}

/** Errors over a grid of true positions: position (r, c) is at index `r · xs.length + c` of the arrays. */
export interface BiasMap {
  /** True x of each column of positions, cells. */
  readonly xs: Float64Array;
  /** True y of each row of positions, cells. */
  readonly ys: Float64Array;
  /** Signed error `decoded − true` along x, cells. */
  readonly errorX: Float64Array;
  /** Signed error along y, cells. */
  readonly errorY: Float64Array;
  /** Length of the error, cells. */
  readonly distance: Float64Array;
  /** Mean of `distance`, cells. */
  readonly mean: number;
  /** Largest `distance`, cells. */
  readonly worst: number;
}

/**
 * How far a decoder is off on ideal heatmaps, by where the joint is (Gu et al. 2021, figures 1 and 2): each map is
 * `background + (peak − background)·exp(−‖p − J‖² / 2σ²)`, without noise. Plain integrals err towards the middle, in
 * proportion to the distance from it.
 *
 * @param decode answers a map's joint, cells, for example `(map) => integralPosition(map, 10)`
 * @throws PoseError `invalid-argument`
 */
export function biasMap(decode: (map: FlatMap) => Point, options: BiasMapOptions): BiasMap {
  const { size, sigma = 2, peak = 1, background = 0, step = 1, margin = 0.5 } = options;
  requireSize('size', size);
  requirePositive('sigma', sigma);
  requireFiniteNumber('background', background);
  if (!(Number.isFinite(peak) && peak > background))
    throw invalidArgument('peak', peak, `a number above the background of ${background}`);
  requirePositive('step', step);
  requireNotNegative('margin', margin);
  if (margin > Math.min(size.width, size.height) / 2)
    throw invalidArgument('margin', margin, 'at most half of the shorter side');
  const xs = positions(size.width, step, margin);
  const ys = positions(size.height, step, margin);
  const errorX = new Float64Array(xs.length * ys.length);
  const errorY = new Float64Array(errorX.length);
  const distance = new Float64Array(errorX.length);
  for (let i = 0; i < errorX.length; i++) {
    const truth = { x: xs[i % xs.length] as number, y: ys[Math.floor(i / xs.length)] as number };
    const found = decode(idealMap(truth, size, sigma, peak, background));
    errorX[i] = found.x - truth.x;
    errorY[i] = found.y - truth.y;
    distance[i] = Math.hypot(found.x - truth.x, found.y - truth.y);
  }
  const mean = distance.reduce((sum, value) => sum + value, 0) / distance.length;
  return { xs, ys, errorX, errorY, distance, mean, worst: distance.reduce((a, b) => Math.max(a, b), 0) };
}

function positions(side: number, step: number, margin: number): Float64Array {
  // The small number keeps the last position where rounding put it a hair beyond the margin.
  const count = Math.floor((side - 2 * margin) / step + 1e-9) + 1;
  return Float64Array.from({ length: count }, (_, i) => margin + i * step);
}

function idealMap(at: Point, size: Size, sigma: number, peak: number, background: number): FlatMap {
  const across = gaussian(at.x, size.width, sigma);
  const down = gaussian(at.y, size.height, sigma);
  const cells = new Float64Array(size.width * size.height);
  for (let row = 0, i = 0; row < size.height; row++)
    for (let column = 0; column < size.width; column++, i++) {
      cells[i] = background + (peak - background) * (across[column] as number) * (down[row] as number);
    }
  return { ...size, cells };
}

function gaussian(at: number, side: number, sigma: number): Float64Array {
  return Float64Array.from({ length: side }, (_, i) => Math.exp(-((i + 0.5 - at) ** 2) / (2 * sigma * sigma)));
}
