/** What the page is asked to track. */
export interface BonesJob {
  /** Address of a video, or null for a clip of the test kit's figure. */
  readonly video: string | null;
}

/** Standard deviation ÷ mean of bone lengths over a clip, mean over bones. */
export interface BonesRow {
  readonly clip: string;
  readonly frames: number;
  readonly head: number;
  /** Of the world landmarks of the network that the head stands on. */
  readonly world: number;
  /** Of those of the larger networks. */
  readonly worldOfFull: number;
  readonly worldOfHeavy: number;
}
