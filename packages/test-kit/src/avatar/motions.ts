import { MathUtils } from 'three';
import { type BodyPose, bodyPose, type LimbPose, mixPoses } from './body-pose.ts';

/** A movement: the pose at a time, ms. Pure; `height` is the figure's, metres. */
export type Motion = (timeMs: number, height: number) => BodyPose;

const TAU = Math.PI * 2;
/** Smooth 0 → 1 → 0 once a period. */
const pulse = (phase: number): number => 0.5 - 0.5 * Math.cos(TAU * phase);
const sway = (timeMs: number, periodMs: number, offset = 0): number => Math.sin(TAU * (timeMs / periodMs + offset));

const RELAXED: Partial<LimbPose> = { armRaise: 9, armSwing: 3, elbow: 14, footOut: 0.02, footTurn: 9 };

/** Standing, breathing, shifting the weight, looking about. */
export function idle(): Motion {
  return (t) => {
    const shift = sway(t, 5200);
    const breath = sway(t, 3400);
    return bodyPose(
      {
        hipsLeft: 0.022 * shift,
        hipsUp: -0.008 + 0.002 * breath,
        hipsDrop: -2.2 * shift,
        lean: 2.2 * shift,
        bend: 1 - breath,
        twist: 4 * sway(t, 7000),
        headTurn: 14 * sway(t, 6100, 0.2),
        nod: 3 * sway(t, 4700),
      },
      { ...RELAXED, shrug: 1 + breath, elbow: 15 + 2 * sway(t, 4100), armSwing: 3 + 2 * shift },
      { ...RELAXED, shrug: 1 + breath, elbow: 17 + 2 * sway(t, 4600, 0.3), armSwing: 3 - 2 * shift },
    );
  };
}

/** Waving with one hand. */
export function wave(hand: 'left' | 'right' = 'right'): Motion {
  const base = idle();
  return (t, height) => {
    const pose = base(t, height);
    const swing = sway(t, 900);
    const lean = hand === 'right' ? 3 : -3;
    const arm: LimbPose = {
      ...pose[hand],
      shrug: 8,
      armRaise: 78 + 4 * swing,
      armSwing: 14,
      armTwist: 82,
      elbow: 92 + 24 * swing,
      forearmTwist: 0,
      wrist: 0,
    };
    return { ...pose, lean: pose.lean + lean, headTilt: -lean * 1.5, headTurn: pose.headTurn * 0.3, [hand]: arm };
  };
}

/** Deep knee bends with the arms stretched forwards for balance. */
export function squat(periodMs = 2800): Motion {
  return (t, height) => {
    const down = pulse(t / periodMs);
    const limb: Partial<LimbPose> = {
      armRaise: 8 + 4 * down,
      armSwing: 4 + 112 * down,
      elbow: 14 - 6 * down,
      footOut: 0.075,
      footTurn: 18,
      kneeOut: 6 * down,
    };
    return bodyPose(
      {
        hipsUp: -0.012 * height - 0.19 * height * down,
        hipsForward: -0.085 * height * down,
        hipsTilt: 30 * down,
        bend: 6 * down,
        nod: -22 * down,
      },
      limb,
      limb,
    );
  };
}

/** From −0.5 to 0.5, leaving and meeting the ground at the speed that it goes by underneath (cubic Hermite). */
function swingForward(s: number): number {
  const [s2, s3] = [s * s, s * s * s];
  return 3 * s2 - 2 * s3 - 0.5 - (s3 - 2 * s2 + s) - (s3 - s2);
}

/**
 * Walking, or marching on the spot where `stride` is 0.
 *
 * @param options.stride length of a step, metres. A figure that is moved along `2·stride / periodMs` does not slide.
 */
