import { createAvatar, createStage, type Place, type Stage, walk } from '@integral-pose/test-kit/avatar';

/** How long the clip is, ms. */
export const CROSSING_MS = 3_400;

const STRIDE = 0.55;

/** Who crosses, and how. */
export interface Crossing {
  /** Which two figures. */
  readonly seeds: readonly [number, number];
  /** Time of two steps of each, ms: how fast they walk. */
  readonly periods: readonly [number, number];
  /** Whether the first, who goes to the right, passes in front. */
  readonly firstInFront: boolean;
}

/** Walks along x through the middle at half of the clip. @param direction 1 to the right of the picture, −1 to the left */
function across(direction: 1 | -1, period: number, z: number): (time: number) => Place {
  // The feet do not slide.
  const speed = (direction * 2 * STRIDE) / period;
  return (time) => ({ x: speed * (time - CROSSING_MS / 2), z, facing: direction * 90 });
}

/** Two synthetic people who walk past each other, 0.9 m apart: for a moment the nearer one hides the other. */
export function crossingStage({ seeds, periods, firstInFront }: Crossing): Stage {
  const size = { width: 640, height: 480 };
  const z = firstInFront ? 0.45 : -0.45;
  const performer = (index: 0 | 1) => ({
    avatar: createAvatar({ seed: seeds[index] }),
    motion: walk({ stride: STRIDE, periodMs: periods[index] }),
    place: across(index === 0 ? 1 : -1, periods[index], index === 0 ? z : -z),
  });
  return createStage({
    canvas: new OffscreenCanvas(size.width, size.height),
    ...size,
    camera: { position: [0, 1.25, 6.2], fieldOfView: 30 },
    people: [performer(0), performer(1)],
  });
}
