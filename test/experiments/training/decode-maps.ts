import '@tensorflow/tfjs-backend-wasm';
import {
  argmax,
  type Decoder,
  dark,
  debiasedIntegral,
  distributionMatching,
  Heatmaps,
  integral,
  quarterOffset,
} from '@integral-pose/sdk';
import { ready, setBackend, tensor4d, tidy } from '@tensorflow/tfjs-core';
import { JOINTS } from '../people/people-set.ts';
import { PICTURE_SIDE } from '../people/picture-facts.ts';
import type { Predictions } from './predict.ts';
import type { DecoderSpec } from './training-job.ts';

/** Pictures decoded at once. */
const AT_ONCE = 50;

/** The SDK's decoder that a spec names. */
export function decoderOf(spec: DecoderSpec): Decoder {
  switch (spec.kind) {
    case 'argmax':
      return argmax();
    case 'quarterOffset':
      return quarterOffset();
    case 'distributionMatching':
      return distributionMatching();
    case 'dark':
      return dark({ blur: spec.blur });
    case 'integral':
      return integral({ beta: spec.beta, values: 'probability' });
    case 'debiasedIntegral':
      return debiasedIntegral({ beta: spec.beta });
  }
}

/**
 * Reads maps with one of the SDK's decoders, on the CPU. The maps are taken as they are (to a decoder: probabilities,
 * with a background of 0), which is how the losses trained them.
 * @returns [count, joints, 2], px of the 64 × 64 picture; R1's own coordinates as they are
 */
export async function decodeMaps(predictions: Predictions, spec: DecoderSpec): Promise<Float32Array> {
  const { count, maps, points, side } = predictions;
  if (maps === null || side === null) return points as Float32Array;
  await setBackend('wasm');
  await ready();
  const decoder = decoderOf(spec);
  const size = side * side * JOINTS;
  const located = new Float32Array(count * JOINTS * 2);
  for (let first = 0; first < count; first += AT_ONCE) {
    const some = Math.min(AT_ONCE, count - first);
    const answers = tidy(() => {
      const part = tensor4d(maps.subarray(first * size, (first + some) * size), [some, side, side, JOINTS]);
      const heatmaps = new Heatmaps(part, { layout: 'hwk', values: 'probability', background: 0 });
      const decoded = decoder.decode(heatmaps);
      const read = decoded.dataSync();
      heatmaps.dispose();
      return read;
    });
    const columns = answers.length / (some * JOINTS);
    for (let i = 0; i < some * JOINTS; i++) {
      for (const axis of [0, 1]) {
        located[(first * JOINTS + i) * 2 + axis] = ((answers[i * columns + axis] as number) * PICTURE_SIDE) / side;
      }
    }
  }
  return located;
}
