import type { Keypoint3D, Skeleton } from '@integral-pose/sdk';
import { createRetargeter, type HumanBone, type Retargeter } from '@integral-pose/sdk/three';
import { type Avatar, type BoneName, createAvatar, NEUTRAL_POSE } from '@integral-pose/test-kit/avatar';
import { Mesh, type Object3D, type SkinnedMesh, Vector3 } from 'three';
import type { TrueBody } from '../webcam/sources/open-source.ts';

/** Which bone of the rig is which bone of a human figure. Bones that nothing drives follow their parent. */
const RIG: Readonly<Record<HumanBone, BoneName>> = {
  hips: 'hips',
  spine: 'spine',
  neck: 'neck',
  head: 'head',
  leftShoulder: 'left_shoulder_girdle',
  leftUpperArm: 'left_upper_arm',
  leftLowerArm: 'left_forearm',
  leftHand: 'left_hand',
  rightShoulder: 'right_shoulder_girdle',
  rightUpperArm: 'right_upper_arm',
  rightLowerArm: 'right_forearm',
  rightHand: 'right_hand',
  leftUpperLeg: 'left_thigh',
  leftLowerLeg: 'left_shin',
  leftFoot: 'left_foot',
  rightUpperLeg: 'right_thigh',
  rightLowerLeg: 'right_shin',
  rightFoot: 'right_foot',
};

/** Limbs that are compared with those of the true person. */
const LIMBS = ['left', 'right'].flatMap((side) =>
  (
    [
      ['shoulder', 'elbow'],
      ['elbow', 'wrist'],
      ['hip', 'knee'],
      ['knee', 'ankle'],
    ] as const
  ).map(([from, to]) => [`${side}_${from}`, `${side}_${to}`] as const),
);

/** A rigged figure of this project's own, driven by joints in space. */
export class Figure {
  #avatar: Avatar;
  #retargeter: Retargeter | undefined;
  #skeleton: Skeleton | undefined;

  constructor(seed: number) {
    this.#avatar = createAvatar({ seed, detail: 1 });
  }

  /** What to add to a scene. */
  get object(): Object3D {
    return this.#avatar.object;
  }

  /** Vertices of the mesh and bones of the rig. */
  get size(): { readonly triangles: number; readonly bones: number } {
    const { geometry, skeleton } = this.#avatar.mesh;
    return { triangles: (geometry.index?.count ?? 0) / 3, bones: skeleton.bones.length };
  }

  setSkeleton(skeleton: Skeleton): void {
    this.#skeleton = skeleton;
    // Bones are measured at rest.
    this.#avatar.setPose(NEUTRAL_POSE);
    const { bones } = this.#avatar;
    const driven = Object.fromEntries(Object.entries(RIG).map(([bone, name]) => [bone, bones[name]]));
    this.#retargeter = createRetargeter({ skeleton, bones: { ...driven, hips: bones.hips } });
  }

  /** Another body and other clothes, in the place of these. */
  replace(seed: number): void {
    const { parent } = this.object;
    this.dispose();
    this.#avatar = createAvatar({ seed, detail: 1 });
    parent?.add(this.object);
    if (this.#skeleton) this.setSkeleton(this.#skeleton);
  }

  /** Takes a pose. */
  apply(keypoints: readonly Keypoint3D[]): void {
    this.#retargeter?.apply(keypoints);
  }

  /** Mean angle between the limbs of the figure and those of a person, degrees. */
  angleFrom({ joints }: TrueBody): number {
    const own = this.#avatar.joints();
    const angles = LIMBS.flatMap(([from, to]) => {
      const [a, b] = [joints.get(from), joints.get(to)];
      const [c, d] = [own.get(from as 'left_knee'), own.get(to as 'left_knee')];
      if (!a || !b || !c || !d) return [];
      return [
        d
          .clone()
          .sub(c)
          .angleTo(new Vector3(b.x - a.x, b.y - a.y, b.z - a.z)),
      ];
    });
    return ((angles.reduce((sum, angle) => sum + angle, 0) / angles.length) * 180) / Math.PI;
  }

  /** Releases the mesh. */
  dispose(): void {
    this.object.removeFromParent();
    this.object.traverse((part) => {
      if (!(part instanceof Mesh)) return;
      const { geometry, material, skeleton } = part as SkinnedMesh;
      geometry.dispose();
      for (const one of Array.isArray(material) ? material : [material]) one.dispose();
      skeleton?.dispose();
    });
  }
}
