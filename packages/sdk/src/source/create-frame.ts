import type { Frame, Rotation } from '../types/frame.ts';

/** What is known of a picture beside its pixels. */
export interface FrameFacts {
  /** Time on the source's own clock, ms. Default 0. */
  readonly time?: number;
  /** When the picture was taken, ms on the clock of `performance.now()`. Default now. */
  readonly captured?: number;
  /** How far the picture has to be turned, clockwise, for people to stand upright. Default 0. */
  readonly rotation?: Rotation;
  /** Called once, when the frame is closed. */
  readonly onClose?: () => void;
}

/**
 * Makes a Frame of a bitmap: what a source of your own is built with. The frame owns the bitmap from here on: closing
 * the frame, once or more often, closes the bitmap once.
 */
export function createFrame(image: ImageBitmap, facts: FrameFacts = {}): Frame {
  let open = true;
  return {
    image,
    // Written down now: a closed bitmap has no size.
    size: { width: image.width, height: image.height },
    time: facts.time ?? 0,
    captured: facts.captured ?? performance.now(),
    rotation: facts.rotation ?? 0,
    close() {
      if (!open) return;
      open = false;
      image.close();
      facts.onClose?.();
    },
  };
}
