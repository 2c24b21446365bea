import { DECODED, type Decoder, type HeatmapFacts, type Heatmaps, type PoseError } from '@integral-pose/sdk';
import { memory } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  asLogits,
  gaussianMap,
  heatmapsOf,
  type MapCells,
  type MapSize,
  mapFrom,
  mapValues,
} from './synthetic-heatmaps.ts';

/** What a decoder promises, beyond what every decoder must. */
export interface DecoderContract {
  /** Largest distance in cells from the centre of an ideal Gaussian (σ = 2, peak 1) away from the border. */
  readonly worstError: number;
  /** The same for a map encoded with the decoder's own target. Needs `encode`. */
  readonly roundTrip?: {
    /** The map that the decoder's training asks for, of a joint at (x, y), cells. */
    readonly encode: (size: MapSize, x: number, y: number) => MapCells;
    readonly worstError: number;
  };
  /**
   * False for decoders whose answer depends on where in the map the peak is: those pulled to the middle by the
   * background. Default true.
   */
  readonly movesWithTheMap?: boolean;
  /** Kinds of values it answers for; for the others it must refuse. Default both. */
  readonly kinds?: readonly HeatmapFacts['values'][];
  /** Whether it answers for volumes; if not it must refuse them. Default true. */
  readonly volumes?: boolean;
  /** How far answers that should be equal may be apart, cells: rounding of the back-end. Default 0.01. */
  readonly tolerance?: number;
}

/** A decoder's answer for one joint. */
type Row = Readonly<Record<keyof Omit<typeof DECODED, 'columns'>, number>>;

/** Not square, and neither side a power of two. */
const SIZE = { width: 36, height: 52 } as const;

/**
 * The contract that every decoder keeps, ours or a user's: a set of tests for the tfjs back-end that is current when
 * they run.
 *
 * ```ts
 * beforeAll(() => startBackend());
 * describeDecoder('dark', dark(), { worstError: 0.01, volumes: false });
 * ```
 */
