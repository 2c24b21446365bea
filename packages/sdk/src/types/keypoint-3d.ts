import type { Point3D } from './geometry.ts';

/**
 * A joint in space, in metres. The origin is the middle of the hips; x leads to the right as seen in the unmirrored
 * picture, y up, z towards the camera. Sizes are those of a person of average build, unless a height was given: one
 * picture does not tell how tall somebody is.
 */
export interface Keypoint3D extends Point3D {
  /** 0..1: that of the joint in the picture. */
  readonly score: number;
  /** Standard deviation of the error of z, metres; `NaN` where the network says nothing about it. */
  readonly zSpread: number;
  /** The skeleton's name of the joint, for example `left_shoulder`. */
  readonly name: string;
}

/**
 * A body in front of the camera, in metres. The origin is the camera's centre of projection; x leads to the right, y up,
 * z towards the camera: what is seen has a negative z. Made by `placeInFront`, which needs to know the camera.
 */
export interface PlacedBody {
  readonly origin: 'camera';
  /** The middle of the hips. */
  readonly hips: Point3D;
  /** As in `Pose.keypoints3D`, moved by `hips`. */
  readonly keypoints: readonly Keypoint3D[];
}

/** What is known of a camera without distortion. */
export type CameraView =
  /** Angle between the picture's left and right edge, degrees, 1..170; the axis goes through the middle. */
  | { readonly fieldOfView: number }
  /** Focal length and principal point, image px. */
  | { readonly focalLength: number; readonly centre: { readonly x: number; readonly y: number } };
