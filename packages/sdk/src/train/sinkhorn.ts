import {
  add,
  div,
  expandDims,
  log,
  logSumExp,
  maximum,
  min,
  mul,
  neg,
  sub,
  sum,
  type Tensor2D,
  type Tensor3D,
} from '@tensorflow/tfjs-core';

/** Stands for a weight of 0 in logarithms: single precision knows nothing smaller on every back-end. */
const LEAST_WEIGHT = 1e-30;

/** Entropic optimal transport of a batch of problems. */
export interface EntropicTransport {
  /** [problems, 1]: the dual's value, in the unit of the cost. */
  readonly value: Tensor2D;
  /** [problems, suppliers]: the suppliers' dual, the value's gradient in them up to a constant per problem. */
  readonly a: Tensor2D;
}

/**
 * Entropic earth mover's distances, `min ⟨P, C⟩ + ε·KL(P ‖ S ⊗ D)` over transport plans P, by their dual
 *
 *     max ⟨a, S⟩ + ⟨b, D⟩ − ε·⟨S ⊗ D, exp((a ⊕ b − C)/ε) − 1⟩
 *
 * which a and b climb in turns (Sinkhorn), in logarithms, so that nothing overflows for small ε:
 * `a = −ε·log Σ_m D_m·exp((b_m − C_m)/ε)`, and b alike. As the last turn is a's, its own constraint holds and the third
 * term is 0. The answer is never above the true value and reaches it as iterations grow.
 *
 * a is also defined for suppliers that supply nothing: what it would cost to make them.
 *
 * Costs are taken relative to each supplier's cheapest demander, which is added again in the end: where demanders are
 * neighbours, as here, that leaves small numbers however far the suppliers are.
 *
 * @param suppliers [problems, suppliers], ≥ 0, rows sum to 1
 * @param demanders [problems, demanders], ≥ 0, rows sum to 1
 * @param cost [problems, suppliers, demanders]
 * @param epsilon ε, > 0, in the unit of the cost
 * @param iterations turns of both, ≥ 1
 */
export function sinkhorn(
  suppliers: Tensor2D,
  demanders: Tensor2D,
  cost: Tensor3D,
  epsilon: number,
  iterations: number,
): EntropicTransport {
  const cheapest: Tensor2D = min(cost, 2);
  // All of this is divided by ε.
  const dearer: Tensor3D = div(sub(cost, expandDims(cheapest, 2)), epsilon);
  const towards: Tensor3D = sub(expandDims(logOf(demanders), 1), dearer);
  const from: Tensor3D = sub(expandDims(logOf(suppliers), 2), dearer);
  let a: Tensor2D = neg(logSumExp(towards, 2) as Tensor2D);
  let b: Tensor2D = neg(logSumExp(add(from, expandDims(a, 2)), 1) as Tensor2D);
  for (let i = 1; i < iterations; i++) {
    a = neg(logSumExp(add(towards, expandDims(b, 1)), 2) as Tensor2D);
    b = neg(logSumExp(add(from, expandDims(a, 2)), 1) as Tensor2D);
  }
  a = neg(logSumExp(add(towards, expandDims(b, 1)), 2) as Tensor2D);
  const whole: Tensor2D = add(mul<Tensor2D>(a, epsilon), cheapest);
  const value: Tensor2D = add(sum(mul(whole, suppliers), 1, true), mul(sum(mul(b, demanders), 1, true), epsilon));
  return { value, a: whole };
}

function logOf(weights: Tensor2D): Tensor2D {
  return log<Tensor2D>(maximum<Tensor2D>(weights, LEAST_WEIGHT));
}
