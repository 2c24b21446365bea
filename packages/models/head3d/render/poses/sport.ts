import type { Random } from '@integral-pose/test-kit';
import { type Arm, chance, type Kind, type Leg, leg, one, onHip } from './plan.ts';

function hanging(r: Random): Arm {
  return {
    towards: [r.between(0.05, 0.6), -1, r.between(-0.4, 0.5)],
    twist: r.between(-60, 60),
    elbow: r.between(0, 60),
  };
}
function raised(r: Random): Arm {
  return {
    towards: [r.between(-0.1, 0.9), 1, r.between(-0.3, 0.6)],
    twist: r.between(-90, 90),
    elbow: r.between(0, 100),
  };
}
function sideways(r: Random): Arm {
  return {
    towards: [1, r.between(-0.5, 0.5), r.between(-0.4, 0.6)],
    twist: r.between(-100, 100),
    elbow: r.between(0, 110),
  };
}
function forwards(r: Random): Arm {
  return {
    towards: [r.between(-0.3, 0.6), r.between(-0.7, 0.5), 1],
    twist: r.between(-80, 80),
    elbow: r.between(0, 130),
  };
}
function anywhere(r: Random): Arm {
  const [side, up, front] = [r.normal(), r.normal(), r.normal()];
  return {
    towards: [side < -0.3 ? -side : side, up, front < -0.4 ? -front : front],
    twist: r.between(-100, 100),
    elbow: chance(r, 0.3) ? r.between(0, 20) : r.between(5, 145),
  };
}
const someArm: (r: Random) => Arm = (r) =>
  one(r, hanging, hanging, raised, sideways, forwards, onHip, anywhere, anywhere)(r);

const straight = (r: Random): Leg => leg(r.between(-8, 12), r.between(-2, 18), r.between(-10, 30), r.between(0, 12));
const someTrunk = (r: Random, bend = 8): [number, number, number] => [
  r.normal() * bend,
  r.normal() * 7,
  r.normal() * 10,
];
const upright = (r: Random): [number, number] => [r.normal() * 5, r.normal() * 4];

/** Both arms by the same maker half of the time: people are often symmetric. */
function arms(r: Random, make: (r: Random) => Arm = someArm): { left: Arm; right: Arm } {
  if (!chance(r, 0.35)) return { left: make(r), right: make(r) };
  const left = make(r);
  return { left, right: { ...left, elbow: left.elbow + r.normal() * 6 } };
}

