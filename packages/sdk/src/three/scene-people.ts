import type { Size } from '../types/geometry.ts';
import type { CameraView, Keypoint3D, PlacedBody } from '../types/keypoint-3d.ts';

/** A body of which nobody knows where it is: joints from its own hips. */
export interface RelativePerson {
  /** `Pose.id`: gives the colour, and the place in the row. */
  readonly id: number;
  /** `Pose.keypoints3D` or `Pose.worldLandmarks`, in the skeleton's order. */
  readonly keypoints: readonly Keypoint3D[];
}

/** A body where it stands in front of the camera. */
export interface PlacedPerson {
  /** `Pose.id`: gives the colour. */
  readonly id: number;
  /** What `placeInFront` answers. */
  readonly body: PlacedBody;
}

/** Bodies without a common origin: they are set side by side by id, each with its lowest joint on the ground. */
export interface RelativePeople {
  readonly origin: 'hips';
  readonly people: readonly RelativePerson[];
}

/** Bodies in one space, metres, whose origin is the camera: they are drawn where they are. */
export interface PlacedPeople {
  readonly origin: 'camera';
  readonly people: readonly PlacedPerson[];
  /** Drawn as a pyramid that opens towards the people, if given. */
  readonly camera?: { readonly view: CameraView; readonly size: Size };
}

/** Whom a pose scene shows: `origin` says what their coordinates are relative to. */
export type ScenePeople = RelativePeople | PlacedPeople;
