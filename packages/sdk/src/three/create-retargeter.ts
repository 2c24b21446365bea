import { type Object3D, Quaternion, Vector3 } from 'three';
import type { Point3D } from '../types/geometry.ts';
import type { Keypoint3D } from '../types/keypoint-3d.ts';
import { PoseError } from '../types/pose-error.ts';
import type { Skeleton } from '../types/skeleton.ts';
import { HUMAN, HUMAN_BONES, type HumanBone } from './human-bones.ts';
import { createRotationSolver, emptyHumanPose } from './solve-rotations.ts';

/** Options of {@link createRetargeter}. */
export interface RetargetOptions {
  /** `tracker.skeleton`. */
  readonly skeleton: Skeleton;
  /**
   * Bones of the figure by what they are, `hips` at least, in their rest position: the figure stands on its feet and
   * faces +z, y up, in the space of the hips' parent. Arms may rest at any angle. Bones that are not named keep their
   * rotation against their parent.
   */
  readonly bones: Readonly<Partial<Record<HumanBone, Object3D>>> & { readonly hips: Object3D };
}

/** Moves a rigged figure as somebody moves. Made by {@link createRetargeter}. */
export interface Retargeter {
  /**
   * Poses the figure.
   * @param keypoints `Pose.keypoints3D` or `Pose.worldLandmarks`, in the skeleton's order
   * @param hips where the hips go, in the space of their parent. Default: above where they rest, as high as it takes for
   * the lower foot to be as high as at rest
   */
  apply(keypoints: readonly Keypoint3D[], hips?: Point3D): void;
}

/**
 * Drives a figure of any proportions by a tracked pose: it takes the directions of the bones and keeps their lengths.
 * @throws PoseError `invalid-argument` for a skeleton without limbs
 * @example
 * const { hips, spine, leftUpperArm } = figure.bones;
 * const retargeter = createRetargeter({ skeleton: tracker.skeleton, bones: { hips, spine, leftUpperArm } });
 * tracker.track(source).subscribe(({ poses: [pose] }) => pose?.keypoints3D && retargeter.apply(pose.keypoints3D));
 */
export function createRetargeter({ skeleton, bones }: RetargetOptions): Retargeter {
  const solver = createRotationSolver(skeleton);
  const { parent: space } = bones.hips;
  if (!space) throw withoutParent();
  space.updateWorldMatrix(true, true);
  const inSpace = (object: Object3D): Vector3 => space.worldToLocal(object.getWorldPosition(new Vector3()));
  const spaceTurn = space.getWorldQuaternion(new Quaternion());

  const rests = new Map<HumanBone, Quaternion>();
  /** Per bone: from its own axes at rest to those of the rest position that rotations are counted from. */
  const driven = HUMAN_BONES.flatMap((name) => {
    const bone = bones[name];
    if (!bone) return [];
    const toRest = restTurn(name, bones, rests, inSpace);
    rests.set(name, toRest);
    const own = bone.getWorldQuaternion(new Quaternion()).premultiply(spaceTurn.clone().invert());
    return [{ name, bone, offset: toRest.clone().multiply(own) }];
  });
  const feet = [bones.leftFoot, bones.rightFoot].filter((foot) => foot !== undefined);
  const lowestFoot = (): number => Math.min(...feet.map((foot) => inSpace(foot).y));
  const standing = bones.hips.position.clone();
  const footHeight = lowestFoot();
  const pose = emptyHumanPose();
  const wanted = new Quaternion();
  const parentTurn = new Quaternion();

  return {
    apply(keypoints, hips) {
      solver.solve(keypoints, pose);
      space.getWorldQuaternion(spaceTurn);
      for (const { name, bone, offset } of driven) {
        wanted.copy(pose.rotations[name]).multiply(offset).premultiply(spaceTurn);
        bone.parent?.getWorldQuaternion(parentTurn);
        bone.quaternion.copy(parentTurn.invert().multiply(wanted));
      }
      if (hips) {
        bones.hips.position.set(hips.x, hips.y, hips.z);
      } else {
        bones.hips.position.copy(standing);
        if (feet.length > 0) bones.hips.position.y += footHeight - lowestFoot();
      }
      bones.hips.updateMatrixWorld(true);
    },
  };
}

/** Of a limb: the turn that brings it from where it rests on the figure to where it points in a T-pose. */
function restTurn(
  name: HumanBone,
  bones: RetargetOptions['bones'],
  rests: ReadonlyMap<HumanBone, Quaternion>,
  inSpace: (object: Object3D) => Vector3,
): Quaternion {
  const bone = bones[name];
  const next = HUMAN_BONES.find((other) => HUMAN[other].parent === name);
  const tail = next && bones[next];
  if (/Arm$|Leg$|Shoulder$/.test(name) && bone && tail) {
    const points = inSpace(tail).sub(inSpace(bone)).normalize();
    return new Quaternion().setFromUnitVectors(points, HUMAN[name].along);
  }
  // A hand rests in line with its arm; trunk, head and feet rest upright.
  const { parent } = HUMAN[name];
  return (name.endsWith('Hand') && parent && rests.get(parent)?.clone()) || new Quaternion();
}

function withoutParent(): PoseError {
  return new PoseError(
    { reason: 'invalid-argument', argument: 'bones.hips', found: 'an object without a parent', wanted: 'a child' },
    'The hips of the figure hang from nothing.',
    "Add them to the figure's mesh or to a group before.",
  );
}
