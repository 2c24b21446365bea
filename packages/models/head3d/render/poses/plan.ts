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

/** Left, right. */
export type Legs = Plan['legs'];

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

/** Between hanging (0) and straight up (180): degrees from the body's side, and how far it is turned to the front. */
export function lifted(angle: number, front: number, elbow: number, twist: number): Arm {
  const [sine, cosine] = [Math.sin(angle * RADIANS), Math.cos(angle * RADIANS)];
  const turned = front * RADIANS;
  return { towards: [sine * Math.cos(turned), -cosine, sine * Math.sin(turned)], twist, elbow };
}
/** The same arm on both sides, about. */
export const alike = (r: Random, arm: Arm): { left: Arm; right: Arm } => ({
  left: arm,
  right: {
    towards: [
      arm.towards[0] + r.normal() * 0.05,
      arm.towards[1] + r.normal() * 0.05,
      arm.towards[2] + r.normal() * 0.05,
    ],
    twist: arm.twist + r.normal() * 6,
    elbow: arm.elbow + r.normal() * 5,
  },
});
export const straddled = (r: Random, open: number): Legs => [
  leg(r.between(-5, 12), open, 8, r.between(0, 25)),
  leg(r.between(-5, 12), open + r.normal() * 3, 8, r.between(0, 25)),
];
export const crouched = (r: Random, left: Leg): Legs => [
  left,
  { ...left, flexion: left.flexion + r.normal() * 3, knee: left.knee + r.normal() * 3 },
];
type Range = readonly [least: number, most: number];

/** How somebody walks; degrees. */
export interface Gait {
  /** `share` -1 far back to 1 far forwards. */
  readonly arm: (r: Random, share: number) => Arm;
  readonly stride: Range;
  readonly abduction: Range;
  /** Of the knee all the time, and how much more of the leg that comes forwards: its foot has to pass the ground. */
  readonly knee: Range;
  readonly passing: Range;
  /** Of the whole body, forwards. */
  readonly pitch: Range;
}
/** The arm of one side swings with the leg of the other. */
export function walking({ arm, stride, abduction, knee, passing, pitch }: Gait): Kind {
  return (r) => {
    const phase = r.between(0, 2 * Math.PI);
    const step = r.between(...stride);
    const swing = Math.cos(phase);
    const legOf = (share: number, speed: number): Leg =>
      leg(step * share, r.between(...abduction), 6, r.between(...knee) + Math.max(0, speed) * r.between(...passing));
    return {
      left: arm(r, -swing),
      right: arm(r, swing),
      legs: [legOf(swing, -Math.sin(phase)), legOf(-swing, Math.sin(phase))],
      trunk: [r.normal() * 4, r.normal() * 3, swing * r.between(0, 10)],
      tilt: [r.between(...pitch), r.normal() * 2],
    };
  };
}
/** A trunk that is held upright. */
export const steady = (r: Random): [number, number, number] => [r.normal() * 5, r.normal() * 4, r.normal() * 7];
