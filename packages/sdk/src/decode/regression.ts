import { add, concat, reshape, slice, type Tensor2D, tidy, zerosLike } from '@tensorflow/tfjs-core';
import { DECODED, type Decoder } from '../tensor/decoder.ts';
import { PoseError } from '../types/pose-error.ts';
import { localExtent } from './local-extent.ts';

/**
 * No decoding at all: what the network regressed beside its heatmaps (BlazePose's landmarks). The baseline that every
 * decoder is compared with. The only one whose answers may lie outside the map, as regressed points do.
 * Score is the network's presence of the joint; the extent is that of the activation about the answer.
 *
 * @throws PoseError `wrong-value-kind` for networks that regress nothing
 */
export function regression(): Decoder {
  return {
    name: 'regression',
    decode: (maps) =>
      tidy(() => {
        const { regressed } = maps;
        if (!regressed) {
          throw new PoseError(
            {
              reason: 'wrong-value-kind',
              decoder: 'regression',
              found: 'heatmaps only',
              wanted: 'regressed landmarks',
            },
            'This network regresses no landmarks beside its heatmaps.',
            'Choose a decoder that reads heatmaps, or a network whose manifest has landmarks.',
          );
        }
        const at = (start: number, width: number): Tensor2D => slice(regressed, [0, start], [maps.maps, width]);
        const score = at(2, 1);
        const position = concat([at(0, 2), zerosLike(score)], 1) as Tensor2D;
        const columns = concat([position, score, localExtent(maps, position)], 1);
        return reshape(add(columns, maps.health), [maps.people, maps.joints, DECODED.columns]);
      }),
  };
}
