import { PoseError } from '../types/pose-error.ts';

/** Where a number is NaN or infinite, or −1. What to look through a read-back with: a few hundred numbers a frame. */
export function firstNonFinite(values: ArrayLike<number>): number {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return i;
  return -1;
}

/**
 * Checks what was read back. Every decoder lets a NaN or infinite cell of a map show as NaN in its answer, so this one
 * look at `people · joints · 8` numbers stands for a look at every cell.
 * @param values what was read back
 * @param backend name of the back-end, for the error
 * @param where what was computed, for the error: `heatmaps`, `landmarks`
 * @throws PoseError `non-finite-output`
 */
export function requireFinite(values: ArrayLike<number>, backend: string, where: string): void {
  const at = firstNonFinite(values);
  if (at < 0) return;
  throw new PoseError(
    { reason: 'non-finite-output', backend, where },
    `The ${where} that the back-end ${backend} computed hold a number that is not finite (entry ${at}).`,
    'Try another back-end, for example wasm(), which computes in single precision everywhere.',
  );
}
