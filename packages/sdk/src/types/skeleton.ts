/**
 * Names, bones and left/right pairs of a set of keypoints. "Left" is the subject's left. `Name` is the union of the
 * names where they are known when compiling, so that a misspelt one is found there; `string` otherwise.
 */
export interface Skeleton<Name extends string = string> {
  /** A short name, for example `blazepose33`. */
  readonly name: string;
  /** Keypoint names in order, snake case, for example `left_shoulder`. */
  readonly keypoints: readonly Name[];
  /** Index pairs to draw a line between. */
  readonly bones: readonly (readonly [number, number])[];
  /** Index pairs [left, right] that swap when the picture is mirrored. */
  readonly pairs: readonly (readonly [number, number])[];
}