export function describeDecoder(name: string, decoder: Decoder, contract: DecoderContract): void {
  const {
    worstError,
    movesWithTheMap = true,
    kinds = ['probability', 'logit'],
    volumes = true,
    tolerance = 0.01,
  } = contract;
  const kind = kinds[0] ?? 'probability';
  const prepared = (map: MapCells): MapCells => (kind === 'logit' ? asLogits(map) : map);
  const decode = (maps: readonly MapCells[]): Promise<Row[]> => decodeRows(decoder, maps.map(prepared), kind);

  describe(`decoder ${name}`, () => {
    test('has a name', () => {
      expect(decoder.name).toMatch(/^[a-z][A-Za-z0-9]*$/);
    });

    test(`finds ideal Gaussians to ${worstError} cells`, async () => {
      const truths = SUBCELL.flatMap((fx) => SUBCELL.map((fy) => ({ x: 12 + 2 * fx + fy, y: 31 + fy - 3 * fx })));
      const rows = await decode(truths.map((truth) => gaussianMap(SIZE, truth)));
      rows.forEach((row, i) => {
        expect(distance(row, truths[i] as Position), `at ${JSON.stringify(truths[i])}`).toBeLessThanOrEqual(worstError);
      });
    });

    test('answers between 0 and 1 for the score: the height of the peak', async () => {
      const rows = await decode([0.1, 0.5, 0.9].map((peak) => gaussianMap(SIZE, { x: 18.5, y: 22.5, peak })));
      [0.1, 0.5, 0.9].forEach((peak, i) => {
        expect(rows[i]?.score).toBeCloseTo(peak, 3);
      });
    });

    const { roundTrip } = contract;
    const decodesWhatItEncodes = async ({ encode, worstError: worst }: NonNullable<DecoderContract['roundTrip']>) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(within(10, 26), within(10, 42)), { minLength: 1, maxLength: 8 }),
          async (all) => {
            const rows = await decode(all.map(([x, y]) => encode(SIZE, x, y)));
            rows.forEach((row, i) => {
              const [x, y] = all[i] as [number, number];
              expect(distance(row, { x, y })).toBeLessThanOrEqual(worst);
            });
          },
        ),
        { numRuns: 10 },
      );
    };
    if (roundTrip) test('decodes what it encodes', () => decodesWhatItEncodes(roundTrip));

    const movesAlong = async () => {
      await fc.assert(
        fc.asyncProperty(
          scene,
          fc.integer({ min: -6, max: 6 }),
          fc.integer({ min: -12, max: 12 }),
          async (content, dx, dy) => {
            const [still, moved] = (await decode([drawn(content, 0, 0), drawn(content, dx, dy)])) as [Row, Row];
            expectSame(moved, { ...still, x: still.x + dx, y: still.y + dy }, tolerance);
          },
        ),
        { numRuns: 20 },
      );
    };
    if (movesWithTheMap) test('moves with the map by whole cells', movesAlong);

    test('answers the mirrored map with the mirrored position', async () => {
      await fc.assert(
        fc.asyncProperty(scene, async (content) => {
          const map = drawn(content, 3, -5);
          const at = (x: number, y: number): number => map.cells[y * SIZE.width + x] as number;
          const mirrored = mapFrom(SIZE, (x, y) => at(SIZE.width - 1 - x, y));
          const [one, other] = (await decode([map, mirrored])) as [Row, Row];
          expectSame(other, { ...one, x: SIZE.width - one.x, xy: -one.xy }, tolerance);
        }),
        { numRuns: 20 },
      );
    });

    test('answers the transposed map with the transposed position', async () => {
      await fc.assert(
        fc.asyncProperty(scene, async (content) => {
          const map = drawn(content, -2, 7);
          const turned = mapFrom(
            { width: SIZE.height, height: SIZE.width },
            (x, y) => map.cells[x * SIZE.width + y] as number,
          );
          const [one] = (await decode([map])) as [Row];
          const [other] = (await decode([turned])) as [Row];
          expectSame(other, { ...one, x: one.y, y: one.x, xx: one.yy, yy: one.xx }, tolerance);
        }),
        { numRuns: 10 },
      );
    });

    test('stays in the map and answers finite numbers, whatever the finite map', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(anyMap, { minLength: 1, maxLength: 6 }), async (maps) => {
          for (const row of await decodeRows(decoder, maps, kind)) expectSane(row, SIZE);
        }),
        { numRuns: 25 },
      );
    });

    test('answers at borders and in corners', async () => {
      const places = [0, 0.5, 1.2].flatMap((in_) => [
        { x: in_, y: in_ },
        { x: SIZE.width - in_, y: in_ },
        { x: in_, y: SIZE.height - in_ },
        { x: SIZE.width - in_, y: SIZE.height - in_ },
        { x: SIZE.width / 2, y: in_ },
        { x: SIZE.width - in_, y: SIZE.height / 2 },
      ]);
      const rows = await decode(places.map((place) => gaussianMap(SIZE, { ...place, peak: 0.9 })));
      rows.forEach((row, i) => {
        expectSane(row, SIZE);
        if (movesWithTheMap) expect(distance(row, places[i] as Position)).toBeLessThan(2.5);
      });
    });

    test('says of a map without a peak: score 0, anywhere in the map', async () => {
      const levels = kind === 'logit' ? [-12, 0, 12, -1e4, 1e4] : [0, 0.5, 1, -1, 1e4, -1e4];
      const rows = await decodeRows(
        decoder,
        levels.map((level) => mapFrom(SIZE, () => level)),
        kind,
      );
      for (const row of rows) {
        expectSane(row, SIZE);
        expect(row.score).toBe(0);
        expect(row.xx).toBeGreaterThan(SIZE.width ** 2 / 13);
        expect(row.yy).toBeGreaterThan(SIZE.height ** 2 / 13);
      }
    });

    test('shows a cell that is not finite, wherever it is', async () => {
      const good = gaussianMap(SIZE, { x: 18, y: 26 });
      const places = [0, 5, 26 * SIZE.width + 18, SIZE.width * SIZE.height - 1];
      const broken = places.flatMap((place) =>
        [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map((value) => {
          const cells = prepared(good).cells.slice();
          cells[place] = value;
          return { ...good, cells };
        }),
      );
      const rows = await decodeRows(decoder, [...broken, prepared(good)], kind);
      const healthy = rows.pop() as Row;
      expect(Object.values(healthy).every(Number.isFinite)).toBe(true);
      rows.forEach((row, i) => {
        expect(Object.values(row).every(Number.isFinite), `broken map ${i}`).toBe(false);
      });
    });

    test('answers each joint as if it were alone', async () => {
      const maps = [
        gaussianMap(SIZE, { x: 9.3, y: 40.1 }),
        gaussianMap(SIZE, { x: 25.8, y: 12.4, peak: 0.6 }, { x: 8, y: 30, peak: 0.2 }),
      ];
      const together = await decode(maps);
      for (const [i, map] of maps.entries()) {
        expectSame((await decode([map]))[0] as Row, together[i] as Row, 1e-3);
      }
    });

    test.each(['probability', 'logit'] as const)('of %s maps: answers or refuses, as it promises', (values) => {
      const map = gaussianMap(SIZE, { x: 18, y: 26 });
      const maps = heatmapsOf([values === 'logit' ? asLogits(map) : map], { values });
      expectAnswerOrRefusal(decoder, maps, kinds.includes(values));
    });

    test('of volumes: answers or refuses, as it promises', () => {
      const map = gaussianMap({ width: 12, height: 10, depth: 8 }, { x: 6.3, y: 5.2, z: 4.1 });
      expectAnswerOrRefusal(decoder, heatmapsOf([prepared(map)], { values: kind }), volumes);
    });

    test('leaves one tensor, and the maps as they were', async () => {
      const map = prepared(gaussianMap(SIZE, { x: 18, y: 26 }));
      const before = memory().numTensors;
      const maps = heatmapsOf([map], { values: kind });
      decoder.decode(maps).dispose();
      const shared = memory().numTensors;
      const answer = decoder.decode(maps);
      expect(memory().numTensors).toBe(shared + 1);
      expect([...(await maps.planes.data())]).toEqual([...map.cells]);
      answer.dispose();
      maps.dispose();
      expect(memory().numTensors).toBe(before);
    });
  });
}

