import '@tensorflow/tfjs-backend-wasm';
import { DECODED, type Decoder, dark, gaussianTarget, quarterOffset } from '@integral-pose/sdk';
import {
  describeDecoder,
  GOLDEN_SEED,
  goldenSet,
  heatmapsOf,
  type MapCells,
  mapFrom,
  seededRandom,
} from '@integral-pose/test-kit';
import { ready, setBackend } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { parabola } from './parabola.ts';

beforeAll(async () => {
  await setBackend('wasm');
  await ready();
});

describeDecoder('parabola', parabola(), {
  worstError: 0.0001,
  volumes: false,
  roundTrip: {
    encode: (size, x, y) => ({ ...size, depth: 1, cells: gaussianTarget({ x, y }, size) }),
    worstError: 0.0001,
  },
});

const SIZE = { width: 30, height: 22 };

async function decode(decoder: Decoder, cells: readonly MapCells[]): Promise<{ x: number; y: number }[]> {
  const maps = heatmapsOf(cells);
  const answer = decoder.decode(maps);
  const [rows = []] = await answer.array();
  answer.dispose();
  maps.dispose();
  return rows.map((row) => ({ x: row[DECODED.x] as number, y: row[DECODED.y] as number }));
}

test('is exact for an ellipse along the axes, and looks past the top of one that is turned', async () => {
  const at = { x: 12.2, y: 9.9 };
  const ellipse = (xy: number): MapCells =>
    mapFrom(SIZE, (column, row) => {
      const [u, v] = [column + 0.5 - at.x, row + 0.5 - at.y];
      return Math.exp(-(u * u * 0.08 + 2 * u * v * xy + v * v * 0.2));
    });
  const [upright, turned] = (await decode(parabola(), [ellipse(0), ellipse(0.08)])) as [typeof at, typeof at];
  expect(Math.hypot(upright.x - at.x, upright.y - at.y)).toBeLessThan(1e-4);
  // The highest cell's centre is (12.5, 9.5): u = 0.3, v = −0.4. Its row is highest at u = −v·0.08/0.08, its column at
  // v = −u·0.08/0.2.
  expect(turned.x).toBeCloseTo(at.x + 0.4, 3);
  expect(turned.y).toBeCloseTo(at.y - (0.3 * 0.08) / 0.2, 3);
});

test('does not guess beyond the border', async () => {
  const corner = mapFrom(SIZE, (column, row) => Math.exp(-((column + 0.2) ** 2 + (row - 7.8) ** 2) / 8));
  const [found] = await decode(parabola(), [corner]);
  expect(found?.x).toBe(0.5);
  expect(found?.y).toBeCloseTo(8.3, 4);
});

test('under noise is between a quarter offset and DARK, which blurs first', async () => {
  const set = goldenSet('noise', 400, seededRandom(GOLDEN_SEED));
  const errors = async (decoder: Decoder): Promise<number> => {
    const found = await decode(
      decoder,
      set.map(({ map }) => map),
    );
    return (
      found.reduce((sum, p, i) => sum + Math.hypot(p.x - (set[i]?.x ?? 0), p.y - (set[i]?.y ?? 0)), 0) / set.length
    );
  };
  // The figures of README.md.
  expect(await errors(quarterOffset())).toBeCloseTo(0.22, 2);
  expect(await errors(parabola())).toBeCloseTo(0.107, 2);
  expect(await errors(dark({ blur: 11 }))).toBeCloseTo(0.02, 2);
});
