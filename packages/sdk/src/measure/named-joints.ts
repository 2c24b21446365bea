import { PoseError } from '../types/pose-error.ts';
import type { Skeleton } from '../types/skeleton.ts';

/**
 * Where named keypoints stand in a skeleton.
 * @throws PoseError `invalid-argument` for a name that the skeleton does not have
 */
export function indicesOf<Name extends string>(
  skeleton: Skeleton<Name>,
  names: readonly NoInfer<Name>[],
): readonly number[] {
  return names.map((name) => {
    const index = skeleton.keypoints.indexOf(name);
    if (index >= 0) return index;
    throw new PoseError(
      { reason: 'invalid-argument', argument: 'joints', found: name, wanted: `a keypoint of ${skeleton.name}` },
      `The skeleton ${skeleton.name} has no keypoint "${name}".`,
      `Use one of these: ${skeleton.keypoints.join(', ')}.`,
    );
  });
}

/**
 * The keypoint at an index, having made sure that it is the one meant.
 * @throws PoseError `invalid-argument` when the keypoints are of another skeleton
 */
export function jointAt<P>(points: readonly P[], index: number, skeleton: Skeleton): P {
  const point = points[index];
  const wanted = skeleton.keypoints[index] as string;
  const found = point === undefined ? 'nothing' : ((point as { name?: string }).name ?? wanted);
  if (point !== undefined && found === wanted) return point;
  throw new PoseError(
    { reason: 'invalid-argument', argument: 'keypoints', found, wanted },
    `Keypoint ${index} should be "${wanted}" of ${skeleton.name}, but ${found} is there.`,
    'Give all keypoints of a pose in their order, and the skeleton of the tracker that made it.',
  );
}
