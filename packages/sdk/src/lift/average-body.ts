/** A bone of which we know how long it is in people on average. */
export interface KnownBone {
  readonly from: string;
  readonly to: string;
  /** Length ÷ standing height, between the centres of the joints. */
  readonly share: number;
}

const SIDES = ['left', 'right'] as const;
const onBothSides = (from: string, to: string, share: number): KnownBone[] =>
  SIDES.map((side) => ({ from: `${side}_${from}`, to: `${side}_${to}`, share }));

/**
 * The bones that stretch least from one body to the next, as shares of the standing height. Means over the grown bodies
 * that the 3D head was trained with, for the joints that COCO and BlazePose name.
 */
export const AVERAGE_BODY: readonly KnownBone[] = [
  { from: 'left_shoulder', to: 'right_shoulder', share: 0.204 },
  ...onBothSides('shoulder', 'hip', 0.278),
  ...onBothSides('shoulder', 'elbow', 0.145),
  ...onBothSides('elbow', 'wrist', 0.143),
  ...onBothSides('hip', 'knee', 0.237),
  ...onBothSides('knee', 'ankle', 0.246),
];

/**
 * Metres: what a person is taken to measure when nothing is known. The world's men are 1.71 m tall on average and its women
 * 1.59 m (NCD Risk Factor Collaboration 2016).
 */
export const AVERAGE_HEIGHT = 1.65;
