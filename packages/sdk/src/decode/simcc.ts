import {
  add,
  argMax,
  cast,
  clipByValue,
  concat,
  div,
  greater,
  logicalAnd,
  max,
  mean,
  minimum,
  mul,
  onesLike,
  range,
  relu,
  reshape,
  scalar,
  softmax,
  square,
  sub,
  sum,
  type Tensor2D,
  type Tensor3D,
  tidy,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';
import type { ValueKind } from '../types/manifest.ts';
import { FLAT } from './answer.ts';
import { requireBeta, requireWithin } from './options.ts';

/** What a network of the SimCC kind answers: a vector of bins along each axis. The tensors stay the caller's. */
export interface AxisVectors {
  /** [people, joints, width · split] */
  readonly x: Tensor3D;
  /** [people, joints, height · split] */
  readonly y: Tensor3D;
  /** Logits (before a softmax) or probabilities (each vector sums to 1). */
  readonly values: ValueKind;
}

/** A decoder of {@link AxisVectors}. `decode` answers as a `Decoder` does: [people, joints, 8], cells; z is 0. */
export interface VectorDecoder {
  readonly name: string;
  decode(vectors: AxisVectors): Tensor3D;
}

/** Options of {@link simcc}. */
export interface SimccOptions {
  /** Bins per cell, > 0. Default 2, as in the paper: positions come out in cells, bin i at `(i + 0.5) / split`. */
  readonly split?: number;
  /**
   * `argmax`: the highest bin's centre, as in the paper. `integral`: the expectation under the vector's softmax.
   * Default `argmax`.
   */
  readonly estimate?: 'argmax' | 'integral';
  /** Inverse temperature of the softmax of logit vectors, 0.001..1000. Default 1. Probabilities are taken as they are. */
  readonly beta?: number;
}

/**
 * Coordinates as two classifications (SimCC, Li et al. 2022): each axis is a vector of bins finer than a cell.
 *
 * The score is the smaller of the two highest bins' probabilities; the extent is each vector's variance about the
 * answer and has no `xy`. A flat vector is answered with score 0; a NaN in a vector shows as NaN in the answer.
 */
export function simcc(options: SimccOptions = {}): VectorDecoder {
  const { split = 2, estimate = 'argmax', beta = 1 } = options;
  requireWithin('split', split, 0.01, 100);
  requireBeta(beta);
  return {
    name: 'simcc',
    decode: (vectors) =>
      tidy(() => {
        const [people, joints] = vectors.x.shape;
        const x = alongAxis(vectors.x, vectors.values, split, estimate, beta);
        const y = alongAxis(vectors.y, vectors.values, split, estimate, beta);
        const none = zerosLike(x.at);
        const tells = logicalAnd(x.tells, y.tells);
        const score = where(tells, minimum(x.highest, y.highest), none) as Tensor2D;
        const health = add<Tensor2D>(x.health, y.health);
        const columns = concat([x.at, y.at, none, score, x.variance, none, y.variance, none], 1);
        return reshape(add(columns, health), [people, joints, 8]);
      }),
  };
}

/** All [vectors, 1]. */
interface AxisEstimate {
  readonly at: Tensor2D;
  readonly highest: Tensor2D;
  readonly variance: Tensor2D;
  readonly tells: Tensor2D;
  readonly health: Tensor2D;
}

function alongAxis(
  vectors: Tensor3D,
  values: ValueKind,
  split: number,
  estimate: 'argmax' | 'integral',
  beta: number,
): AxisEstimate {
  const bins = vectors.shape[2];
  const count = vectors.shape[0] * vectors.shape[1];
  const flat: Tensor2D = reshape(vectors, [count, bins]);
  const p = values === 'logit' ? softmax(mul<Tensor2D>(flat, beta)) : relu(flat);
  const highest: Tensor2D = max(p, 1, true);
  const average: Tensor2D = mean(flat, 1, true);
  const best: Tensor2D = reshape(cast(argMax(flat, 1), 'float32'), [count, 1]);
  // Distances from the highest bin, for half precision as in moments.ts.
  const away = sub<Tensor2D>(reshape(range(0, bins), [1, bins]), best);
  const first = weighted(p, away);
  const second = weighted(p, square(away));
  const offset = estimate === 'argmax' ? zerosLike(best) : first;
  const spread = add<Tensor2D>(sub(second, square(first)), square(sub<Tensor2D>(first, offset)));
  const at = clipByValue(mul<Tensor2D>(add(add(best, offset), 0.5), 1 / split), 0, bins / split);
  return {
    at,
    highest: clipByValue(highest, 0, 1),
    variance: relu(mul<Tensor2D>(spread, 1 / (split * split))),
    tells: greater(max<Tensor2D>(flat, 1, true), add(average, FLAT)),
    health: mul(average, scalar(0)),
  };
}

/** Weighted mean of each row, [vectors, 1]; 0 where there is no weight. */
function weighted(weights: Tensor2D, quantities: Tensor2D): Tensor2D {
  const mass: Tensor2D = sum(weights, 1, true);
  const total: Tensor2D = sum(mul<Tensor2D>(weights, quantities), 1, true);
  return div(total, where(greater(mass, 0), mass, onesLike(mass)));
}
