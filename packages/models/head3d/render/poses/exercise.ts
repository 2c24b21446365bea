import type { Random } from '@integral-pose/test-kit';
import { easy, resting, straight } from './daily.ts';
import {
  type Arm,
  alike,
  crouched,
  type Kind,
  type Legs,
  leg,
  lifted,
  one,
  steady,
  straddled,
  walking,
} from './plan.ts';

/** In the plane of the chest. */
const sideways = (r: Random): Arm =>
  lifted(r.between(8, 178), r.between(-14, 14), r.between(0, 18), r.between(-60, 40));
const forwards = (r: Random): Arm =>
  lifted(r.between(35, 130), r.between(74, 106), r.between(0, 18), r.between(-40, 40));
/** Anywhere. */
const pointing = (r: Random): Arm =>
  lifted(r.between(25, 165), r.between(-20, 110), r.between(0, 15), r.between(-50, 50));
/** `share` -1 far back to 1 far forwards. */
const swung = (r: Random, share: number): Arm =>
  lifted(
    Math.abs(share) * r.between(14, 48) + 3,
    share > 0 ? r.between(76, 104) : r.between(-104, -76),
    r.between(0, 35),
    r.between(-20, 20),
  );
const standing = (r: Random): Legs => one(r, straight, easy)(r);

/**
 * Exercises with straight arms. How long a straight arm looks says how far it leads towards the camera or away from it: which
 * way, the rest of the body says.
 */
export const EXERCISE: Readonly<Record<string, Kind>> = {
  jack: (r) => ({
    ...alike(r, sideways(r)),
    legs: straddled(r, r.between(0, 38)),
    trunk: steady(r),
    tilt: [r.normal() * 4, r.normal() * 3],
  }),
  sides: (r) => ({
    left: sideways(r),
    right: sideways(r),
    legs: standing(r),
    trunk: steady(r),
    tilt: [r.normal() * 4, r.normal() * 3],
  }),
  raise: (r) => ({
    ...alike(r, forwards(r)),
    legs: standing(r),
    trunk: steady(r),
    tilt: [r.normal() * 4, r.normal() * 2],
  }),
  squat: (r) => {
    const depth = r.between(5, 110);
    const knee = Math.min(140, depth * r.between(0.95, 1.3));
    const legs = crouched(r, leg(depth, r.between(2, 28), r.between(3, 35), knee));
    return {
      ...alike(r, forwards(r)),
      legs,
      trunk: [r.between(0, 18), r.normal() * 3, r.normal() * 4],
      tilt: [depth * r.between(0.1, 0.42), r.normal() * 2],
    };
  },
  march: walking({
    arm: swung,
    stride: [10, 40],
    abduction: [-1, 6],
    knee: [2, 20],
    passing: [20, 75],
    pitch: [-2, 8],
  }),
  point: (r) => ({
    left: one(r, resting, pointing)(r),
    right: pointing(r),
    legs: standing(r),
    trunk: steady(r),
    tilt: [r.normal() * 3, r.normal() * 3],
  }),
};