export function walk({ stride = 0, periodMs = 1150 }: { stride?: number; periodMs?: number } = {}): Motion {
  return (t, height) => {
    const phase = t / periodMs;
    const leg = (offset: number): Partial<LimbPose> => {
      const cycle = MathUtils.euclideanModulo(phase + offset, 1);
      // Stance while cycle < 0.5: the foot stays on the ground and goes back at the walking speed.
      const swing = cycle < 0.5 ? 0 : (cycle - 0.5) * 2;
      const lift = Math.sin(Math.PI * swing) ** 2;
      const forward = cycle < 0.5 ? 0.5 - cycle * 2 : swingForward(swing);
      const high = (stride > 0 ? 0.055 : 0.105) * height;
      return {
        footUp: high * lift,
        footForward: stride * forward + (stride > 0 ? 0 : 0.035 * height * lift),
        footPitch: (stride > 0 ? 26 : 18) * Math.sin(Math.PI * swing) * (1 - 1.4 * swing),
        footOut: -0.01,
        footTurn: 6,
      };
    };
    // A leg that reaches half a step away stands lower.
    const reach = 0.478 * height;
    const sink = reach - Math.sqrt(reach ** 2 - (stride / 2) ** 2);
    const beat = Math.sin(TAU * (phase + 0.08));
    const arm = (s: number): Partial<LimbPose> => ({
      armRaise: 8,
      armSwing: 4 + 26 * s * beat,
      elbow: 26 + 14 * s * beat,
      shrug: 1,
    });
    return bodyPose(
      {
        hipsUp: -0.014 * height - sink + 0.008 * height * Math.cos(2 * TAU * (phase + 0.02)) * (stride > 0 ? -1 : 0.6),
        hipsLeft: 0.02 * Math.sin(TAU * phase),
        hipsTurn: stride > 0 ? -5 * Math.cos(TAU * phase) : 2 * Math.cos(TAU * phase),
        hipsDrop: -2 * Math.sin(TAU * phase),
        lean: 2 * Math.sin(TAU * phase),
        twist: 7 * beat,
        headTurn: -5 * beat,
        bend: 2,
      },
      { ...leg(0), ...arm(-1) },
      { ...leg(0.5), ...arm(1) },
    );
  };
}

/** Jumping with arms and legs spread. */
export function jumpingJack(periodMs = 1400): Motion {
  return (t, height) => {
    const open = pulse(t / periodMs);
    const flight = Math.sin(TAU * (t / periodMs)) ** 2;
    const hop = 0.045 * height * flight;
    const limb: Partial<LimbPose> = {
      shrug: 24 * open,
      armRaise: 9 + 148 * open,
      armTwist: 70 * open,
      elbow: 12 + 12 * open,
      footOut: 0.005 + 0.105 * height * open,
      footUp: hop,
      footPitch: 26 * flight,
      footTurn: 8 + 8 * open,
      kneeOut: 4 * open,
    };
    return bodyPose(
      { hipsUp: hop - 0.014 * height - 0.02 * height * open - 0.012 * height * (1 - flight), nod: -4 * open, bend: 2 },
      limb,
      limb,
    );
  };
}

/** Length of the loop of {@link performance}, ms. */
export const PERFORMANCE_MS = 27_600;
const FADE_MS = 700;

/** A movement, how long it lasts, ms, and which way the figure faces meanwhile, degrees. */
interface Act {
  readonly motion: Motion;
  readonly length: number;
  readonly facing: number;
}

/** A loop of everything: stands, waves, marches, squats, jumps, and turns a little on the way. */
export function performance(): Motion {
  const acts: readonly Act[] = [
    { motion: idle(), length: 2400, facing: 0 },
    { motion: wave('right'), length: 3600, facing: 4 },
    { motion: walk(), length: 4600, facing: 24 },
    { motion: squat(), length: 5600, facing: -22 },
    { motion: jumpingJack(), length: 5600, facing: 0 },
    { motion: wave('left'), length: 2800, facing: -8 },
    { motion: idle(), length: 3000, facing: -16 },
  ];
  const play = (act: Act, t: number, height: number): BodyPose => ({ ...act.motion(t, height), facing: act.facing });
  return (timeMs, height) => {
    let t = MathUtils.euclideanModulo(timeMs, PERFORMANCE_MS);
    let index = 0;
    let act = acts[0] as Act;
    while (t >= act.length && index < acts.length - 1) {
      t -= act.length;
      index++;
      act = acts[index] as Act;
    }
    const left = act.length - t;
    const pose = play(act, t, height);
    if (left >= FADE_MS) return pose;
    const next = acts[(index + 1) % acts.length] as Act;
    return mixPoses(pose, play(next, -left, height), MathUtils.smootherstep(FADE_MS - left, 0, FADE_MS));
  };
}
