import type { Random } from '@integral-pose/test-kit';
import {
  type Arm,
  alike,
  crouched,
  type Kind,
  type Leg,
  type Legs,
  leg,
  lifted,
  one,
  onHip,
  steady,
  straddled,
  walking,
} from './plan.ts';

export const resting = (r: Random): Arm =>
  lifted(
    r.between(3, 22),
    r.between(-30, 60),
    r.next() < 0.6 ? r.between(0, 25) : r.between(20, 70),
    r.between(-40, 40),
  );
/** The forearm before the chest or belly. */
const talking = (r: Random): Arm =>
  lifted(r.between(5, 40), r.between(-20, 80), r.between(60, 140), r.between(-40, 50));
/** The forearm up, beside the head. */
const waving = (r: Random): Arm =>
  lifted(r.between(40, 115), r.between(-10, 40), r.between(40, 145), r.between(-115, -60));
/** Straight towards something. */
const reaching = (r: Random): Arm =>
  lifted(r.between(35, 165), r.between(0, 100), r.between(0, 35), r.between(-50, 50));
const planted = (r: Random): Leg => leg(r.between(-5, 8), r.between(-2, 14), r.between(-5, 25), r.between(0, 8));

/** What is done standing, on legs of any kind. */
type Standing = (legs: (r: Random) => Legs) => Kind;
const idle: Standing = (legs) => (r) => ({
  left: resting(r),
  right: resting(r),
  legs: legs(r),
  trunk: steady(r),
  tilt: [r.normal() * 3, r.normal() * 2],
});
const talk: Standing = (legs) => (r) => ({
  left: one(r, talking, talking, resting)(r),
  right: one(r, talking, waving, reaching)(r),
  legs: legs(r),
  trunk: steady(r),
  tilt: [r.normal() * 3, r.normal() * 2],
});
const wave: Standing = (legs) => (r) => ({
  left: one(r, resting, resting, talking, onHip)(r),
  right: waving(r),
  legs: legs(r),
  trunk: steady(r),
  tilt: [r.normal() * 3, r.normal() * 3],
});
const lift: Standing = (legs) => (r) => ({
  ...alike(r, lifted(r.between(20, 175), r.between(20, 100), r.between(0, 60), r.between(-50, 50))),
  legs: legs(r),
  trunk: steady(r),
  tilt: [r.normal() * 4, r.normal() * 2],
});
export const straight = (r: Random): Legs => [planted(r), planted(r)];

/** What people mostly do before a camera, seen by training. */
export const DAILY: Readonly<Record<string, Kind>> = {
  idle: idle(straight),
  talk: talk(straight),
  wave: wave(straight),
  stroll: walking({
    arm: (r, share) =>
      lifted(
        Math.abs(share) * r.between(12, 45) + 6,
        share > 0 ? r.between(60, 95) : r.between(-95, -60),
        r.between(5, 60),
        0,
      ),
    stride: [12, 32],
    abduction: [-1, 5],
    knee: [2, 14],
    passing: [30, 65],
    pitch: [-1, 8],
  }),
  squats: (r) => {
    const depth = r.between(5, 115);
    const knee = Math.min(140, depth * r.between(0.95, 1.3));
    const [open, rotation] = [r.between(4, 28), r.between(5, 35)];
    return {
      ...alike(
        r,
        one(
          r,
          (q) => lifted(r.between(50, 105), q.between(70, 100), q.between(0, 30), q.between(-30, 30)),
          talking,
          resting,
        )(r),
      ),
      legs: crouched(r, leg(depth, open, rotation, knee)),
      trunk: [r.between(0, 18), r.normal() * 3, r.normal() * 4],
      // The hips go back while the knees come forwards: somebody who squats leans to stay above the feet.
      tilt: [depth * r.between(0.15, 0.42), r.normal() * 2],
    };
  },
  jack: (r) => {
    const open = r.between(0, 35);
    return {
      ...alike(r, lifted(r.between(15, 178), r.between(-10, 35), r.between(0, 45), r.between(-60, 30))),
      legs: straddled(r, open),
      trunk: steady(r),
      tilt: [r.normal() * 4, r.normal() * 3],
    };
  },
  lift: lift(straight),
  chair: (r) => {
    const legOf = (): Leg => leg(r.between(75, 100), r.between(-3, 22), r.between(-5, 20), r.between(60, 110));
    return {
      left: one(r, resting, talking, reaching)(r),
      right: one(r, resting, talking, waving)(r),
      legs: [legOf(), legOf()],
      trunk: [r.between(-5, 18), r.normal() * 5, r.normal() * 6],
      tilt: [r.between(-18, 12), r.normal() * 3],
    };
  },
  step: (r) => ({
    left: one(r, resting, onHip, talking)(r),
    right: one(r, resting, onHip, reaching)(r),
    legs: [
      leg(r.between(20, 85), r.between(0, 12), 8, r.between(20, 95)),
      leg(r.between(-25, 10), r.between(0, 10), 5, r.between(0, 60)),
    ],
    trunk: steady(r),
    tilt: [r.between(-3, 14), r.normal() * 3],
  }),
};

/** The knee before the line from hip to ankle, which stay about above each other. */
const bent = (r: Random, knee: number): Leg =>
  leg(knee * r.between(0.3, 0.65), r.between(-2, 16), r.between(-5, 25), knee);
const soft = (r: Random): Legs => {
  const knee = r.between(5, 45);
  return [bent(r, knee), bent(r, Math.max(0, knee + r.normal() * 5))];
};
/** The weight on one leg. */
const onOneLeg = (r: Random): Legs => [planted(r), bent(r, r.between(10, 50))];
export const easy = (r: Random): Legs => one(r, soft, soft, onOneLeg)(r);

/** The same, standing with knees that are not straight: from the front that looks like short legs, or like a camera above. */
export const EASY: Readonly<Record<string, Kind>> = {
  idle: idle(easy),
  talk: talk(easy),
  wave: wave(easy),
  lift: lift(easy),
  ready: (r) => {
    const knee = r.between(20, 65);
    return {
      ...alike(r, one(r, talking, reaching, resting)(r)),
      legs: [bent(r, knee), bent(r, knee + r.normal() * 5)],
      trunk: [r.between(0, 20), r.normal() * 3, r.normal() * 6],
      tilt: [knee * r.between(0, 0.45), r.normal() * 2],
    };
  },
};

/** What training never sees of them. */
export const HELD_BACK_DAILY: Readonly<Record<string, Kind>> = {
  telephone: (r) => ({
    left: one(r, resting, onHip, talking)(r),
    right: lifted(r.between(25, 60), r.between(0, 50), r.between(125, 148), r.between(-110, -50)),
    legs: [planted(r), leg(r.between(0, 25), r.between(0, 10), 15, r.between(5, 45))],
    trunk: steady(r),
    tilt: [r.normal() * 3, r.normal() * 3],
  }),
  pick: (r) => ({
    left: one(r, resting, reaching)(r),
    right: lifted(r.between(30, 90), r.between(60, 100), r.between(0, 30), r.between(-30, 30)),
    legs: [
      leg(r.between(30, 80), r.between(0, 15), 8, r.between(20, 85)),
      leg(r.between(20, 70), r.between(0, 15), 8, r.between(20, 85)),
    ],
    trunk: [r.between(10, 35), r.normal() * 6, r.normal() * 10],
    tilt: [r.between(15, 50), r.normal() * 4],
  }),
};
