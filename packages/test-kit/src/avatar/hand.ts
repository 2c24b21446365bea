import { Vector3 } from 'three';
import { type BodyPlan, REST_ARM_ANGLE } from './body-plan.ts';
import type { Side } from './bones.ts';
import { blend, type Field, softMin, taperedCapsule } from './signed-distance.ts';

/** Knuckles in hand space: metres for a height of 1.75 m, origin at the wrist, fingers down, thumb forwards, left palm at −x. */
const FINGERS = [
  { knuckle: [0.002, -0.093, 0.03], length: 0.07, spread: 0.14, radius: 0.0088 },
  { knuckle: [0.004, -0.098, 0.01], length: 0.079, spread: 0.03, radius: 0.009 },
  { knuckle: [0.002, -0.095, -0.01], length: 0.073, spread: -0.08, radius: 0.0086 },
  { knuckle: [-0.002, -0.086, -0.029], length: 0.057, spread: -0.2, radius: 0.0076 },
] as const;
const THUMB = [
  [-0.006, -0.022, 0.024],
  [-0.012, -0.062, 0.05],
  [-0.015, -0.096, 0.066],
] as const;

function toRest(plan: BodyPlan, side: Side, point: readonly [number, number, number] | Vector3): Vector3 {
  const v = point instanceof Vector3 ? point.clone() : new Vector3(...point);
  v.multiplyScalar(plan.shape.height / 1.75).applyAxisAngle(new Vector3(0, 0, 1), REST_ARM_ANGLE);
  if (side === 'right') v.x = -v.x;
  return v.add(plan.joints[`${side}_hand`]);
}

/** Where the knuckles that BlazePose names are, rest position, metres. */
export function handPoint(plan: BodyPlan, side: Side, which: 'pinky' | 'index' | 'thumb'): Vector3 {
  if (which === 'thumb') return toRest(plan, side, THUMB[1]);
  return toRest(plan, side, (which === 'index' ? FINGERS[0] : FINGERS[3]).knuckle);
}

/** An open, relaxed hand, joined to the wrist. */
export function handField(plan: BodyPlan, side: Side): Field {
  const scale = plan.shape.height / 1.75;
  const p = (x: number, y: number, z: number): Vector3 => toRest(plan, side, [x, y, z]);
  const limb = (a: Vector3, b: Vector3, ra: number, rb: number): Field => taperedCapsule(a, b, ra * scale, rb * scale);
  const palm = blend(
    0.02 * scale,
    limb(p(0, 0.03, 0), p(0, -0.02, 0.004), 0.024, 0.0225),
    ...FINGERS.map(({ knuckle: [x, y, z] }) => limb(p(0, -0.015, z * 0.5), p(x, y, z * 0.98), 0.016, 0.0128)),
  );
  const fingers = FINGERS.map(({ knuckle: [x, y, z], length, spread, radius }) => {
    const middle = p(x - 0.07 * length, y - 0.5 * length, z + 0.5 * length * spread);
    const tip = p(x - 0.28 * length, y - 0.97 * length, z + 0.9 * length * spread);
    const from = p(x, y, z);
    return blend(0.004 * scale, limb(from, middle, radius * 1.08, radius), limb(middle, tip, radius, radius * 0.8));
  });
  const thumb = blend(
    0.006 * scale,
    limb(p(...THUMB[0]), p(...THUMB[1]), 0.0165, 0.0112),
    limb(p(...THUMB[1]), p(...THUMB[2]), 0.0112, 0.0088),
  );
  // Fingers join the palm softly but not one another, or they would web together.
  const joined = blend(0.014 * scale, palm, thumb);
  const softness = 0.008 * scale;
  return (x, y, z) => {
    const body = joined(x, y, z);
    let nearest = body;
    for (const finger of fingers) nearest = Math.min(nearest, softMin(body, finger(x, y, z), softness));
    return nearest;
  };
}
