import {
  type Avatar,
  createAvatar,
  KEYPOINT_NAMES,
  type Motion,
  NEUTRAL_POSE,
  performance,
} from '@integral-pose/test-kit/avatar';
import { Quaternion, Vector3 } from 'three';
import { describe, expect, test } from 'vitest';
import type { Keypoint3D } from '../types/keypoint-3d.ts';
import { blazePose33, coco17, cocoFromBlazePose } from '../types/skeletons.ts';
import { createRetargeter } from './create-retargeter.ts';
import { HUMAN, HUMAN_BONES } from './human-bones.ts';
import { createRotationSolver, emptyHumanPose } from './solve-rotations.ts';

/** What a tracker without error would say: the joints from the hips, in the order of BlazePose. */
function jointsOf(avatar: Avatar): Keypoint3D[] {
  const joints = avatar.joints();
  const at = (name: (typeof KEYPOINT_NAMES)[number]): Vector3 => joints.get(name) as Vector3;
  const hips = at('left_hip').clone().add(at('right_hip')).multiplyScalar(0.5);
  return KEYPOINT_NAMES.map((name) => {
    const { x, y, z } = at(name).clone().sub(hips);
    return { name, x, y, z, score: 1, zSpread: 0 };
  });
}

function middle(points: readonly Keypoint3D[], names: readonly string[]): Vector3 {
  return names.reduce((sum, name) => {
    const { x, y, z } = points.find((point) => point.name === name) as Keypoint3D;
    return sum.add(new Vector3(x, y, z).divideScalar(names.length));
  }, new Vector3());
}

function bonesOf({ bones }: Avatar) {
  return {
    hips: bones.hips,
    spine: bones.spine,
    neck: bones.neck,
    head: bones.head,
    leftShoulder: bones.left_shoulder_girdle,
    leftUpperArm: bones.left_upper_arm,
    leftLowerArm: bones.left_forearm,
    leftHand: bones.left_hand,
    rightShoulder: bones.right_shoulder_girdle,
    rightUpperArm: bones.right_upper_arm,
    rightLowerArm: bones.right_forearm,
    rightHand: bones.right_hand,
    leftUpperLeg: bones.left_thigh,
    leftLowerLeg: bones.left_shin,
    leftFoot: bones.left_foot,
    rightUpperLeg: bones.right_thigh,
    rightLowerLeg: bones.right_shin,
    rightFoot: bones.right_foot,
  };
}

const actor = createAvatar({ seed: 1, detail: 0.5 });
const motion: Motion = performance();
/** Over the whole loop: standing, waving, marching, squatting, jumping. */
const times = Array.from({ length: 93 }, (_, i) => i * 297);

describe('rotations', () => {
  test('every bone points from its joint to the next one, all through a performance', () => {
    const solver = createRotationSolver(blazePose33);
    const pose = emptyHumanPose();
    for (const time of times) {
      actor.animate(motion, time);
      const points = jointsOf(actor);
      solver.solve(points, pose);
      for (const bone of HUMAN_BONES) {
        const { start, end, along } = HUMAN[bone];
        const wanted = middle(points, end).sub(middle(points, start)).normalize();
        const found = along.clone().applyQuaternion(pose.rotations[bone]);
        expect(found.distanceTo(wanted), `${bone} at ${time} ms`).toBeLessThan(1e-6);
        expect(pose.rotations[bone].length()).toBeCloseTo(1, 9);
      }
    }
  });

  test('standing upright is hardly a rotation, but for the arms, which hang', () => {
    actor.setPose(NEUTRAL_POSE);
    const pose = emptyHumanPose();
    createRotationSolver(blazePose33).solve(jointsOf(actor), pose);
    const degrees = (bone: (typeof HUMAN_BONES)[number]) =>
      (pose.rotations[bone].angleTo(new Quaternion()) * 180) / Math.PI;
    for (const bone of ['hips', 'spine', 'head', 'leftUpperLeg', 'rightLowerLeg', 'leftFoot'] as const) {
      expect(degrees(bone), bone).toBeLessThan(12);
    }
    for (const bone of ['leftUpperArm', 'rightUpperArm'] as const) {
      expect(degrees(bone), bone).toBeGreaterThan(75);
      expect(degrees(bone), bone).toBeLessThan(100);
    }
  });

  test('a body that is turned as a whole has turned bones, and no other', () => {
    const turn = new Quaternion().setFromAxisAngle(new Vector3(0.2, 0.9, -0.3).normalize(), 2);
    const solver = createRotationSolver(blazePose33);
    const [before, after] = [emptyHumanPose(), emptyHumanPose()];
    for (const time of times.slice(0, 40)) {
      actor.animate(motion, time);
      const points = jointsOf(actor);
      solver.solve(points, before);
      const turned = points.map((point) => {
        const { x, y, z } = new Vector3(point.x, point.y, point.z).applyQuaternion(turn);
        return { ...point, x, y, z };
      });
      solver.solve(turned, after);
      for (const bone of HUMAN_BONES) {
        const wanted = turn.clone().multiply(before.rotations[bone]);
        expect(after.rotations[bone].angleTo(wanted), bone).toBeLessThan(1e-5);
      }
    }
  });

  test('a joint that is missing or not finite takes its bone along with the parent, and nothing becomes NaN', () => {
    actor.animate(motion, 4000);
    const points = jointsOf(actor).map((point) => (point.name === 'left_wrist' ? { ...point, x: Number.NaN } : point));
    const pose = emptyHumanPose();
    createRotationSolver(blazePose33).solve(points, pose);
    expect(pose.rotations.leftLowerArm.toArray()).toEqual(pose.rotations.leftUpperArm.toArray());
    for (const bone of HUMAN_BONES) expect(pose.rotations[bone].length(), bone).toBeCloseTo(1, 9);
    const coco = cocoFromBlazePose.map((index) => points[index] as Keypoint3D);
    createRotationSolver(coco17).solve(coco, pose);
    for (const bone of HUMAN_BONES) expect(pose.rotations[bone].length(), bone).toBeCloseTo(1, 9);
    expect(() => createRotationSolver({ name: 'arm', keypoints: ['left_wrist'], bones: [], pairs: [] })).toThrow(
      expect.objectContaining({ reason: 'invalid-argument' }),
    );
  });
});