interface Position {
  readonly x: number;
  readonly y: number;
}

/** Places within a cell, among them its border and its centre. */
const SUBCELL = [0, 0.13, 0.25, 0.5, 0.77, 0.999];

function within(least: number, most: number): fc.Arbitrary<number> {
  return fc.double({ min: least, max: most, noNaN: true });
}

/** Away from the middle between two cells, where the maximum is a tie and a mirrored map may answer the other cell. */
const fraction = fc.integer({ min: 0, max: 31 }).map((i) => (i + 0.37) / 32);

/** A strong peak and a weak one, in a patch of 21×21 cells with nothing round it. */
const scene = fc.record({
  x: fraction,
  y: fraction,
  sigma: within(1.2, 2.4),
  peak: within(0.4, 0.99),
  other: fc.record({ x: within(-7, 7), y: within(-7, 7), sigma: within(1, 2), share: within(0, 0.5) }),
});
type Scene = typeof scene extends fc.Arbitrary<infer T> ? T : never;

/** The scene in the middle of a map, moved by whole cells: cell for cell the same numbers. */
function drawn({ x, y, sigma, peak, other }: Scene, dx: number, dy: number): MapCells {
  const [left, top, side] = [7, 15, 21];
  const bump = (u: number, v: number, s: number): number => Math.exp(-(u * u + v * v) / (2 * s * s));
  return mapFrom(SIZE, (column, row) => {
    const [u, v] = [column - left - dx, row - top - dy];
    if (u < 0 || v < 0 || u >= side || v >= side) return 0;
    const [cu, cv] = [u + 0.5 - 10, v + 0.5 - 10];
    const own = bump(cu - x, cv - y, sigma);
    const second = other.share * bump(cu - other.x, cv - other.y, other.sigma);
    return peak * Math.max(own, second);
  });
}

