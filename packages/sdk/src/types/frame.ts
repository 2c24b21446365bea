import type { Size } from './geometry.ts';

/** Clockwise turn, degrees, that makes the stored picture upright. */
export type Rotation = 0 | 90 | 180 | 270;

/**
 * One picture of a source. Whoever takes a Frame closes it: the pipeline closes the frames it is given,
 * a user who subscribes to a source directly calls `close()`.
 */
export interface Frame {
  /** The pixels: intrinsic size, unmirrored, as the source delivers them (not turned by `rotation`). */
  readonly image: ImageBitmap;
  /** Intrinsic size of `image`, px. */
  readonly size: Size;
  /** Time on the source's own clock, ms: a video's media time, a camera's capture time. Never decreases but on a seek. */
  readonly time: number;
  /** When the frame was taken, ms on the clock of `performance.now()`. */
  readonly captured: number;
  /** How far the picture has to be turned, clockwise, for people to stand upright. Default 0. */
  readonly rotation: Rotation;
  /** Releases the pixels. May be called twice. */
  close(): void;
}
