import type { Size } from '../../../packages/sdk/src/index.ts';

/** One frame of a picture or video, drawn on the medium's canvas, where it stays until the next one is asked for. */
export interface MediaFrame {
  /** ms from the beginning. */
  readonly time: number;
  /** ms; 0 where it is not known. */
  readonly duration: number;
  /** How much of the file is behind when this frame is done, 0..1. */
  readonly fraction: number;
}

/** An opened picture or video. */
export interface Media {
  /** px, upright. */
  readonly size: Size;
  /** The canvas that frames are drawn on. May be drawn over between frames. */
  readonly context: OffscreenCanvasRenderingContext2D;
  /** Every frame once, in order. Throws a TrackError where the file is damaged. */
  frames(): AsyncGenerator<MediaFrame, void>;
  close(): void;
}
