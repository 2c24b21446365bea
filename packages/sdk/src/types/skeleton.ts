/** Names, bones and left/right pairs of a set of keypoints. "Left" is the subject's left. */
export interface Skeleton {
  /** A short name, for example `blazepose33`. */
  readonly name: string;
  /** Keypoint names in order, snake case, for example `left_shoulder`. */
  readonly keypoints: readonly string[];
  /** Index pairs to draw a line between. */
  readonly bones: readonly (readonly [number, number])[];
  /** Index pairs [left, right] that swap when the picture is mirrored. */
  readonly pairs: readonly (readonly [number, number])[];
}
