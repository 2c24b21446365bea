import type { Track } from './measure.ts';

/** What the page is asked to track. */
export interface SmoothingJob {
  readonly model: 'lite' | 'full' | 'heavy';
  /** Address of a video of one person; the clips that need it are left out without. */
  readonly video: string | undefined;
}

/** The people of one clip, as measured, unsmoothed. */
export interface MeasuredClip {
  readonly clip: string;
  /** Somebody at rest shows the jitter, somebody who moves the lag. */
  readonly still: boolean;
  readonly tracks: readonly Track[];
}
