import { JOINTS, type PeopleSet } from './people/people-set.ts';
import { OUTSIDE } from './people/picture-facts.ts';

/** Of coco17: what the root lies between. */
const HIPS = [11, 12] as const;

/** True when both hips are labelled, so that a pose relative to their middle means something. */
export function hasRoot({ joints }: Pick<PeopleSet, 'joints'>, picture: number): boolean {
  return HIPS.every((hip) => joints[(picture * JOINTS + hip) * 4 + 3] !== OUTSIDE);
}

/**
 * Mean per joint position error of one picture, mm, over its labelled joints: both poses relative to the middle of their
 * own hips, nothing scaled, nothing turned. As in the papers the root's true distance is given, so that pixels become
 * metres: a joint z nearer to the camera than the root is seen at `depth − z`.
 *
 * @param located [17, 3]: x and y in px of the picture, z in metres from the root, positive towards the camera
 */
export function positionError(set: PeopleSet, picture: number, located: ArrayLike<number>): number {
  const { camera } = set.facts[picture] as PeopleSet['facts'][number];
  const pose = Array.from({ length: JOINTS }, (_, k): Vector => {
    const [x, y, z] = triple(located, k);
    const away = camera.depth - z;
    return [((x - camera.x) * away) / camera.focal, (-(y - camera.y) * away) / camera.focal, z];
  });
  const truth = Array.from({ length: JOINTS }, (_, k) => triple(set.world, picture * JOINTS + k));
  const [root, trueRoot] = [middle(pose), middle(truth)];
  const errors = pose.flatMap((joint, k) => {
    if (set.joints[(picture * JOINTS + k) * 4 + 3] === OUTSIDE) return [];
    const label = truth[k] as Vector;
    return [Math.hypot(...[0, 1, 2].map((c) => at(joint, c) - at(root, c) - at(label, c) + at(trueRoot, c)))];
  });
  return (1000 * errors.reduce((sum, error) => sum + error, 0)) / errors.length;
}

type Vector = readonly [number, number, number];

const at = (vector: Vector, axis: number): number => vector[axis] as number;

function triple(values: ArrayLike<number>, index: number): Vector {
  return [values[index * 3] as number, values[index * 3 + 1] as number, values[index * 3 + 2] as number];
}

function middle(pose: readonly Vector[]): Vector {
  const [left, right] = HIPS.map((hip) => pose[hip] as Vector) as [Vector, Vector];
  return [(left[0] + right[0]) / 2, (left[1] + right[1]) / 2, (left[2] + right[2]) / 2];
}
