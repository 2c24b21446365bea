import { Box3, Color, Vector3 } from 'three';
import { type Clothes, linear } from './appearance.ts';
import type { BodyPart } from './body-part.ts';
import type { BodyPlan } from './body-plan.ts';
import { handField } from './hand.ts';
import {
  blend,
  cut,
  ellipsoid,
  type Field,
  halfSpace,
  inflate,
  type Slice,
  taperedCapsule,
  trunk,
} from './signed-distance.ts';

function torsoSlices(plan: BodyPlan): readonly Slice[] {
  const { height: h, weight, shoulders } = plan.shape;
  const belly = weight * 0.02;
  const chest = (shoulders - 0.5) * 0.016;
  const rows: readonly (readonly [number, number, number, number])[] = [
    [0.452, 0.03, 0.03, -0.006],
    [0.466, 0.072, 0.053, -0.006],
    [0.485, 0.09 - chest * 0.4, 0.064, -0.006],
    [0.525, 0.095 - chest * 0.5 + belly * 0.6, 0.068, -0.008],
    [0.565, 0.09 - chest * 0.4 + belly, 0.064 + belly, -0.003],
    [0.61, 0.077 + belly * 1.2, 0.057 + belly * 1.3, 0.002],
    [0.66, 0.079 + chest * 0.5 + belly, 0.056 + belly, -0.001],
    [0.715, 0.086 + chest, 0.06 + belly * 0.5, -0.003],
    [0.755, 0.088 + chest, 0.06 + belly * 0.4, -0.007],
    [0.79, 0.08 + chest, 0.052 + belly * 0.3, -0.012],
    [0.812, 0.058 + chest * 0.6, 0.043, -0.015],
    [0.832, 0.034, 0.035, -0.018],
  ];
  return rows.map(([y, w, d, z]) => ({ y: y * h, halfWidth: w * h, halfDepth: d * h, z: z * h }));
}

/** Runs a field for the left side on both sides. */
const bothSides =
  (field: Field): Field =>
  (x, y, z) =>
    field(Math.abs(x), y, z);

/** Shallow folds, so that cloth is not glass. Metres. */
function folds(amount: number): Field {
  return (x, y, z) =>
    amount *
    (Math.sin(31 * y + 9 * Math.sin(14 * x + 3) + 7 * z) + 0.6 * Math.sin(57 * y - 16 * x + 11 * Math.sin(12 * z + 5)));
}

function box(a: Vector3, b: Vector3, margin: number): Box3 {
  return new Box3().setFromPoints([a, b]).expandByScalar(margin);
}

/** Hips and legs as far as the knees: what both the top's hem and the trousers go round. */
function seatField(plan: BodyPlan): Field {
  const { height: h, weight } = plan.shape;
  const { left_thigh: hip, left_shin: knee } = plan.joints;
  const bulk = 1 + 0.16 * (weight - 0.4);
  const seat = ellipsoid(new Vector3(0.043 * h, 0.5 * h, -0.035 * h), new Vector3(0.048 * h, 0.052 * h, 0.043 * h));
  const thigh = taperedCapsule(
    hip.clone().add(new Vector3(-0.005 * h, -0.018 * h, -0.004 * h)),
    knee,
    0.051 * h * bulk,
    (plan.shape.weight * 0.004 + 0.0335) * h,
  );
  // The legs meet in a narrow crease, not a web: only the pelvis is soft between them.
  const legs: Field = (x, y, z) => Math.min(thigh(x, y, z), thigh(-x, y, z));
  return blend(
    0.03 * h,
    cut(0.01, trunk(torsoSlices(plan)), (_x, y) => y - 0.6 * h),
    bothSides(seat),
    legs,
  );
}

