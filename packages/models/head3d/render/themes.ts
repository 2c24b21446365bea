import type { Split, Theme } from './job.ts';
import { DAILY, EASY, HELD_BACK_DAILY } from './poses/daily.ts';
import { EXERCISE } from './poses/exercise.ts';
import type { Kind } from './poses/plan.ts';
import { HELD_BACK_SPORT, SPORT } from './poses/sport.ts';

/** How pictures of a theme come about. Chances are 0..1. */
export interface ThemeFacts {
  /** The number that picture 0 begins with. */
  readonly seed: Readonly<Record<Split, number>>;
  /** Poses of both splits, and poses that are kept from training. */
  readonly kinds: Readonly<Record<string, Kind>>;
  readonly heldBackKinds: Readonly<Record<string, Kind>>;
  /** Whether bodies, surfaces and rooms are drawn in many ways, instead of as alike to life as they can be here. */
  readonly anyStyle: boolean;
  /** That somebody else is there. */
  readonly company: number;
  /** That things are in the way. */
  readonly clutter: number;
  /** That the camera is about as high as the body. */
  readonly level: number;
  /** That the camera sees a part of the body only. */
  readonly close: number;
  /** That the crop is turned as the body is. */
  readonly upright: number;
  /** How long a doll's arms are, of a person's: the least and the most. */
  readonly arms: readonly [number, number];
}

const usual = { company: 0.12, clutter: 0.15, level: 0.6, close: 0.06, upright: 0.95, arms: [0.85, 1.15] } as const;

export const THEMES: Readonly<Record<Theme, ThemeFacts>> = {
  daily: {
    ...usual,
    seed: { train: 2 << 28, 'held-back': 3 << 28 },
    kinds: DAILY,
    heldBackKinds: HELD_BACK_DAILY,
    anyStyle: false,
  },
  sport: {
    ...usual,
    seed: { train: 0, 'held-back': 1 << 28 },
    kinds: SPORT,
    heldBackKinds: HELD_BACK_SPORT,
    anyStyle: false,
    company: 0.18,
    clutter: 0.3,
    // Somebody before a camera is seen from above and below more often than somebody at sport.
    level: 0.7,
    close: 0.12,
    upright: 0.85,
  },
  drawn: {
    ...usual,
    seed: { train: 4 << 28, 'held-back': 5 << 28 },
    kinds: { ...DAILY, ...SPORT },
    heldBackKinds: { ...HELD_BACK_DAILY, ...HELD_BACK_SPORT },
    anyStyle: true,
  },
  easy: {
    ...usual,
    seed: { train: 6 << 28, 'held-back': 7 << 28 },
    kinds: EASY,
    heldBackKinds: {},
    anyStyle: true,
  },
  exercise: {
    ...usual,
    seed: { train: 8 << 28, 'held-back': 9 << 28 },
    kinds: EXERCISE,
    heldBackKinds: {},
    anyStyle: true,
    arms: [0.85, 1.3],
  },
};
