import { type HeatmapFacts, Heatmaps } from '@integral-pose/sdk';
import { type Tensor4D, type Tensor5D, tensor4d, tensor5d } from '@tensorflow/tfjs-core';

/** One joint's map as plain numbers, columns fastest. */
export interface MapCells {
  readonly width: number;
  readonly height: number;
  /** 1 for flat maps. */
  readonly depth: number;
  readonly cells: Float32Array;
}

/** Sides of a map; `depth` is 1 unless given. */
export interface MapSize {
  readonly width: number;
  readonly height: number;
  readonly depth?: number;
}

/** A Gaussian blob. Positions in cells, cell i covering [i, i + 1). */
export interface Blob {
  readonly x: number;
  readonly y: number;
  readonly z?: number;
  /** Cells. Default 2. */
  readonly sigma?: number;
  /** Value at the top. Default 1. */
  readonly peak?: number;
}

/** A map from a function of the cells' indices. */
export function mapFrom(size: MapSize, value: (x: number, y: number, z: number) => number): MapCells {
  const { width, height, depth = 1 } = size;
  const cells = new Float32Array(width * height * depth);
  for (let i = 0; i < cells.length; i++) {
    const row = Math.floor(i / width);
    cells[i] = value(i % width, row % height, Math.floor(row / height));
  }
  return { width, height, depth, cells };
}

/** Blobs joined by maximum on a background of 0. */
export function gaussianMap(size: MapSize, ...blobs: readonly Blob[]): MapCells {
  return mapFrom(size, (u, v, t) =>
    blobs.reduce((highest, { x, y, z = t + 0.5, sigma = 2, peak = 1 }) => {
      const squares = (u + 0.5 - x) ** 2 + (v + 0.5 - y) ** 2 + (t + 0.5 - z) ** 2;
      return Math.max(highest, peak * Math.exp(-squares / (2 * sigma * sigma)));
    }, 0),
  );
}

/** The map with every value changed. */
export function mapValues(map: MapCells, change: (value: number) => number): MapCells {
  return { ...map, cells: map.cells.map(change) };
}

/** Probabilities as the logits a network would answer, no lower than `floor` (default −12). */
export function asLogits(map: MapCells, floor = -12): MapCells {
  return mapValues(map, (p) => Math.max(floor, Math.log(p / Math.max(1e-9, 1 - p))));
}

/** Maps of one person, all of one size, as a network would answer them: [1, (depth,) height, width, maps]. */
export function outputOf(maps: readonly MapCells[]): Tensor4D | Tensor5D {
  const first = maps[0];
  if (first === undefined) throw new Error('There are no maps. Give at least one.');
  const { width, height, depth } = first;
  const values = new Float32Array(first.cells.length * maps.length);
  maps.forEach((map, joint) => {
    for (let i = 0; i < map.cells.length; i++) values[i * maps.length + joint] = map.cells[i] as number;
  });
  if (depth === 1) return tensor4d(values, [1, height, width, maps.length]);
  return tensor5d(values, [1, depth, height, width, maps.length]);
}

/** {@link outputOf} as `Heatmaps`. The caller disposes them. Default: probabilities with background 0. */
export function heatmapsOf(
  maps: readonly MapCells[],
  facts: Partial<Pick<HeatmapFacts, 'values' | 'background'>> = {},
): Heatmaps {
  const output = outputOf(maps);
  const values = facts.values ?? 'probability';
  const heatmaps = new Heatmaps(output, {
    layout: output.rank === 5 ? 'dhwk' : 'hwk',
    values,
    background: facts.background ?? (values === 'logit' ? -12 : 0),
  });
  output.dispose();
  return heatmaps;
}
