import type { Random } from '@integral-pose/test-kit';
import { PerspectiveCamera, type Vector3 } from 'three';
import { JOINT_COLUMNS, MARGIN, type PictureFacts, type Split, type Theme } from './job.ts';
import { THEMES } from './themes.ts';

/** A camera that sees one person as the network's crop does, and what is true of the picture. */
export interface Shot {
  readonly camera: PerspectiveCamera;
  /** 17 × {@link JOINT_COLUMNS}. */
  readonly joints: Float32Array;
  readonly facts: Omit<PictureFacts, 'body' | 'pose'>;
}

const LEFT_HIP = 11;
const RIGHT_HIP = 12;
const DEGREES = 180 / Math.PI;

/** Angles of training and of the held-back pictures take turns, so that neither has seen the other's. */
function inTurn(split: Split, least: number, most: number, step: number, random: Random): number {
  for (;;) {
    const value = random.between(least, most);
    if (Math.floor(value / step) % 4 === 0 ? split !== 'train' : split === 'train') return value;
  }
}

/**
 * The crop lies as BlazePose's does: round the hips' middle, as wide as the circle round the body times 1.25, turned so
 * that the body stands upright; all of it as inexact as a detector is.
 */
export function takeShot(joints: readonly Vector3[], side: number, split: Split, theme: Theme, random: Random): Shot {
  const usual = THEMES[theme];
  const hips = (joints[LEFT_HIP] as Vector3)
    .clone()
    .add(joints[RIGHT_HIP] as Vector3)
    .multiplyScalar(0.5);
  const shoulders = (joints[5] as Vector3)
    .clone()
    .add(joints[6] as Vector3)
    .multiplyScalar(0.5);
  const yaw = random.next() < 0.6 ? random.normal() * 45 : inTurn(split, -180, 180, 15, random);
  const elevation = random.next() < usual.level ? random.normal() * 9 : inTurn(split, -25, 60, 6, random);
  const distance = random.next() < 0.75 ? random.between(1.8, 6) : random.between(6, 14);
  const [around, above] = [yaw / DEGREES, elevation / DEGREES];
  const camera = new PerspectiveCamera(60, 1, 0.05, 60);
  camera.position.set(
    hips.x + distance * Math.sin(around) * Math.cos(above),
    hips.y + distance * Math.sin(above),
    hips.z + distance * Math.cos(around) * Math.cos(above),
  );
  camera.lookAt(hips);
  camera.updateMatrixWorld(true);
  const seen = joints.map((joint) => joint.clone().applyMatrix4(camera.matrixWorldInverse));
  const flat = seen.map(({ x, y, z }) => ({ x: x / -z, y: y / -z }));
  const reach = Math.max(...flat.map(({ x, y }) => Math.hypot(x, y)));
  // A joint is not the end of a head, a hand or a foot: the circle is a little wider. Some pictures are much closer.
  const close = random.next() < usual.close ? random.between(0.45, 0.85) : 1;
  const half = reach * 1.07 * 1.25 * close * random.between(0.86, 1.16) * MARGIN;
  const spine = shoulders.applyMatrix4(camera.matrixWorldInverse);
  const lean =
    Math.atan2(spine.x / -spine.z, spine.y / -spine.z) +
    (random.next() < usual.upright ? random.normal() * 0.12 : random.between(-0.6, 0.6));
  camera.rotateZ(-lean);
  camera.fov = 2 * Math.atan(half) * DEGREES;
  camera.updateProjectionMatrix();
  const [shiftX, shiftY] = [0, 1].map(() => Math.max(-0.09, Math.min(0.09, random.normal() * 0.035)) * side) as [
    number,
    number,
  ];
  // When the person is cut, the crop is somewhere on the body, not only at the hips.
  const lift = close < 1 ? random.between(-0.28, 0.1) * side : 0;
  camera.setViewOffset(side, side, shiftX, shiftY + lift, side, side);
  camera.updateProjectionMatrix();
  camera.updateMatrixWorld(true);

  const focal = side / 2 / half;
  const placed = joints.map((joint) => joint.clone().applyMatrix4(camera.matrixWorldInverse));
  const root = hips.applyMatrix4(camera.matrixWorldInverse);
  const pixelsPerMetre = focal / -root.z;
  const values = new Float32Array(joints.length * JOINT_COLUMNS);
  placed.forEach(({ x, y, z }, k) => {
    const [u, v] = [side / 2 - shiftX + (focal * x) / -z, side / 2 - shiftY - lift - (focal * y) / -z];
    const inside = u >= 0 && u < side && v >= 0 && v < side;
    values.set(
      [u, v, (z - root.z) * pixelsPerMetre, x - root.x, y - root.y, z - root.z, inside ? 1 : 0],
      k * JOINT_COLUMNS,
    );
  });
  return { camera, joints: values, facts: { fieldOfView: camera.fov, yaw, elevation, pixelsPerMetre } };
}
