import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharedFolder } from '../../../scripts/mounts.ts';
import type { NamedPoint } from './record-poses.ts';

/** Index of each limb joint among BlazePose's 33. */
const LIMBS: Readonly<Record<string, number>> = {
  left_shoulder: 11,
  right_shoulder: 12,
  left_elbow: 13,
  right_elbow: 14,
  left_wrist: 15,
  right_wrist: 16,
  left_hip: 23,
  right_hip: 24,
  left_knee: 25,
  right_knee: 26,
  left_ankle: 27,
  right_ankle: 28,
};

type ReferencePoint = readonly [x: number, y: number, z: number];

/** Where the person of the shared video is, in px of the camera picture. */
export interface Reference {
  /** px, from the topmost of the 33 points to the lowest, in the frame in which the person stands tallest. */
  readonly height: number;
  /** How many camera frames it tells of. */
  readonly frames: number;
  /** Mean distance of the 12 limb joints from the reference of a camera frame, px. */
  distance(keypoints: readonly NamedPoint[], cameraFrame: number): number;
}

/** Reads the reference that lies beside the shared video. Frame i of it is camera frames 2i and 2i + 1. */
export function readReference(): Reference {
  const file = join(sharedFolder ?? '', 'data/video/squats.reference.json');
  const frames = JSON.parse(readFileSync(file, 'utf8')) as ReferencePoint[][];
  // The camera picture is cropped from y = 120 on, halved, and padded by 140 px on the left.
  const inCamera = frames.map((points) => points.map(([x, y]) => ({ x: x / 2 + 140, y: (y - 120) / 2 })));
  const heights = inCamera.map((points) => {
    const ys = points.map(({ y }) => y);
    return Math.max(...ys) - Math.min(...ys);
  });
  return {
    height: Math.max(...heights),
    frames: 2 * frames.length,
    distance(keypoints, cameraFrame) {
      const points = inCamera[Math.floor(cameraFrame / 2)];
      if (!points) throw new Error(`The video has no frame ${cameraFrame}.`);
      const distances = Object.entries(LIMBS).map(([name, index]) => {
        const found = keypoints.find((keypoint) => keypoint.name === name);
        const true_ = points[index];
        if (!found || !true_) throw new Error(`There is no ${name}.`);
        return Math.hypot(found.x - true_.x, found.y - true_.y);
      });
      return distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
    },
  };
}
