/**
 * Percentage of correct keypoints, as a share 0..1: of the labelled joints, those whose error is at most
 * `alpha · reference`.
 *
 * With the longer side of the box as reference it is PCK, with the head's size PCKh (MPII: 0.6 of the head box's
 * diagonal, stated by the ground truth).
 * @param errors px; NaN where a joint is not labelled, which does not count
 * @param references px, one an error
 * @returns NaN when no joint is labelled
 */
export function pck(errors: readonly number[], references: readonly number[], alpha: number): number {
  let labelled = 0;
  let correct = 0;
  errors.forEach((error, i) => {
    if (Number.isNaN(error)) return;
    labelled++;
    if (error <= alpha * (references[i] ?? Number.NaN)) correct++;
  });
  return labelled === 0 ? Number.NaN : correct / labelled;
}

/** {@link pck} at one α and the area under it, both 0..1. */
export interface PckCurve {
  /** α of each point, rising from 0. */
  readonly alphas: readonly number[];
  readonly values: readonly number[];
  /** Mean of `values`: the area under the curve, of the whole. */
  readonly auc: number;
}

/**
 * {@link pck} over a range of α, and the area under it. MPII's AUC goes from 0 to 0.5 in steps of 0.01.
 * @param most the last α. Default 0.5
 * @param steps how many steps lead there; there is one value more. Default 50
 */
export function pckCurve(errors: readonly number[], references: readonly number[], most = 0.5, steps = 50): PckCurve {
  const alphas = Array.from({ length: steps + 1 }, (_, i) => (most * i) / steps);
  const values = alphas.map((alpha) => pck(errors, references, alpha));
  return { alphas, values, auc: values.reduce((sum, value) => sum + value, 0) / values.length };
}
