import type { Scalar, Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';

/**
 * A loss between a batch of heatmaps and where the joints really are. A pure function on tensors: it keeps nothing,
 * reads nothing back, and can be differentiated in `maps`.
 *
 * - `maps`: [people, height, width, joints], what the network answers, before any sigmoid or softmax unless the loss
 *   says otherwise.
 * - `truth`: [people, joints, 2], x and y in cells. Cell i covers [i, i + 1), its centre is i + 0.5.
 * - `weights`: [people, joints], ≥ 0: 0 for a joint that is not labelled, whose `truth` is then not looked at (it may
 *   even be NaN). Default 1 each.
 *
 * Differentiating needs the gradients of tfjs, which importing this SDK does not register (imports have no side effects):
 * `import '@tensorflow/tfjs-core/dist/register_all_gradients.js'` once, in your own program. Every operation used, and
 * every one its gradient uses, has a kernel on cpu, wasm and WebGL.
 *
 * Returns the mean over joints, weighted: `Σ w·l / Σ w`; 0, with gradient 0, when all weights are 0. What `l` is, and
 * in which unit, stands with each loss.
 */
export type HeatmapLoss = (maps: Tensor4D, truth: Tensor3D, weights?: Tensor2D) => Scalar;
