/** What is being done, for a progress bar. */
export interface Progress {
  readonly phase: 'download' | 'warmup';
  /** 0..1 over the whole of `createPoseTracker`. Never falls. */
  readonly fraction: number;
  /** Bytes received so far and in all, summed over files; 0 when only warming up. */
  readonly loaded: number;
  readonly total: number;
  /** A word for people, for example `blazepose-lite`. */
  readonly label: string;
}