const scale = fc.constantFrom(1, 1e-3, 30, 1e4);
/** Anything finite: noise of any size, single cells, stripes. */
const anyMap: fc.Arbitrary<MapCells> = fc
  .record({
    scale,
    offset: fc.constantFrom(0, -1, 0.3),
    seed: fc.integer({ min: 1, max: 1e6 }),
    shape: fc.integer({ min: 0, max: 3 }),
  })
  .map(({ scale: size, offset, seed, shape }) => {
    const noise = (i: number): number => Math.abs(Math.sin(seed * 12.9898 + i * 78.233) * 43758.5453) % 1;
    const map = mapFrom(SIZE, (x, y) => {
      if (shape === 0) return noise(y * SIZE.width + x) - 0.5;
      if (shape === 1) return x === seed % SIZE.width && y === seed % SIZE.height ? 1 : 0;
      if (shape === 2) return x === seed % SIZE.width ? 1 : 0;
      return -noise(x + y);
    });
    return mapValues(map, (value) => size * (value + offset));
  });

async function decodeRows(
  decoder: Decoder,
  cells: readonly MapCells[],
  values: HeatmapFacts['values'],
): Promise<Row[]> {
  const maps = heatmapsOf(cells, { values });
  const answer = decoder.decode(maps);
  expect(answer.shape).toEqual([1, cells.length, DECODED.columns]);
  const numbers = await answer.data();
  answer.dispose();
  maps.dispose();
  return cells.map((_, joint) => {
    const column = (at: number): number => numbers[joint * DECODED.columns + at] as number;
    const { x, y, z, score, xx, xy, yy, zz } = DECODED;
    return {
      x: column(x),
      y: column(y),
      z: column(z),
      score: column(score),
      xx: column(xx),
      xy: column(xy),
      yy: column(yy),
      zz: column(zz),
    };
  });
}

function distance(row: Row, truth: Position): number {
  return Math.hypot(row.x - truth.x, row.y - truth.y);
}

function expectSame(found: Row, wanted: Row, tolerance: number): void {
  for (const column of ['x', 'y', 'score'] as const) {
    expect(
      Math.abs(found[column] - wanted[column]),
      `${column}: ${found[column]} against ${wanted[column]}`,
    ).toBeLessThanOrEqual(tolerance);
  }
  for (const column of ['xx', 'xy', 'yy'] as const) {
    const allowed = tolerance * (1 + Math.abs(wanted.xx) + Math.abs(wanted.yy));
    expect(
      Math.abs(found[column] - wanted[column]),
      `${column}: ${found[column]} against ${wanted[column]}`,
    ).toBeLessThanOrEqual(allowed);
  }
}

function expectSane(row: Row, size: MapSize): void {
  expect(Object.values(row).every(Number.isFinite), JSON.stringify(row)).toBe(true);
  expect(row.x).toBeGreaterThanOrEqual(0);
  expect(row.x).toBeLessThanOrEqual(size.width);
  expect(row.y).toBeGreaterThanOrEqual(0);
  expect(row.y).toBeLessThanOrEqual(size.height);
  expect(row.z).toBe(0);
  expect(row.score).toBeGreaterThanOrEqual(0);
  expect(row.score).toBeLessThanOrEqual(1);
  expect(Math.min(row.xx, row.yy, row.zz)).toBeGreaterThanOrEqual(0);
  expect(Math.abs(row.xy)).toBeLessThanOrEqual(Math.sqrt(row.xx * row.yy) * 1.001 + 1e-6);
}

function expectAnswerOrRefusal(decoder: Decoder, maps: Heatmaps, answers: boolean): void {
  try {
    if (answers) {
      const answer = decoder.decode(maps);
      expect(answer.shape).toEqual([1, 1, DECODED.columns]);
      answer.dispose();
    } else {
      expect(() => decoder.decode(maps)).toThrow(
        expect.objectContaining({ reason: 'wrong-value-kind' } satisfies Partial<PoseError>),
      );
    }
  } finally {
    maps.dispose();
  }
}