/** Hard poses, seen by training. */
export const SPORT: Readonly<Record<string, Kind>> = {
  stand: (r) => ({ ...arms(r), legs: [straight(r), straight(r)], trunk: someTrunk(r), tilt: upright(r) }),
  walk: (r) => {
    const step = r.between(10, 38);
    const swing = (sign: number): Arm => ({
      towards: [r.between(0.1, 0.35), -1, sign * r.between(0.1, 0.7)],
      twist: r.between(-20, 20),
      elbow: r.between(5, 80),
    });
    return {
      left: swing(-1),
      right: swing(1),
      legs: [leg(step, r.between(-2, 6), 5, r.between(0, 25)), leg(-0.7 * step, r.between(-2, 6), 5, r.between(5, 60))],
      trunk: someTrunk(r),
      tilt: [r.between(0, 12), r.normal() * 3],
    };
  },
  run: (r) => ({
    left: { towards: [0.25, -1, r.between(-1.2, -0.2)], twist: 0, elbow: r.between(70, 120) },
    right: { towards: [0.25, -1, r.between(0.2, 1.2)], twist: 0, elbow: r.between(70, 120) },
    legs: [
      leg(r.between(25, 85), r.between(-3, 8), 0, r.between(30, 110)),
      leg(r.between(-35, 5), 0, 0, r.between(10, 120)),
    ],
    trunk: someTrunk(r),
    tilt: [r.between(3, 28), r.normal() * 6],
  }),
  squat: (r) => {
    const depth = r.between(30, 120);
    const knee = Math.min(140, depth * r.between(0.85, 1.3));
    const open = r.between(0, 40);
    const rotation = r.between(0, 40);
    return {
      ...arms(r, (q) => one(q, forwards, someArm, hanging)(q)),
      legs: [leg(depth, open, rotation, knee), leg(depth + r.normal() * 6, open, rotation, knee + r.normal() * 6)],
      trunk: someTrunk(r, 14),
      tilt: [r.between(0, 40), r.normal() * 4],
    };
  },
  sit: (r) => {
    const legOf = (): Leg => leg(r.between(65, 110), r.between(-5, 35), r.between(-10, 30), r.between(20, 125));
    return {
      ...arms(r),
      legs: [legOf(), legOf()],
      trunk: someTrunk(r, 14),
      tilt: [r.between(-25, 15), r.normal() * 5],
    };
  },
  lunge: (r) => ({
    ...arms(r),
    legs: [
      leg(r.between(40, 110), r.between(-5, 20), 10, r.between(40, 115)),
      leg(r.between(-40, 5), r.between(0, 20), 5, r.between(0, 90)),
    ],
    trunk: someTrunk(r, 12),
    tilt: [r.between(-5, 25), r.normal() * 8],
  }),
  kick: (r) => ({
    ...arms(r, (q) => one(q, sideways, forwards, anywhere)(q)),
    legs: [
      leg(r.between(20, 130), r.between(-15, 60), r.between(-20, 30), r.between(0, 80)),
      leg(r.between(-25, 25), r.between(-5, 20), 10, r.between(0, 45)),
    ],
    trunk: someTrunk(r, 12),
    tilt: [r.between(-35, 15), r.normal() * 14],
  }),
  jump: (r) => {
    const legOf = (): Leg => leg(r.between(-20, 70), r.between(-5, 50), r.between(-10, 30), r.between(0, 120));
    return {
      ...arms(r, (q) => one(q, raised, sideways, anywhere)(q)),
      legs: [legOf(), legOf()],
      trunk: someTrunk(r, 14),
      tilt: [r.normal() * 18, r.normal() * 12],
    };
  },
  bend: (r) => ({
    ...arms(r, (q) => one(q, forwards, hanging, anywhere)(q)),
    legs: [
      leg(r.between(20, 95), r.between(0, 25), 10, r.between(0, 50)),
      leg(r.between(20, 95), r.between(0, 25), 10, r.between(0, 50)),
    ],
    trunk: [r.between(10, 60), r.normal() * 10, r.normal() * 14],
    tilt: [r.between(25, 85), r.normal() * 8],
  }),
  throw: (r) => ({
    left: anywhere(r),
    right: one(r, raised, sideways)(r),
    legs: [
      leg(r.between(-30, 60), r.between(0, 40), 10, r.between(0, 80)),
      leg(r.between(-30, 30), r.between(0, 30), 10, r.between(0, 60)),
    ],
    trunk: [r.normal() * 14, r.normal() * 16, r.normal() * 22],
    tilt: [r.between(-20, 35), r.normal() * 14],
  }),
  any: (r) => {
    const legOf = (): Leg => leg(r.between(-40, 125), r.between(-15, 60), r.between(-20, 40), r.between(0, 135));
    return {
      ...arms(r, anywhere),
      legs: [legOf(), legOf()],
      trunk: someTrunk(r, 18),
      tilt: [r.normal() * 22, r.normal() * 18],
    };
  },
  fall: (r) => {
    const legOf = (): Leg => leg(r.between(-25, 110), r.between(-5, 45), r.between(-10, 30), r.between(0, 120));
    return {
      ...arms(r),
      legs: [legOf(), legOf()],
      trunk: someTrunk(r, 14),
      tilt: [r.between(-110, 110), r.between(-60, 60)],
    };
  },
};

/** What training never sees of them. */
export const HELD_BACK_SPORT: Readonly<Record<string, Kind>> = {
  kneel: (r) => ({
    ...arms(r, (q) => one(q, forwards, raised, onHip)(q)),
    legs: [
      leg(r.between(60, 100), r.between(0, 20), 5, r.between(80, 115)),
      leg(r.between(-15, 20), r.between(0, 15), 5, r.between(75, 120)),
    ],
    trunk: someTrunk(r, 10),
    tilt: [r.between(-8, 20), r.normal() * 5],
  }),
  split: (r) => ({
    ...arms(r, (q) => one(q, sideways, raised)(q)),
    legs: [
      leg(r.between(-10, 20), r.between(40, 75), r.between(0, 40), r.between(0, 20)),
      leg(r.between(-10, 20), r.between(40, 75), r.between(0, 40), r.between(0, 70)),
    ],
    trunk: someTrunk(r, 8),
    tilt: upright(r),
  }),
};
