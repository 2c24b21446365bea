import { type Covariance, DECODED, type Decoder, Heatmaps, type Point } from '@integral-pose/sdk';
import { stack, type Tensor3D, tensor4d, tidy } from '@tensorflow/tfjs-core';
import { GRID } from '../settings.ts';

/** What a decoder says about one map, in cells. */
export interface Answer extends Point {
  /** Extent of the activation, cells². */
  readonly spread: Covariance;
  readonly score: number;
}

/**
 * Maps as the SDK takes them: one joint a map, as many people as maps.
 * @param maps [count, height, width]
 * @param background what the decoders are told of empty cells
 */
export function heatmapsOf(maps: Float32Array, background: number): Heatmaps {
  const count = maps.length / (GRID.width * GRID.height);
  const tensor = tensor4d(maps, [count, GRID.height, GRID.width, 1]);
  const heatmaps = new Heatmaps(tensor, { layout: 'hwk', values: 'probability', background });
  tensor.dispose();
  return heatmaps;
}

/** Every decoder on the same maps, with one read-back. One list of answers for each decoder, in order. */
export async function decodeMaps(
  maps: Float32Array,
  background: number,
  decoders: readonly Decoder[],
): Promise<Answer[][]> {
  if (decoders.length === 0) return [];
  const heatmaps = heatmapsOf(maps, background);
  const packed = tidy(() => stack<Tensor3D>(decoders.map((decoder) => decoder.decode(heatmaps))));
  heatmaps.dispose();
  try {
    const values = await packed.data<'float32'>();
    const count = maps.length / (GRID.width * GRID.height);
    return decoders.map((_, decoder) =>
      Array.from({ length: count }, (_, map) => answerAt(values, (decoder * count + map) * DECODED.columns)),
    );
  } finally {
    packed.dispose();
  }
}

function answerAt(values: Float32Array, start: number): Answer {
  const column = (at: number) => values[start + at] as number;
  return {
    x: column(DECODED.x),
    y: column(DECODED.y),
    score: column(DECODED.score),
    spread: { xx: column(DECODED.xx), xy: column(DECODED.xy), yy: column(DECODED.yy) },
  };
}
