import type { PoseFrame } from '@integral-pose/sdk';
import type { TrueJoints } from './sources/open-source.ts';

/** The joints that are compared: of the face, hands and feet there is no one place that is right. */
const LIMBS = ['shoulder', 'elbow', 'wrist', 'hip', 'knee', 'ankle'].flatMap((joint) => [
  `left_${joint}`,
  `right_${joint}`,
]);

/**
 * Mean distance of the best pose's limb joints from those of the true person who is nearest, px.
 * Undefined where nobody is seen or nothing is known.
 */
export function truthError({ poses: [pose] }: PoseFrame, people: readonly TrueJoints[]): number | undefined {
  if (!pose) return undefined;
  const errors = people.flatMap((truth) => {
    const distances = pose.keypoints.flatMap(({ name, x, y }) => {
      const at = LIMBS.includes(name) ? truth.get(name) : undefined;
      return at ? [Math.hypot(x - at.x, y - at.y)] : [];
    });
    return distances.length > 0 ? [distances.reduce((sum, distance) => sum + distance, 0) / distances.length] : [];
  });
  return errors.length > 0 ? Math.min(...errors) : undefined;
}
