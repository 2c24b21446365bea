import type { CameraView, Frame, Point, Point3D } from '@integral-pose/sdk';
import type { Observable } from 'rxjs';

/** The kinds of source that the page offers. */
export type SourceKind = 'camera' | 'file' | 'synthetic';

/** Where the joints of the people in a picture really are, by name, px of the picture. */
export type TrueJoints = ReadonlyMap<string, Point>;

/** Where a person really is in space: x right, y up, z towards the camera, metres. */
export interface TrueBody {
  /** From the hips, by name. */
  readonly joints: ReadonlyMap<string, Point3D>;
  /** The middle of the hips, from the camera. */
  readonly hips: Point3D;
}

/** A source that runs and is shown. */
export interface OpenSource {
  readonly kind: SourceKind;
  /** For people: the camera's or file's name. */
  readonly name: string;
  /** Shows the picture. */
  readonly element: HTMLVideoElement | HTMLCanvasElement | HTMLImageElement;
  /** Is a mirrored view what people expect? */
  readonly mirrored: boolean;
  /** Its pictures; may be subscribed to again and again. */
  frames(): Observable<Frame>;
  /** Absent where there is nothing to pause. */
  setPaused?(paused: boolean): void;
  /** Set where there is a position to seek. */
  readonly player?: HTMLVideoElement;
  /** Id of the camera. */
  readonly deviceId?: string;
  /** Who is in the picture of a frame's time, where that is known. Joints that are hidden are left out. */
  truth?(time: number): readonly TrueJoints[];
  /** The same people in space, in the same order. */
  bodies?(time: number): readonly TrueBody[];
  /** The camera that the picture is taken with, where it is known. */
  readonly camera?: CameraView;
  /** Stops and releases it. */
  close(): void;
}
