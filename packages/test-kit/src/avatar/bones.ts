/** The bones of the figure, parents before children. "Left" is the subject's left. */
export const BONES = [
  'hips',
  'spine',
  'chest',
  'neck',
  'head',
  'left_shoulder_girdle',
  'left_upper_arm',
  'left_forearm',
  'left_hand',
  'right_shoulder_girdle',
  'right_upper_arm',
  'right_forearm',
  'right_hand',
  'left_thigh',
  'left_shin',
  'left_foot',
  'right_thigh',
  'right_shin',
  'right_foot',
] as const;

/** Name of a bone. */
export type BoneName = (typeof BONES)[number];

/** The bone that each bone hangs from; `hips` is the root. */
export const PARENTS: Readonly<Record<BoneName, BoneName | undefined>> = {
  hips: undefined,
  spine: 'hips',
  chest: 'spine',
  neck: 'chest',
  head: 'neck',
  left_shoulder_girdle: 'chest',
  left_upper_arm: 'left_shoulder_girdle',
  left_forearm: 'left_upper_arm',
  left_hand: 'left_forearm',
  right_shoulder_girdle: 'chest',
  right_upper_arm: 'right_shoulder_girdle',
  right_forearm: 'right_upper_arm',
  right_hand: 'right_forearm',
  left_thigh: 'hips',
  left_shin: 'left_thigh',
  left_foot: 'left_shin',
  right_thigh: 'hips',
  right_shin: 'right_thigh',
  right_foot: 'right_shin',
};

/** A side of the body, the subject's own. */
export type Side = 'left' | 'right';

/** Both sides, in the order of the keypoints. */
export const SIDES: readonly Side[] = ['left', 'right'];
