import { mpjpe, rootRelative } from '@integral-pose/sdk/metrics';
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
 * @param picture one that {@link hasRoot}
 * @param located [17, 3]: x and y in px of the picture, z in metres from the root, positive towards the camera
 */
export function positionError(set: PeopleSet, picture: number, located: ArrayLike<number>): number {
  const { camera } = set.facts[picture] as PeopleSet['facts'][number];
  const pose = points(located).map(({ x, y, z }) => {
    const away = camera.depth - z;
    return { x: ((x - camera.x) * away) / camera.focal, y: ((camera.y - y) * away) / camera.focal, z };
  });
  const first = picture * JOINTS;
  const truth = points(set.world.subarray(first * 3, (first + JOINTS) * 3));
  const relative = rootRelative(truth, HIPS).map((point, k) =>
    set.joints[(first + k) * 4 + 3] === OUTSIDE ? { x: Number.NaN, y: Number.NaN, z: Number.NaN } : point,
  );
  return 1000 * mpjpe(rootRelative(pose, HIPS), relative);
}

function points(values: ArrayLike<number>): { x: number; y: number; z: number }[] {
  return Array.from({ length: values.length / 3 }, (_, k) => ({
    x: values[3 * k] as number,
    y: values[3 * k + 1] as number,
    z: values[3 * k + 2] as number,
  }));
}
