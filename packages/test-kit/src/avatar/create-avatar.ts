import { Bone, Group, MathUtils, MeshLambertMaterial, type Quaternion, Skeleton, SkinnedMesh, Vector3 } from 'three';
import { type Clothes, chooseClothes, chooseShape } from './appearance.ts';
import { type BodyPlan, type BodyShape, boneOffset, planBody } from './body-plan.ts';
import { type BodyPose, NEUTRAL_POSE } from './body-pose.ts';
import { BONES, type BoneName, PARENTS } from './bones.ts';
import { buildFigure } from './build-mesh.ts';
import { extremeVertices } from './extremes.ts';
import { type KeypointName, placeLandmarks } from './landmarks.ts';
import type { Motion } from './motions.ts';
import { createRandom } from './random.ts';
import { solvePose } from './solve-pose.ts';

/** What {@link createAvatar} takes. What is not given is chosen by the seed. */
export interface AvatarOptions {
  readonly body?: Partial<BodyShape>;
  readonly clothes?: Partial<Clothes>;
  /** Default 1. */
  readonly seed?: number;
  /** Fineness of the mesh, 0.5..3. 0.75 (about 26,000 triangles) is made for figures of some 400 px; 1.5 for close-ups. Default 0.75. */
  readonly detail?: number;
}

/** Where a figure stands: metres in the stage's space, facing in degrees to its left from the stage's +z. */
export interface Place {
  readonly x: number;
  readonly z: number;
  readonly facing: number;
}

/** A human figure. It holds no GPU resources of its own: a stage uploads it and lets it go. */
export interface Avatar {
  readonly plan: BodyPlan;
  readonly clothes: Clothes;
  /** What to add to a three.js scene. */
  readonly object: Group;
  /** The skinned mesh and its bones, for retargeting. */
  readonly mesh: SkinnedMesh;
  readonly bones: Readonly<Record<BoneName, Bone>>;
  /** Takes a pose in anatomical terms. */
  setPose(pose: BodyPose): void;
  /** Takes bone rotations against their parents; bones that are not named keep theirs. `hips` in metres, own space. */
  setRotations(rotations: Iterable<readonly [BoneName, Quaternion]>, hips?: Vector3): void;
  /** Poses the figure as a motion has it at a time, ms. */
  animate(motion: Motion, timeMs: number): void;
  /** Moves the whole figure. */
  place(place: Place): void;
  /** Where the keypoints are now: metres, the space that `object` was put into. In the order of `KEYPOINT_NAMES`. */
  joints(): ReadonlyMap<KeypointName, Vector3>;
  /** Vertices enough to bound the figure in any direction, metres, now. */
  outline(): readonly Vector3[];
}

/** Builds a figure: some tenths of a second of work. The same options give the same figure. */
export function createAvatar({ body = {}, clothes = {}, seed = 1, detail = 0.75 }: AvatarOptions = {}): Avatar {
  const random = createRandom(seed);
  const plan = planBody(chooseShape(random, body));
  const dressed = chooseClothes(random, clothes);
  const geometry = buildFigure(plan, dressed, detail);
  const bones = buildBones(plan);
  const mesh = new SkinnedMesh(geometry, new MeshLambertMaterial({ vertexColors: true }));
  // Bounds of the rest position do not hold for other poses.
  mesh.frustumCulled = false;
  const object = new Group().add(mesh);
  mesh.add(bones.hips);
  object.updateMatrixWorld(true);
  mesh.bind(new Skeleton(BONES.map((name) => bones[name])));
  const landmarks = placeLandmarks(plan);
  const extremes = extremeVertices(geometry);
  let stood: Place = { x: 0, z: 0, facing: 0 };
  let facing = 0;

  const settle = (): void => {
    object.position.set(stood.x, 0, stood.z);
    object.rotation.set(0, MathUtils.degToRad(stood.facing + facing), 0);
    object.updateMatrixWorld(true);
  };
  const avatar: Avatar = {
    plan,
    clothes: dressed,
    object,
    mesh,
    bones,
    setPose(pose) {
      const solved = solvePose(plan, pose);
      facing = pose.facing;
      avatar.setRotations(solved.rotations, solved.hips);
    },
    setRotations(rotations, hips) {
      for (const [name, rotation] of rotations) bones[name].quaternion.copy(rotation);
      if (hips) bones.hips.position.copy(hips);
      settle();
    },
    animate(motion, timeMs) {
      avatar.setPose(motion(timeMs, plan.shape.height));
    },
    place(place) {
      stood = place;
      settle();
    },
    joints() {
      return new Map(
        landmarks.map(
          ({ name, bone, offset }) => [name, offset.clone().applyMatrix4(bones[bone].matrixWorld)] as const,
        ),
      );
    },
    outline() {
      return extremes.map((index) => mesh.getVertexPosition(index, new Vector3()).applyMatrix4(mesh.matrixWorld));
    },
  };
  avatar.setPose(NEUTRAL_POSE);
  return avatar;
}

function buildBones(plan: BodyPlan): Record<BoneName, Bone> {
  const bones = {} as Record<BoneName, Bone>;
  for (const name of BONES) {
    const bone = new Bone();
    bone.name = name;
    bone.position.copy(boneOffset(plan, name));
    const parent = PARENTS[name];
    if (parent) bones[parent].add(bone);
    bones[name] = bone;
  }
  return bones;
}
