/** Large files are awkward for some hosts (size limits) and on bad lines (a retry fetches all of it again). */
export const SHARD_BYTES = 8 * 1024 * 1024;

/** A part of the weights, under the name it has on disk. */
export interface Shard {
  readonly path: string;
  readonly data: Uint8Array;
}

/** Cuts weights into files of at most `limit` bytes: `weights.bin`, or `weights-1-of-3.bin` and so on. */
export function shardWeights(data: Uint8Array, limit = SHARD_BYTES): Shard[] {
  const count = Math.max(1, Math.ceil(data.byteLength / limit));
  return Array.from({ length: count }, (_, k) => ({
    path: count === 1 ? 'weights.bin' : `weights-${k + 1}-of-${count}.bin`,
    data: data.subarray(k * limit, (k + 1) * limit),
  }));
}
