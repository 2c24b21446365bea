import { add, mul, type Scalar, tidy } from '@tensorflow/tfjs-core';
import { requireWithin } from '../decode/options.ts';

/** Anything that answers one number: `HeatmapLoss`, `PointLoss`, … */
type Loss<Inputs extends readonly unknown[]> = (...inputs: Inputs) => Scalar;

/**
 * The weighted sum of losses of one kind: `Σ λ·loss`, of what they answer, each in its own unit. I1 of Sun et al. 2018
 * is `addLosses([1, integralLoss()], [λ, gaussianLoss({ sigma: 1 })])`; I2 and I3 have `oneHotLoss`, `discLoss`.
 * @param parts λ, 0..1e9, and the loss; at least one
 * @throws PoseError `invalid-argument` for a λ out of its range, or no parts
 */
export function addLosses<Inputs extends readonly unknown[]>(
  ...parts: readonly (readonly [weight: number, loss: Loss<Inputs>])[]
): Loss<Inputs> {
  requireWithin('parts', parts.length, 1, 1000);
  for (const [weight] of parts) requireWithin('weight', weight, 0, 1e9);
  return (...inputs) =>
    tidy(() =>
      parts.map(([weight, loss]) => mul<Scalar>(loss(...inputs), weight)).reduce((sum, part) => add<Scalar>(sum, part)),
    );
}
