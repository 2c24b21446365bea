import { activationSum, bestFitSigma, type FlatMap, softmaxMap } from '@integral-pose/sdk/train';
import { JOINTS, type PeopleSet } from './people/people-set.ts';
import { OUTSIDE, PICTURE_SIDE, type PictureFacts } from './people/picture-facts.ts';
import { mean } from './statistics.ts';
import type { Predictions } from './training/predict.ts';

/** How hard a person is to see, from Gu 2021's classes of joints present and occlusion. */
export type Difficulty = 'easy' | 'medium' | 'hard';
export const DIFFICULTIES: readonly Difficulty[] = ['easy', 'medium', 'hard'];

/** Hard: 5 joints or fewer, or more than half of them occluded. Easy: 11 or more, and less than a tenth occluded. */
export function difficultyOf({ present, occluded }: Pick<PictureFacts, 'present' | 'occluded'>): Difficulty {
  if (present <= 5 || occluded > 0.5) return 'hard';
  return present >= 11 && occluded < 0.1 ? 'easy' : 'medium';
}

/** Sides of the square of A(s), cells. */
export const REACHES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const;
/** Templates, cells. */
const SIGMAS = [0.3, 0.5, 0.7, 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8];

/** The shape of a network's maps, over the joints of one class. */
export interface Localisation {
  readonly joints: number;
  /** Mean of A(s) for each of {@link REACHES}. */
  readonly activation: readonly number[];
  /** Mean of the best-fit σ, cells. */
  readonly sigma: number;
}

/**
 * How localised a network's maps are, by how hard the person is to see.
 * @param pictures their indices in the set, as they were predicted
 * @param beta maps are read through a softmax of this β; undefined: as probabilities, of which the negative are 0
 */
export function localisation(
  people: PeopleSet,
  pictures: readonly number[],
  { maps, side }: Predictions,
  beta: number | undefined,
): Record<Difficulty, Localisation> {
  if (!maps || side === null) throw new RangeError('A network that answers coordinates has no maps.');
  const seen: Record<Difficulty, { activation: number[]; sigma: number }[]> = { easy: [], medium: [], hard: [] };
  pictures.forEach((picture, row) => {
    const difficulty = difficultyOf(people.facts[picture] as PictureFacts);
    for (let joint = 0; joint < JOINTS; joint++) {
      const at = (picture * JOINTS + joint) * 4;
      const [x = 0, y = 0, , state] = people.joints.subarray(at, at + 4);
      if (state === OUTSIDE) continue;
      const map = mapOf(maps, side, row, joint, beta);
      if (!map) continue;
      const truth = { x: (x * side) / PICTURE_SIDE, y: (y * side) / PICTURE_SIDE };
      seen[difficulty].push({
        activation: REACHES.map((s) => activationSum(map, truth, s)),
        sigma: bestFitSigma(map, highestCell(map), { sigmas: SIGMAS, s: 4 }).sigma,
      });
    }
  });
  return Object.fromEntries(DIFFICULTIES.map((difficulty) => [difficulty, summarise(seen[difficulty])])) as Record<
    Difficulty,
    Localisation
  >;
}

function summarise(seen: readonly { readonly activation: readonly number[]; readonly sigma: number }[]): Localisation {
  if (seen.length === 0) throw new RangeError('There is nobody of this class among the pictures.');
  return {
    joints: seen.length,
    activation: REACHES.map((_, index) => mean(seen.map(({ activation }) => activation[index] as number))),
    sigma: mean(seen.map(({ sigma }) => sigma)),
  };
}

/** One joint's map as shares of 1, or undefined where it says nothing at all. */
function mapOf(
  maps: Float32Array,
  side: number,
  row: number,
  joint: number,
  beta: number | undefined,
): FlatMap | undefined {
  const cells = Float64Array.from({ length: side * side }, (_, cell) => {
    const value = maps[(row * side * side + cell) * JOINTS + joint] as number;
    return beta === undefined ? Math.max(0, value) : value;
  });
  const map = { width: side, height: side, cells };
  if (beta !== undefined) return softmaxMap(map, beta);
  return cells.some((value) => value > 0) ? map : undefined;
}

function highestCell({ width, cells }: FlatMap): { x: number; y: number } {
  let best = 0;
  for (let i = 1; i < cells.length; i++) if ((cells[i] as number) > (cells[best] as number)) best = i;
  return { x: (best % width) + 0.5, y: Math.floor(best / width) + 0.5 };
}