/** T-shirt or jumper. */
export function topPart(plan: BodyPlan, clothes: Clothes): BodyPart {
  const { height: h, weight } = plan.shape;
  const { left_upper_arm: shoulder, left_forearm: elbow, left_hand: wrist } = plan.joints;
  const thick = (0.0255 + 0.007 * weight) * h;
  const base = trunk(torsoSlices(plan));
  const deltoid = taperedCapsule(
    shoulder.clone().add(new Vector3(-0.012 * h, -0.003 * h, 0)),
    shoulder.clone().lerp(elbow, 0.3),
    thick * 1.08,
    thick * 0.98,
  );
  const trapezius = taperedCapsule(
    new Vector3(0.01 * h, 0.819 * h, -0.02 * h),
    shoulder.clone().add(new Vector3(-0.014 * h, 0.002 * h, -0.004 * h)),
    0.028 * h,
    0.025 * h,
  );
  const long = clothes.sleeves === 'long';
  const axis = elbow.clone().sub(shoulder).normalize();
  const sleeves = long
    ? blend(
        0.008 * h,
        taperedCapsule(shoulder, elbow, thick, thick * 0.84),
        taperedCapsule(elbow, wrist, thick * 0.84, thick * 0.62),
      )
    : taperedCapsule(shoulder, elbow, thick * 0.99, thick * 1.2);
  const end = long ? wrist.clone().addScaledVector(axis, -0.006 * h) : shoulder.clone().lerp(elbow, 0.55);
  const bust = Math.max(0, 0.62 - plan.shape.shoulders);
  const chest = ellipsoid(
    new Vector3(0.042 * h, (0.747 - 0.012 * bust) * h, (0.022 + 0.02 * bust) * h),
    new Vector3((0.05 - 0.01 * bust) * h, 0.036 * h, 0.03 * h),
  );
  const arms = bothSides(cut(0.014, blend(0.02 * h, deltoid, sleeves), halfSpace(end, axis)));
  const hem = 0.5 * h;
  const body = blend(0.035 * h, base, bothSides(trapezius), bothSides(chest), inflate(seatField(plan), 0.001 * h));
  const cloth = inflate(
    blend(
      0.03 * h,
      cut(0.016, body, (_x, y) => hem - y),
      arms,
    ),
    0.005 * h,
  );
  const fold = folds(0.001);
  const colour = linear(clothes.top);
  const reach = long ? wrist.x : elbow.x;
  return {
    field: (x, y, z) => cloth(x, y, z) + fold(x, y, z),
    bounds: box(new Vector3(-reach, hem, -0.1 * h), new Vector3(reach, 0.85 * h, 0.1 * h), 0.05),
    cell: 0.0165,
    paint: (_x, _y, _z, into) => void into.copy(colour),
  };
}

/** Trousers or shorts. */
export function trousersPart(plan: BodyPlan, clothes: Clothes): BodyPart {
  const { height: h, weight } = plan.shape;
  const { left_shin: knee, left_foot: ankle } = plan.joints;
  const bulk = 1 + 0.16 * (weight - 0.4);
  const long = clothes.legs === 'long';
  const seat = seatField(plan);
  const calf = taperedCapsule(
    knee.clone().add(new Vector3(0, -0.012 * h, -0.003 * h)),
    ankle.clone().add(new Vector3(0, -0.01 * h, 0.002 * h)),
    0.0345 * h * bulk,
    0.0275 * h,
  );
  const hem = long ? 0.03 * h : knee.y + 0.03 * h;
  const whole = long ? blend(0.01 * h, seat, bothSides(calf)) : inflate(seat, 0.003 * h);
  const cloth = inflate(
    cut(
      0.012,
      whole,
      (_x, y) => hem - y,
      (_x, y) => y - 0.575 * h,
    ),
    0.0015 * h,
  );
  const fold = folds(0.0012);
  const colour = linear(clothes.trousers);
  return {
    field: (x, y, z) => cloth(x, y, z) + fold(x, y * 0.8, z),
    bounds: box(new Vector3(-0.12 * h, hem, -0.1 * h), new Vector3(0.12 * h, 0.58 * h, 0.1 * h), 0.03),
    cell: 0.0165,
    paint: (_x, _y, _z, into) => void into.copy(colour),
  };
}

/** A bare arm, left. Its mirrored copy is the right one. */
export function armPart(plan: BodyPlan, clothes: Clothes): BodyPart {
  const { height: h, weight } = plan.shape;
  const { left_upper_arm: shoulder, left_forearm: elbow, left_hand: wrist } = plan.joints;
  const thick = (0.0235 + 0.007 * weight) * h;
  const along = (a: Vector3, b: Vector3, t: number, z = 0): Vector3 =>
    a
      .clone()
      .lerp(b, t)
      .add(new Vector3(0, 0, z));
  const field = blend(
    0.02 * h,
    taperedCapsule(along(shoulder, elbow, 0.15), elbow, thick, thick * 0.8),
    ellipsoid(along(shoulder, elbow, 0.55, 0.004 * h), new Vector3(thick * 1.12, thick * 1.12, thick * 0.99)),
    taperedCapsule(along(elbow, wrist, 0.12), along(elbow, wrist, 0.4), thick * 0.86, thick * 0.85),
    taperedCapsule(along(elbow, wrist, 0.3), wrist, thick * 0.84, 0.0152 * h),
  );
  const skin = linear(clothes.skin);
  return {
    field,
    bounds: box(shoulder, wrist, 0.09),
    cell: 0.0135,
    mirrored: true,
    paint: (_x, _y, _z, into) => void into.copy(skin),
  };
}