describe('retargeting', () => {
  /** Mean distance of joints from where they are on the actor, both from their hips, metres. */
  function distances(figure: Avatar, names: readonly string[]): number {
    const [wanted, found] = [jointsOf(actor), jointsOf(figure)];
    const sum = names.reduce((total, name) => total + middle(wanted, [name]).distanceTo(middle(found, [name])), 0);
    return sum / names.length;
  }
  const LIMBS = ['elbow', 'wrist', 'knee', 'ankle'].flatMap((joint) => [`left_${joint}`, `right_${joint}`]);
  const TIPS = ['index', 'pinky', 'foot_index', 'heel'].flatMap((joint) => [`left_${joint}`, `right_${joint}`]);

  test('a figure of the same build does what the actor does: joints within 4 cm, hands and feet turned alike', () => {
    const figure = createAvatar({ seed: 1, detail: 0.5 });
    const retargeter = createRetargeter({ skeleton: blazePose33, bones: bonesOf(figure) });
    const limbs: number[] = [];
    const tips: number[] = [];
    for (const time of times) {
      actor.animate(motion, time);
      retargeter.apply(jointsOf(actor));
      limbs.push(distances(figure, LIMBS));
      tips.push(distances(figure, TIPS));
    }
    expect(Math.max(...limbs)).toBeLessThan(0.04);
    expect(Math.max(...tips)).toBeLessThan(0.04);
  });

  test('a figure of another build keeps its own bones, takes the directions, and stands on the lower foot', () => {
    const figure = createAvatar({ seed: 4, detail: 0.5, body: { height: 1.3 } });
    const length = () => figure.bones.left_shin.getWorldPosition(new Vector3()).distanceTo(foot());
    const foot = (side: 'left' | 'right' = 'left') => figure.bones[`${side}_foot`].getWorldPosition(new Vector3());
    const shin = length();
    const resting = Math.min(foot('left').y, foot('right').y);
    const retargeter = createRetargeter({ skeleton: blazePose33, bones: bonesOf(figure) });
    for (const time of times) {
      actor.animate(motion, time);
      const points = jointsOf(actor);
      retargeter.apply(points);
      expect(length()).toBeCloseTo(shin, 6);
      expect(Math.min(foot('left').y, foot('right').y)).toBeCloseTo(resting, 6);
      const direction = foot().sub(figure.bones.left_shin.getWorldPosition(new Vector3())).normalize();
      const wanted = middle(points, ['left_ankle'])
        .sub(middle(points, ['left_knee']))
        .normalize();
      expect(direction.distanceTo(wanted)).toBeLessThan(0.05);
    }
    const before = figure.bones.head.getWorldPosition(new Vector3());
    retargeter.apply(jointsOf(actor), figure.bones.hips.position.clone().add(new Vector3(1, 0.5, -2)));
    expect(figure.bones.head.getWorldPosition(new Vector3()).sub(before).toArray()).toEqual(
      [1, 0.5, -2].map((value) => expect.closeTo(value, 6)),
    );
  });

  test('a figure that was moved and turned on its stage is driven in its own space', () => {
    const [plain, moved] = [createAvatar({ detail: 0.5 }), createAvatar({ detail: 0.5 })];
    moved.place({ x: 2, z: -1, facing: 130 });
    const [one, other] = [plain, moved].map((figure) =>
      createRetargeter({ skeleton: blazePose33, bones: bonesOf(figure) }),
    );
    actor.animate(motion, 9000);
    one?.apply(jointsOf(actor));
    other?.apply(jointsOf(actor));
    for (const name of ['left_hand', 'right_foot', 'head'] as const) {
      const wanted = plain.bones[name].getWorldPosition(new Vector3()).applyMatrix4(moved.object.matrixWorld);
      expect(wanted.distanceTo(moved.bones[name].getWorldPosition(new Vector3())), name).toBeLessThan(1e-5);
    }
  });
});
