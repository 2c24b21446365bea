import {
  type BodyPose,
  bodyPose,
  idle,
  jumpingJack,
  type LimbPose,
  type Motion,
  squat,
  walk,
  wave,
} from '@integral-pose/test-kit/avatar';
import type { Random } from './random.ts';

type Legs = Pick<LimbPose, 'footOut' | 'footUp' | 'footForward' | 'footPitch' | 'footTurn' | 'kneeOut'>;
type Trunk = Partial<Omit<BodyPose, 'left' | 'right'>>;

/** A moment of one of the test kit's motions. */
export function motionPose(random: Random, height: number): BodyPose {
  const motions: Motion[] = [
    idle(),
    wave('left'),
    wave('right'),
    squat(),
    walk({ stride: 0.6 }),
    walk(),
    jumpingJack(),
  ];
  const motion = motions[Math.floor(random.next() * motions.length)] as Motion;
  return motion(random.between(0, 30_000), height);
}

/** A pose whose angles are drawn within what joints allow. Limbs may touch, as the angles know nothing of each other. */
export function freePose(random: Random, height: number): BodyPose {
  const [hips, left, right] = stance(random, height);
  const trunk: Trunk = {
    bend: random.between(-8, 22) + (random.next() < 0.15 ? random.between(10, 40) : 0),
    lean: 9 * random.normal(),
    twist: 16 * clip(random.normal()),
    nod: random.between(-22, 26),
    headTilt: 8 * clip(random.normal()),
    headTurn: 28 * clip(random.normal()),
    ...hips,
  };
  return bodyPose(trunk, { ...left, ...arm(random) }, { ...right, ...arm(random) });
}

const clip = (value: number): number => Math.max(-2, Math.min(2, value));

function arm(random: Random): Partial<LimbPose> {
  const kind = random.next();
  const hand = { forearmTwist: random.between(-20, 60), wrist: random.between(-20, 35) };
  const elbow = random.next() < 0.35 ? random.between(0, 25) : random.between(10, 140);
  if (kind < 0.25)
    return { ...hand, armRaise: random.between(6, 30), armSwing: random.between(-20, 25), elbow: elbow * 0.6 };
  if (kind < 0.5) {
    const armSwing = random.between(25, 115);
    return { ...hand, armRaise: random.between(0, 35), armSwing, armTwist: random.between(-45, 70), elbow };
  }
  if (kind < 0.72) {
    const armRaise = random.between(80, 165);
    return {
      ...hand,
      shrug: armRaise / 8,
      armRaise,
      armSwing: random.between(-10, 30),
      armTwist: random.between(0, 85),
      elbow,
    };
  }
  const armRaise = random.between(10, 110);
  return { ...hand, armRaise, armSwing: random.between(-35, 90), armTwist: random.between(-40, 85), elbow };
}

/** Trunk and both legs. Lengths are fractions of the height until the last line. */
function stance(random: Random, height: number): [Trunk, Partial<Legs>, Partial<Legs>] {
  const kind = random.next();
  const leg = (out: number, up: number, forward: number, pitch = 0): Partial<Legs> => ({
    footOut: out * height,
    footUp: up * height,
    footForward: forward * height,
    footPitch: pitch,
    footTurn: random.between(-5, 25),
    kneeOut: random.between(-4, 12),
  });
  const { between } = random;
  if (kind < 0.35) {
    const sink = between(0, 0.03);
    const reach = between(0, 0.13);
    return [
      { hipsUp: -(sink + reach * reach) * height, hipsTurn: between(-12, 12) },
      leg(between(-0.02, 0.1), 0, reach),
      leg(between(-0.02, 0.1), 0, -reach, between(0, 20)),
    ];
  }
  if (kind < 0.5) {
    // A stride or a lunge.
    const reach = between(0.12, 0.26);
    return [
      { hipsUp: -between(0.05, 0.17) * height, hipsTilt: between(-5, 15) },
      leg(between(-0.01, 0.06), 0, random.next() < 0.5 ? reach : -reach, between(-10, 20)),
      leg(between(-0.01, 0.06), 0, random.next() < 0.5 ? reach * 0.6 : -reach * 0.8, between(0, 40)),
    ];
  }
  if (kind < 0.68) {
    // One leg in the air, to the front, the side or the back.
    const lifted = leg(between(0, 0.22), between(0.06, 0.36), between(-0.22, 0.28), between(-10, 40));
    const standing = leg(between(-0.03, 0.02), 0, 0);
    const legs: [Partial<Legs>, Partial<Legs>] = random.next() < 0.5 ? [lifted, standing] : [standing, lifted];
    return [{ hipsUp: -between(0.005, 0.05) * height, lean: between(-15, 15) }, ...legs];
  }
  if (kind < 0.84) {
    // Sitting on something that is not there.
    const seat = between(0.16, 0.27);
    const knee = between(0.16, 0.36);
    const apart = between(-0.02, 0.09);
    return [
      { hipsUp: -seat * height, hipsTilt: between(-12, 12) },
      leg(apart + between(-0.02, 0.04), between(0, 0.03), knee + between(-0.06, 0.06)),
      leg(apart + between(-0.02, 0.04), between(0, 0.03), knee + between(-0.06, 0.06)),
    ];
  }
  if (kind < 0.94) {
    const down = between(0.08, 0.3);
    const wide = between(0.01, 0.14);
    return [
      {
        hipsUp: -down * height,
        hipsForward: -0.3 * down * height,
        hipsTilt: between(0, 140) * down,
        nod: -between(0, 80) * down,
      },
      leg(wide, 0, between(-0.03, 0.03), between(0, 10)),
      leg(wide, 0, between(-0.03, 0.03), between(0, 10)),
    ];
  }
  // In the air.
  const wide = between(0, 0.2);
  return [
    { hipsUp: between(0.05, 0.15) * height },
    leg(wide, between(0.1, 0.3), between(-0.15, 0.15), between(0, 45)),
    leg(wide, between(0.1, 0.3), between(-0.15, 0.15), between(0, 45)),
  ];
}
