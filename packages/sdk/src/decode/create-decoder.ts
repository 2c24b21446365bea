import { type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import type { Decoder } from '../tensor/decoder.ts';
import type { Heatmaps } from '../tensor/heatmaps.ts';
import { answer } from './answer.ts';
import { localExtent } from './local-extent.ts';
import { requireFlat } from './unit.ts';

/** What is a decoder's own. */
export interface DecoderDefinition {
  /** Lower camel case. A manifest's spread calibration, tables and errors know the decoder by it. */
  readonly name: string;
  /** Whether `locate` answers for volumes (z in the third column). If not, they are refused. Default false. */
  readonly volumes?: boolean;
  /**
   * Where the joints are: [people · joints, 3], x, y and z in cells, cell `i` covering `[i, i + 1)`; z is 0 for flat
   * maps. Called within `tidy`: tensors that it makes on the way are released. The maps, and what they return, stay
   * theirs.
   */
  readonly locate: (maps: Heatmaps) => Tensor2D;
  /**
   * Extent of the activation about those positions: [people · joints, 4], xx, xy, yy and zz in cells².
   * Default: second moments of local debiased weights (β = 10, radius 7), as `argmax` and `dark` have.
   */
  readonly extent?: (maps: Heatmaps, position: Tensor2D) => Tensor2D;
}

/**
 * Makes a decoder of what is its own, where it finds the joint; what every decoder owes its callers is added: the answer
 * stays in the map, the score is the peak's height, the extent is positive semidefinite, a flat map is answered with
 * score 0 and a large extent, a cell that is not finite shows as NaN, and no tensor is left behind.
 *
 * `peakCentre`, `rawWindow`, `probabilityWindow` and `insideWindow` give the surroundings of the maximum, shared with
 * the other decoders of the frame.
 *
 * ```ts
 * const highestCell = () => createDecoder({ name: 'highestCell', locate: peakCentre });
 * ```
 *
 * @returns a decoder that throws PoseError `wrong-value-kind` when given volumes that it does not answer for
 */
export function createDecoder({ name, volumes = false, locate, extent = localExtent }: DecoderDefinition): Decoder {
  return {
    name,
    decode: (maps) =>
      tidy(() => {
        if (!volumes) requireFlat(maps, name);
        const position = locate(maps);
        return answer(maps, { position, extent: extent(maps, position) });
      }),
  };
}
