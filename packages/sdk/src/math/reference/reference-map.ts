import type { ValueKind } from '../../types/manifest.ts';

/** One joint's heatmap for the reference decoders. */
export interface ReferenceMap {
  readonly width: number;
  readonly height: number;
  /** 1 for flat maps. */
  readonly depth: number;
  /** depth · height · width numbers, columns fastest. */
  readonly cells: ArrayLike<number>;
  readonly values: ValueKind;
  /** Value of an empty cell, in the unit of `values`. */
  readonly background: number;
}

/** A reference decoder's answer, cells and cells², in the order of a decoder's columns. */
export interface ReferenceAnswer {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly score: number;
  readonly xx: number;
  readonly xy: number;
  readonly yy: number;
  readonly zz: number;
}

/** A decoder in plain TypeScript and double precision, for one map. */
export type ReferenceDecoder = (map: ReferenceMap) => ReferenceAnswer;

/** A point in cells. */
export interface Point3 {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** `1 / (1 + exp(−value))`. */
export function logistic(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

/** The map as probabilities; itself if it holds them already. */
export function asProbability(map: ReferenceMap): ReferenceMap {
  if (map.values === 'probability') return map;
  return {
    ...map,
    values: 'probability',
    cells: Array.from(map.cells, logistic),
    background: logistic(map.background),
  };
}

/** Value of a cell; `outside` where there is none. */
export function cellAt(map: ReferenceMap, x: number, y: number, z: number, outside: number): number {
  const inside = x >= 0 && y >= 0 && z >= 0 && x < map.width && y < map.height && z < map.depth;
  return inside ? (map.cells[(z * map.height + y) * map.width + x] as number) : outside;
}

/** The highest cell (the first of equals), whole numbers, and its value. */
export function highestCell(map: ReferenceMap): Point3 & { readonly value: number } {
  let best = 0;
  for (let i = 1; i < map.cells.length; i++) {
    if ((map.cells[i] as number) > (map.cells[best] as number)) best = i;
  }
  const row = Math.floor(best / map.width);
  return {
    x: best % map.width,
    y: row % map.height,
    z: Math.floor(row / map.height),
    value: map.cells[best] as number,
  };
}

/** Whether the map has a peak: its maximum is above its mean by more than rounding. */
export function hasPeak(map: ReferenceMap): boolean {
  let total = 0;
  for (let i = 0; i < map.cells.length; i++) total += map.cells[i] as number;
  const { value } = highestCell(map);
  return value - total / map.cells.length > 1e-5 * (1 + Math.abs(value));
}