/** The left hand. */
export function handPart(plan: BodyPlan, clothes: Clothes): BodyPart {
  const wrist = plan.joints.left_hand;
  const s = plan.shape.height / 1.75;
  const skin = linear(clothes.skin);
  const knuckles = skin.clone().multiply(new Color(1, 0.86, 0.82));
  return {
    field: handField(plan, 'left'),
    bounds: new Box3(
      wrist.clone().add(new Vector3(-0.07, -0.21, -0.075).multiplyScalar(s)),
      wrist.clone().add(new Vector3(0.22, 0.06, 0.105).multiplyScalar(s)),
    ),
    cell: 0.0075,
    mirrored: true,
    paint: (x, _y, _z, into) =>
      void into.copy(skin).lerp(knuckles, Math.min(1, Math.max(0, (x - wrist.x) / (0.14 * s)))),
  };
}

/** A bare left leg, to be seen under shorts. */
export function legPart(plan: BodyPlan, clothes: Clothes): BodyPart {
  const { height: h, weight } = plan.shape;
  const { left_shin: knee, left_foot: ankle, left_thigh: hip } = plan.joints;
  const bulk = 1 + 0.16 * (weight - 0.4);
  const up = (a: Vector3, b: Vector3, t: number, z = 0): Vector3 =>
    a
      .clone()
      .lerp(b, t)
      .add(new Vector3(0, 0, z * h));
  const skin = linear(clothes.skin);
  return {
    field: blend(
      0.025 * h,
      taperedCapsule(up(hip, knee, 0.4), knee, 0.043 * h * bulk, 0.031 * h * bulk),
      ellipsoid(up(knee, ankle, 0.27, -0.008), new Vector3(0.029 * h, 0.075 * h, 0.032 * h).multiplyScalar(bulk)),
      taperedCapsule(knee, ankle, 0.028 * h * bulk, 0.0195 * h),
    ),
    bounds: box(up(hip, knee, 0.4), ankle, 0.1),
    cell: 0.015,
    mirrored: true,
    paint: (_x, _y, _z, into) => void into.copy(skin),
  };
}

/** The left shoe and its sole, which stands on the floor. */
export function shoeParts(plan: BodyPlan, clothes: Clothes): readonly BodyPart[] {
  const h = plan.shape.height;
  const ankle = plan.joints.left_foot;
  const { left: heel } = plan.heels;
  const { left: toe } = plan.toes;
  const mid = heel.clone().lerp(toe, 0.62);
  const upper = blend(
    0.03 * h,
    ellipsoid(new Vector3(heel.x, 0.022 * h, heel.z + 0.022 * h), new Vector3(0.023 * h, 0.03 * h, 0.026 * h)),
    ellipsoid(new Vector3(mid.x, 0.016 * h, mid.z), new Vector3(0.0285 * h, 0.025 * h, 0.045 * h)),
    ellipsoid(
      new Vector3(toe.x - 0.003 * h, 0.013 * h, toe.z - 0.018 * h),
      new Vector3(0.0255 * h, 0.019 * h, 0.026 * h),
    ),
    taperedCapsule(ankle, new Vector3(ankle.x, 0.025 * h, ankle.z + 0.014 * h), 0.0225 * h, 0.026 * h),
  );
  const shoe = linear(clothes.shoes);
  const sole = linear('#f3f1ec').lerp(shoe, 0.25);
  const bounds = box(new Vector3(ankle.x, 0, heel.z), new Vector3(toe.x, 0.06 * h, toe.z), 0.025).expandByVector(
    new Vector3(0.05, 0, 0.01),
  );
  const part = (field: Field, colour: Color, cell: number): BodyPart => ({
    field,
    bounds,
    cell,
    mirrored: true,
    paint: (_x, _y, _z, into) => void into.copy(colour),
  });
  return [
    part(
      cut(
        0.008,
        upper,
        (_x, y) => 0.006 * h - y,
        (_x, y) => y - 0.056 * h,
      ),
      shoe,
      0.0105,
    ),
    part((x, y, z) => Math.max(upper(x, 0.015 * h, z) - 0.0022 * h, y - 0.0105 * h, -y), sole, 0.009),
  ];
}
