import { type Avatar, KEYPOINT_NAMES, measurePeople, type TruePerson } from '@integral-pose/test-kit/avatar';
import { PerspectiveCamera, Vector3 } from 'three';
import type { Random } from './random.ts';
import { freePose, motionPose } from './random-pose.ts';

/** For each joint of COCO's 17, its place among the figure's keypoints. */
const COCO_JOINTS: readonly number[] = (
  [
    'nose',
    'left_eye',
    'right_eye',
    'left_ear',
    'right_ear',
    'left_shoulder',
    'right_shoulder',
    'left_elbow',
    'right_elbow',
    'left_wrist',
    'right_wrist',
    'left_hip',
    'right_hip',
    'left_knee',
    'right_knee',
    'left_ankle',
    'right_ankle',
  ] as const
).map((name) => KEYPOINT_NAMES.indexOf(name));

/** Side of the virtual camera's whole picture, px. Only pieces of it are ever drawn. */
export const VIRTUAL_SIDE = 1000;

/** One joint as the virtual camera sees it. */
export interface ShotJoint {
  /** px of the virtual camera. */
  readonly x: number;
  readonly y: number;
  /** Not hidden by bodies. */
  readonly seen: boolean;
  /** Metres from the hips' middle: right in the picture, up, towards the camera. */
  readonly world: readonly [number, number, number];
}

/** A posed person before a camera. */
export interface Shot {
  readonly camera: PerspectiveCamera;
  readonly pose: 'motion' | 'free';
  /** Degrees in [−180, 180), 0 towards the camera, 90 to the picture's right. */
  readonly facing: number;
  /** In COCO's order. */
  readonly joints: readonly ShotJoint[];
  /** The whole body, px of the virtual camera. */
  readonly box: TruePerson['box'];
  /** Focal length, px of the virtual camera, whose axis meets the middle. */
  readonly focal: number;
  /** How far the hips' middle is along the camera's axis, m. */
  readonly depth: number;
}

/** Poses a body, perhaps puts another one beside, before or behind it, and looks at it from somewhere. */
export function compose(random: Random, body: Avatar, other: Avatar | undefined): Shot {
  const { between, next } = random;
  const { height } = body.plan.shape;
  const pose = next() < 0.35 ? 'motion' : 'free';
  body.setPose(pose === 'motion' ? motionPose(random, height) : freePose(random, height));
  const facing = next() < 0.8 ? 30 * random.normal() : between(-180, 180);
  body.place({ x: 0, z: 0, facing });

  const distance = between(2.6, 8);
  const raised = ((next() < 0.08 ? between(15, 45) : between(-6, 15)) * Math.PI) / 180;
  const camera = new PerspectiveCamera((2 * Math.atan(1.7 / distance) * 180) / Math.PI, 1, 0.2, 30);
  const middle = new Vector3(0, 0.52 * height, 0);
  camera.position.set(0, Math.sin(raised), Math.cos(raised)).multiplyScalar(distance).add(middle);
  camera.lookAt(middle.add(new Vector3(between(-0.4, 0.4), between(-0.3, 0.3), 0)));
  camera.rotateZ(next() < 0.05 ? between(-0.6, 0.6) : 0.06 * random.normal());
  camera.updateMatrixWorld(true);

  if (other) {
    other.setPose(freePose(random, other.plan.shape.height));
    const front = next() < 0.4;
    const aside = (next() < 0.5 ? -1 : 1) * between(front ? 0.15 : 0, 0.9);
    // In front, but never so near that it fills the picture.
    const z = front ? between(0.45, Math.min(1.2, distance - 1.6)) : -between(0.45, 2);
    other.place({ x: aside, z, facing: between(-180, 180) });
  }
  const people = other ? [body, other] : [body];
  const [person] = measurePeople(people, camera, { width: VIRTUAL_SIDE, height: VIRTUAL_SIDE });
  if (!person) throw new Error('Nobody was measured.');
  return {
    camera,
    pose,
    facing: ((((facing + 180) % 360) + 360) % 360) - 180,
    joints: COCO_JOINTS.map((k) => {
      const flat = person.keypoints2d[k];
      const deep = person.keypoints3d[k];
      if (!flat || !deep) throw new Error(`There is no keypoint ${k}.`);
      return { x: flat.x, y: flat.y, seen: flat.visible, world: [deep.x, deep.y, deep.z] };
    }),
    box: person.box,
    focal: (VIRTUAL_SIDE / 2) * (camera.projectionMatrix.elements[5] as number),
    depth: -person.origin.z,
  };
}
