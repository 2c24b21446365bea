import { abs, add, div, matMul, mul, reshape, sub, sum, type Tensor2D, type Tensor3D } from '@tensorflow/tfjs-core';
import { cellsOf, mapGrid } from './cells.ts';
import { type CompensationOptions, compensate, compensation } from './compensation.ts';
import type { HeatmapLoss } from './heatmap-loss.ts';
import { lossPerJoint } from './per-joint-loss.ts';
import { softmaxOfRows } from './softmax-of-rows.ts';

/**
 * L1 on the coordinate without the background's pull (Gu et al. 2021, eqs 8 and 10, with each axis's own extent and any
 * background): `l = |Ĵx − Jx| + |Ĵy − Jy|`, cells, where with the plain integral J̃, the middle of the map c and
 * `C = Σ exp(βH)`
 *
 *     Ĵ = c + (J̃ − c) / m        m = 1 − n·exp(βb) / C
 *     ∂l/∂H(p) = β·h̃(p) / m · (sign(Ĵx − Jx)(px − Ĵx) + sign(Ĵy − Jy)(py − Ĵy))
 *
 * The maps are taken as they are: a linear output whose empty cells shall be `background`. Where m ≥ `floor` this is
 * exact, and what `debiasedIntegral` decodes.
 *
 * **Why not everywhere.** An untrained network's map is flat: m is about 0, of either sign, and
 *
 * 1. the answer is the ratio of two small noises, and its gradient grows as 1 / m²: one joint outweighs the batch, and
 *    an optimiser that keeps the gradient's square (Adam) then hardly moves for a long time;
 * 2. the pole m = 0 cuts the maps in two. Where cells lie below the background on average, m < 0, the answer is mirrored
 *    through the middle, and descent digs a hole at the joint in place of a peak: under all-negative weights a hole
 *    has the right mean too, so the loss goes to 0 and the map is inside out, with its maximum far from the joint;
 * 3. the usual remedies take the gradient away where it is needed: clamping the answer to the map does for every joint
 *    that lies outside, clamping m for the mass, and a relu on H for every cell (a map of negative cells, m = 0, is then
 *    dead for good).
 *
 * So below the floor the gain 1 / m stops growing and falls back to the plain integral's 1, whose gradient has no pole
 * and points to the joint, and a second term, `pull · (s₀ − s)` with `s = log(C / n·exp(βb))`, lifts the map until its
 * mass is healthy (`CompensationOptions`). No gradient is larger than `β·h̃·(2·side / floor² + pull)`.
 *
 * What the loss, even the exact one, does not ask for is a high peak: `exp(βH) − exp(βb)` may be as small as it likes,
 * only its mean counts. That is what the heatmap loss of `jointLoss` is for.
 */
export function debiasedIntegralLoss(options: CompensationOptions = {}): HeatmapLoss {
  const settings = compensation(options);
  return lossPerJoint((maps, truth) => {
    const [people, height, width, joints] = maps.shape;
    const softmax = softmaxOfRows(mul<Tensor2D>(cellsOf(maps), settings.beta));
    const { mass, lift } = compensate(softmax, width * height, settings);
    const offset = div(matMul(softmax.weights, mapGrid(width, height)), mass);
    const position: Tensor3D = reshape(add(offset, [width / 2, height / 2]), [people, joints, 2]);
    return add(sum(abs(sub(position, truth)), 2), reshape(lift, [people, joints]));
  });
}
