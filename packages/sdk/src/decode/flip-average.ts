import {
  add,
  div,
  fill,
  gather,
  greater,
  maximum,
  mul,
  slice,
  sub,
  type Tensor3D,
  tensor1d,
  tidy,
  where,
} from '@tensorflow/tfjs-core';
import { DECODED } from '../tensor/decoder.ts';
import { PoseError } from '../types/pose-error.ts';

/** What {@link flipAverage} has to know about the maps and the skeleton. */
export interface FlipFacts {
  /** Width of the maps in cells, or of whatever space the answers are in. */
  readonly width: number;
  /** Index pairs [left, right] that swap when the picture is mirrored, as in a skeleton. */
  readonly pairs: readonly (readonly [number, number])[];
  /**
   * The manifest's sub-cell offset along x, cells: what has to be added to the answers to get true positions. The network
   * makes the same error in the mirrored picture, so it comes back with the opposite sign; left out, the average is
   * off by it. Default 0.
   */
  readonly offset?: number;
}

/**
 * Flip-test averaging: the network looked at the crop and at the crop mirrored, both were decoded by the same decoder,
 * and this brings the second answer back and averages, weighted by score.
 *
 * @param answer [people, joints, 8] from the crop; stays the caller's
 * @param mirrored the same from the mirrored crop; stays the caller's
 * @returns [people, joints, 8] in the first answer's convention (the offset is not applied); the caller disposes it
 * @throws PoseError `invalid-argument` when the shapes differ or a pair names a joint that is not there
 */
export function flipAverage(answer: Tensor3D, mirrored: Tensor3D, facts: FlipFacts): Tensor3D {
  const joints = answer.shape[1];
  const order = mirrorOrder(joints, facts.pairs);
  if (answer.shape.join() !== mirrored.shape.join()) {
    throw new PoseError(
      {
        reason: 'invalid-argument',
        argument: 'mirrored',
        found: `[${mirrored.shape.join(', ')}]`,
        wanted: `[${answer.shape.join(', ')}]`,
      },
      'The answers of the crop and of the mirrored crop differ in shape.',
      'Decode both with the same decoder, and maps of as many people.',
    );
  }
  return tidy(() => {
    const back = unmirror(gather(mirrored, tensor1d(order, 'int32'), 1), facts.width - 2 * (facts.offset ?? 0));
    return weightedByScore(answer, back);
  });
}

/** The joint that takes each joint's place in a mirrored picture. */
function mirrorOrder(joints: number, pairs: readonly (readonly [number, number])[]): number[] {
  const order = Array.from({ length: joints }, (_, joint) => joint);
  for (const [left, right] of pairs) {
    if (!(left in order) || !(right in order)) {
      throw new PoseError(
        {
          reason: 'invalid-argument',
          argument: 'pairs',
          found: `[${left}, ${right}]`,
          wanted: `indices below ${joints}`,
        },
        `The pair [${left}, ${right}] names a joint that is not there: there are ${joints}.`,
        'Give the pairs of the skeleton that the answers are of.',
      );
    }
    order[left] = right;
    order[right] = left;
  }
  return order;
}

/** x → width − x, and the sign of xy turns. */
function unmirror(answer: Tensor3D, width: number): Tensor3D {
  const sign = new Float32Array(DECODED.columns).fill(1);
  const shift = new Float32Array(DECODED.columns);
  sign[DECODED.x] = -1;
  sign[DECODED.xy] = -1;
  shift[DECODED.x] = width;
  return add(mul(answer, sign), shift);
}
/** The mean of two answers, each weighted by its score; the score is the plain mean, as it is where both scores are 0. */
function weightedByScore(one: Tensor3D, other: Tensor3D): Tensor3D {
  const score = (answer: Tensor3D): Tensor3D => slice(answer, [0, 0, DECODED.score], [-1, -1, 1]);
  const total = add<Tensor3D>(score(one), score(other));
  const share = where(greater(total, 0), div<Tensor3D>(score(one), maximum(total, 1e-6)), fill(total.shape, 0.5));
  const onlyScore = new Float32Array(DECODED.columns);
  onlyScore[DECODED.score] = 1;
  // One share a joint, but one half for the score's own column.
  const shares = add<Tensor3D>(mul(share, sub(1, onlyScore)), mul(onlyScore, 0.5));
  return add<Tensor3D>(other, mul(sub<Tensor3D>(one, other), shares));
}
