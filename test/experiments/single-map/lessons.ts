import { softmaxMap } from '@integral-pose/sdk/train';
import { seededRandom } from '@integral-pose/test-kit';
import {
  detection,
  highestCell,
  integration,
  MAP,
  STARTS,
  type Start,
  type Teacher,
} from '../../../examples/papers/single-map/descent.ts';

/** Inverse temperature, as in Gu et al. 2022. */
export const BETA = 1;
/** What is drawn. */
export const SHOWN = [0, 10, 40, 120, 300] as const;

/** How one map learnt. Lists are by update, from 0. Cells. */
export interface Lesson {
  readonly start: string;
  readonly loss: 'detection' | 'integral';
  readonly seed: number;
  /** From the joint to what the loss reads off the map. */
  readonly error: readonly number[];
  /** From the joint to the highest cell. */
  readonly peakDistance: readonly number[];
  /** How many cells share the weight: the exponential of the entropy of the softmax. */
  readonly effectiveCells: readonly number[];
  /** The last map. */
  readonly last: Float32Array;
  /** The maps at {@link SHOWN}. */
  readonly film: readonly Float32Array[];
}

/** All four starts under both losses, with a joint at a random place of the lower right quarter. */
export function giveLessons(seed: number, updates: number): Lesson[] {
  const { between, next } = seededRandom(seed);
  const joint = { x: between(0.6, 0.85) * MAP.width, y: between(0.6, 0.85) * MAP.height };
  const teachers = { detection: detection(joint), integral: integration(joint, BETA) };
  return STARTS.flatMap((start) => {
    const first = start.cells(joint, next);
    return (['detection', 'integral'] as const).map((loss) =>
      learn(start, loss, seed, teachers[loss], first, joint, updates),
    );
  });
}

function learn(
  start: Start,
  loss: Lesson['loss'],
  seed: number,
  teacher: Teacher,
  first: Float32Array,
  joint: { readonly x: number; readonly y: number },
  updates: number,
): Lesson {
  const off = (point: { readonly x: number; readonly y: number }) => Math.hypot(point.x - joint.x, point.y - joint.y);
  const error: number[] = [];
  const peakDistance: number[] = [];
  const effective: number[] = [];
  const film: Float32Array[] = [];
  let cells = first;
  for (let update = 0; ; update++) {
    error.push(off(teacher.read(cells)));
    peakDistance.push(off(highestCell(cells)));
    effective.push(effectiveCells(cells));
    if ((SHOWN as readonly number[]).includes(update)) film.push(cells);
    if (update === updates) break;
    cells = teacher.step(cells);
  }
  return { start: start.key, loss, seed, error, peakDistance, effectiveCells: effective, last: cells, film };
}

/** `exp(−Σ h̃·log h̃)`: n for a flat map, 1 for a single cell. */
export function effectiveCells(cells: Float32Array): number {
  const { cells: weights } = softmaxMap({ ...MAP, cells }, BETA);
  return Math.exp(-weights.reduce((sum, weight) => sum + (weight > 0 ? weight * Math.log(weight) : 0), 0));
}
