/**
 * A frame's number, drawn into the black bars left and right of the shared camera video: on the left one square a bit,
 * white for 1, the highest on top; on the right the same bits inverted, so that a torn or blurred frame is noticed.
 * Everything here is plain data, because it is read in pages that import nothing.
 */
export interface FrameCodeLayout {
  readonly bits: number;
  /** Side of a square, px. */
  readonly square: number;
  /** Left edges of the two columns, px. */
  readonly left: number;
  readonly right: number;
  /** Top of the first square, and from one square to the next, px. */
  readonly top: number;
  readonly step: number;
}

/** For a picture of 640 × 480 with bars of 140 px. */
export const FRAME_CODE: FrameCodeLayout = { bits: 8, square: 40, left: 20, right: 580, top: 20, step: 56 };
