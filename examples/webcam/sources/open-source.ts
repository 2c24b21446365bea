import type { Frame, Point } from '@integral-pose/sdk';
import type { Observable } from 'rxjs';

/** The kinds of source that the page offers. */
export type SourceKind = 'camera' | 'file' | 'synthetic';

/** Where the joints of the people in a picture really are, by name, px of the picture. */
export type TrueJoints = ReadonlyMap<string, Point>;

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
  /** Stops and releases it. */
  close(): void;
}
