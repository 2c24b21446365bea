import type { Random } from '@integral-pose/test-kit';

/** Degrees. Of one arm, before it is moved by the trunk. */
export interface Arm {
  /** Where the upper arm leads: sideways (away from the body), up, forwards. */
  readonly towards: readonly [number, number, number];
  /** About the upper arm's own length. */
  readonly twist: number;
  readonly elbow: number;
}

/** Degrees. */
export interface Leg {
  /** Forwards and up at the hip. */
  readonly flexion: number;
  /** Away from the other leg. */
  readonly abduction: number;
  /** Outwards, about the thigh's length. */
  readonly rotation: number;
  readonly knee: number;
}

/** All of a pose but the head and the hands. */
export interface Plan {
  readonly left: Arm;
  readonly right: Arm;
  readonly legs: readonly [left: Leg, right: Leg];
  /** Bend forwards, lean sideways, twist: degrees over the whole trunk. */
  readonly trunk: readonly [number, number, number];
  /** Whole body: pitch forwards, roll, degrees. Heading is left to the camera. */
  readonly tilt: readonly [number, number];
}

/** Makes poses of one kind. */
export type Kind = (random: Random) => Plan;

export const RADIANS = Math.PI / 180;
export const chance = (random: Random, probability: number): boolean => random.next() < probability;
export const one = <T>(random: Random, ...choices: readonly [T, ...T[]]): T =>
  choices[Math.floor(random.next() * choices.length)] ?? choices[0];
export const leg = (flexion: number, abduction: number, rotation: number, knee: number): Leg => ({
  flexion,
  abduction,
  rotation,
  knee,
});
export function onHip(r: Random): Arm {
  return {
    towards: [r.between(0.5, 0.9), -1, r.between(-0.4, 0)],
    twist: r.between(40, 90),
    elbow: r.between(70, 110),
  };
}
