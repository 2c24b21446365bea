import type { Decoder, Heatmaps } from '@integral-pose/sdk';
import { slice } from '@tensorflow/tfjs-core';
import { median } from './statistics.ts';

/**
 * How long a decoder takes alone: from maps that lie where the network left them to its answer in memory.
 * @param makeMaps fresh maps each time, so that nothing is shared with the decoder before; disposed here
 * @returns ms
 */
export async function timeDecoder(makeMaps: () => Heatmaps, decoder: Decoder): Promise<number> {
  const maps = makeMaps();
  try {
    // Reading a number back waits until the maps are there, so that their making is not timed.
    const corner = slice(maps.planes, [0, 0], [1, 1]);
    await corner.data();
    corner.dispose();
    const begin = performance.now();
    const answer = decoder.decode(maps);
    await answer.data();
    const time = performance.now() - begin;
    answer.dispose();
    return time;
  } finally {
    maps.dispose();
  }
}

/** Measurements that count. */
const KEPT = 15;

/** The latest times of each decoder. */
export class DecoderTimes {
  readonly #times = new Map<string, number[]>();

  /** Median, ms; NaN before the first. */
  of(key: string): number {
    return median(this.#times.get(key) ?? []);
  }

  /** How often a decoder was measured, up to {@link KEPT}. */
  count(key: string): number {
    return this.#times.get(key)?.length ?? 0;
  }

  add(key: string, time: number): void {
    this.#times.set(key, [...(this.#times.get(key) ?? []), time].slice(-KEPT));
  }

  clear(): void {
    this.#times.clear();
  }
}
