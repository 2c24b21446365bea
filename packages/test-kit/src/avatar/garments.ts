import { Box3, Color, Vector3 } from 'three';
import { type Clothes, linear } from './appearance.ts';
import type { BodyPart } from './body-part.ts';
import type { BodyPlan } from './body-plan.ts';
import { handField } from './hand.ts';
import { blend, cut, ellipsoid, type Field, halfSpace, inflate, type Slice, taperedCapsule, trunk } from './signed-distance.ts';

function torsoSlices(plan: BodyPlan): readonly Slice[] {
  const { height: h, weight, shoulders } = plan.shape;
  const belly = weight * 0.02;
  const chest = (shoulders - 0.5) * 0.016;
  const rows: readonly (readonly [number, number, number, number])[] = [
    [0.44, 0.07, 0.05, -0.004],
    [0.485, 0.09 - chest * 0.4, 0.064, -0.006],
    [0.525, 0.095 - chest * 0.5 + belly * 0.6, 0.068, -0.008],
    [0.565, 0.09 - chest * 0.4 + belly, 0.064 + belly, -0.003],
    [0.61, 0.079 + belly * 1.2, 0.057 + belly * 1.3, 0.002],
    [0.66, 0.082 + chest * 0.5 + belly, 0.059 + belly, -0.001],
    [0.715, 0.091 + chest, 0.065 + belly * 0.5, -0.001],
    [0.755, 0.094 + chest, 0.065 + belly * 0.4, -0.004],
    [0.79, 0.087 + chest, 0.056 + belly * 0.3, -0.01],
    [0.815, 0.066 + chest * 0.6, 0.046, -0.014],
    [0.842, 0.041, 0.041, -0.017],
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

/** T-shirt or jumper. */
export function topPart(plan: BodyPlan, clothes: Clothes): BodyPart {
  const { height: h, weight } = plan.shape;
  const { left_upper_arm: shoulder, left_forearm: elbow, left_hand: wrist } = plan.joints;
  const thick = (0.034 + 0.008 * weight) * h;
  const base = trunk(torsoSlices(plan));
  const deltoid = taperedCapsule(
    shoulder.clone().add(new Vector3(-0.01 * h, -0.002 * h, 0)),
    shoulder.clone().lerp(elbow, 0.3),
    thick * 1.02,
    thick * 0.93,
  );
  const trapezius = taperedCapsule(
    new Vector3(0.015 * h, 0.825 * h, -0.018 * h),
    shoulder.clone().add(new Vector3(-0.012 * h, 0.008 * h, -0.004 * h)),
    0.03 * h,
    0.028 * h,
  );
  const long = clothes.sleeves === 'long';
  const axis = elbow.clone().sub(shoulder).normalize();
  const sleeves = long
    ? blend(
        0.03 * h,
        taperedCapsule(shoulder, elbow, thick * 0.95, thick * 0.82),
        taperedCapsule(elbow, wrist, thick * 0.82, thick * 0.62),
      )
    : taperedCapsule(shoulder, elbow, thick * 0.95, thick * 0.95);
  const end = long ? wrist.clone().addScaledVector(axis, -0.008 * h) : shoulder.clone().lerp(elbow, 0.52);
  const chest = ellipsoid(new Vector3(0.045 * h, 0.742 * h, 0.034 * h), new Vector3(0.05 * h, 0.036 * h, 0.034 * h));
  const arms = bothSides(cut(blend(0.03 * h, deltoid, sleeves), halfSpace(end, axis)));
  const body = cut(
    blend(0.035 * h, base, bothSides(trapezius), bothSides(chest)),
    (_x, y) => 0.478 * h - y,
  );
  const cloth = inflate(blend(0.04 * h, body, arms), 0.006 * h);
  const fold = folds(0.0011);
  const colour = linear(clothes.top);
  const seam = colour.clone().multiplyScalar(0.72);
  const neckline = new Vector3(0, 0.842 * h, -0.012 * h);
  return {
    field: (x, y, z) => cloth(x, y, z) + fold(x, y, z),
    bounds: box(
      new Vector3(-(long ? wrist.x : elbow.x), 0.478 * h, -0.1 * h),
      new Vector3(long ? wrist.x : elbow.x, 0.85 * h, 0.1 * h),
      0.05,
    ).expandByVector(new Vector3(0, 0.02, 0.02)),
    cell: 0.0115,
    paint: (x, y, z, into) => {
      const collar = Math.hypot(x, (y - neckline.y) * 1.2, z - neckline.z);
      const cuff = (x > 0 ? x - end.x : -x - end.x) * axis.x + (y - end.y) * axis.y;
      const edge = collar < 0.058 * h || Math.abs(cuff) < 0.012 || y < 0.488 * h;
      into.copy(edge ? seam : colour);
    },
  };
}

/** Trousers or shorts. */
export function trousersPart(plan: BodyPlan, clothes: Clothes): BodyPart {
  const { height: h, weight } = plan.shape;
  const { left_thigh: hip, left_shin: knee, left_foot: ankle } = plan.joints;
  const bulk = 1 + 0.16 * (weight - 0.4);
  const long = clothes.legs === 'long';
  const pelvis = trunk(torsoSlices(plan));
  const seat = ellipsoid(new Vector3(0.045 * h, 0.5 * h, -0.035 * h), new Vector3(0.05 * h, 0.052 * h, 0.046 * h));
  const thigh = taperedCapsule(
    hip.clone().add(new Vector3(-0.004 * h, -0.018 * h, -0.004 * h)),
    knee,
    0.053 * h * bulk,
    (long ? 0.037 : 0.042) * h * bulk,
  );
  const calf = taperedCapsule(
    knee.clone().add(new Vector3(0, -0.03 * h, -0.006 * h)),
    ankle.clone().add(new Vector3(0, -0.01 * h, 0.002 * h)),
    0.037 * h * bulk,
    0.0285 * h * bulk,
  );
  const leg = long ? blend(0.03 * h, thigh, calf) : thigh;
  const hem = long ? 0.03 * h : knee.y + 0.02 * h;
  // The legs meet with a narrow crease, not a web: only the pelvis is soft between them.
  const pair: Field = (x, y, z) => Math.min(leg(x, y, z), leg(-x, y, z));
  const shape = cut(blend(0.035 * h, cut(pelvis, (_x, y) => y - 0.6 * h), bothSides(seat), pair), (_x, y) => hem - y);
  const cloth = inflate(shape, 0.002 * h);
  const fold = folds(0.0013);
  const colour = linear(clothes.trousers);
  const seam = colour.clone().multiplyScalar(0.75);
  return {
    field: (x, y, z) => cloth(x, y, z) + fold(x, y * 0.8, z),
    bounds: box(new Vector3(-0.12 * h, hem, -0.1 * h), new Vector3(0.12 * h, 0.6 * h, 0.1 * h), 0.03),
    cell: 0.0115,
    paint: (_x, y, _z, into) => void into.copy(y < hem + 0.016 ? seam : colour),
  };
}

/** A bare arm, left. Its mirrored copy is the right one. */
export function armPart(plan: BodyPlan, clothes: Clothes): BodyPart {
  const { height: h, weight } = plan.shape;
  const { left_upper_arm: shoulder, left_forearm: elbow, left_hand: wrist } = plan.joints;
  const thick = (0.0295 + 0.007 * weight) * h;
  const along = (a: Vector3, b: Vector3, t: number, z = 0): Vector3 => a.clone().lerp(b, t).add(new Vector3(0, 0, z));
  const field = blend(
    0.02 * h,
    taperedCapsule(along(shoulder, elbow, 0.15), elbow, thick, thick * 0.8),
    ellipsoid(along(shoulder, elbow, 0.55, 0.004 * h), new Vector3(thick * 1.25, thick * 1.25, thick * 0.98)),
    taperedCapsule(along(elbow, wrist, 0.12), along(elbow, wrist, 0.4), thick * 0.86, thick * 0.85),
    taperedCapsule(along(elbow, wrist, 0.3), wrist, thick * 0.84, 0.0152 * h),
  );
  const skin = linear(clothes.skin);
  return {
    field,
    bounds: box(shoulder, wrist, 0.09),
    cell: 0.0095,
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
    cell: 0.0055,
    mirrored: true,
    paint: (x, _y, _z, into) => void into.copy(skin).lerp(knuckles, Math.min(1, Math.max(0, (x - wrist.x) / (0.14 * s)))),
  };
}

/** A bare left leg, to be seen under shorts. */
export function legPart(plan: BodyPlan, clothes: Clothes): BodyPart {
  const { height: h, weight } = plan.shape;
  const { left_shin: knee, left_foot: ankle, left_thigh: hip } = plan.joints;
  const bulk = 1 + 0.16 * (weight - 0.4);
  const up = (a: Vector3, b: Vector3, t: number, z = 0): Vector3 => a.clone().lerp(b, t).add(new Vector3(0, 0, z * h));
  const skin = linear(clothes.skin);
  return {
    field: blend(
      0.025 * h,
      taperedCapsule(up(hip, knee, 0.4), knee, 0.043 * h * bulk, 0.031 * h * bulk),
      ellipsoid(up(knee, ankle, 0.27, -0.008), new Vector3(0.029 * h, 0.075 * h, 0.032 * h).multiplyScalar(bulk)),
      taperedCapsule(knee, ankle, 0.028 * h * bulk, 0.0195 * h),
    ),
    bounds: box(up(hip, knee, 0.4), ankle, 0.1),
    cell: 0.0105,
    mirrored: true,
    paint: (_x, _y, _z, into) => void into.copy(skin),
  };
}

/** The left shoe, sole on the floor. */
export function shoePart(plan: BodyPlan, clothes: Clothes): BodyPart {
  const h = plan.shape.height;
  const ankle = plan.joints.left_foot;
  const { left: heel } = plan.heels;
  const { left: toe } = plan.toes;
  const mid = heel.clone().lerp(toe, 0.62);
  const upper = blend(
    0.03 * h,
    ellipsoid(new Vector3(heel.x, 0.022 * h, heel.z + 0.022 * h), new Vector3(0.023 * h, 0.03 * h, 0.026 * h)),
    ellipsoid(new Vector3(mid.x, 0.016 * h, mid.z), new Vector3(0.0285 * h, 0.025 * h, 0.045 * h)),
    ellipsoid(new Vector3(toe.x - 0.003 * h, 0.013 * h, toe.z - 0.018 * h), new Vector3(0.0255 * h, 0.019 * h, 0.026 * h)),
    taperedCapsule(ankle, new Vector3(ankle.x, 0.025 * h, ankle.z + 0.014 * h), 0.0225 * h, 0.026 * h),
  );
  const shoe = linear(clothes.shoes);
  const sole = linear('#f3f1ec').lerp(shoe, 0.25);
  const welt: Field = (x, y, z) => Math.max(upper(x, 0.014 * h, z) - 0.002 * h, y - 0.011 * h);
  return {
    field: cut(
      (x, y, z) => Math.min(upper(x, y, z), welt(x, y, z)),
      (_x, y) => -y,
      (_x, y) => y - 0.056 * h,
    ),
    bounds: box(new Vector3(ankle.x, 0, heel.z), new Vector3(toe.x, 0.06 * h, toe.z), 0.025).expandByVector(
      new Vector3(0.05, 0, 0.01),
    ),
    cell: 0.0075,
    mirrored: true,
    paint: (_x, y, _z, into) => void into.copy(y < 0.012 * h ? sole : shoe),
  };
}
