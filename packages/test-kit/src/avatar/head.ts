import { Box3, Color, MathUtils, Vector3 } from 'three';
import { type Clothes, linear } from './appearance.ts';
import type { BodyPart } from './body-part.ts';
import type { BodyPlan } from './body-plan.ts';
import { blend, carve, cut, ellipsoid, type Field, sphere, taperedCapsule } from './signed-distance.ts';

const v = (x: number, y: number, z: number): Vector3 => new Vector3(x, y, z);

/** Makes a field stated in head space (origin between the eyes, unit from chin to crown) a field in metres. */
function fromHeadSpace(plan: BodyPlan, field: Field): Field {
  const { headOrigin: o, headUnit: u } = plan;
  return (x, y, z) => field((x - o.x) / u, (y - o.y) / u, (z - o.z) / u) * u;
}

function headBounds(plan: BodyPlan, min: Vector3, max: Vector3): Box3 {
  const place = (p: Vector3): Vector3 => p.multiplyScalar(plan.headUnit).add(plan.headOrigin);
  return new Box3(place(min), place(max));
}

/** The same on both sides: evaluates with x ≥ 0. */
function mirror(field: Field): Field {
  return (x, y, z) => field(Math.abs(x), y, z);
}

/** Where the eyeball sits in head space, and its radius. */
export const EYE = { x: 0.14, y: 0, z: 0.3, radius: 0.078 } as const;

function faceField(neckThickness: number): Field {
  const skull = ellipsoid(v(0, 0.13, -0.06), v(0.325, 0.365, 0.4));
  const face = ellipsoid(v(0, -0.1, 0.08), v(0.272, 0.36, 0.292));
  const jaw = ellipsoid(v(0, -0.27, 0.09), v(0.215, 0.2, 0.235));
  const chin = ellipsoid(v(0, -0.425, 0.255), v(0.09, 0.065, 0.075));
  const cheeks = mirror(sphere(v(0.165, -0.1, 0.225), 0.105));
  const brow = mirror(taperedCapsule(v(0.03, 0.075, 0.335), v(0.2, 0.1, 0.25), 0.04, 0.035));
  const lumps = blend(0.1, skull, face, jaw, chin, cheeks, brow);
  const sockets = mirror(sphere(v(EYE.x + 0.002, -0.005, 0.405), 0.062));
  const carved = carve(0.06, lumps, sockets);
  const bridge = taperedCapsule(v(0, 0.045, 0.345), v(0, -0.145, 0.42), 0.028, 0.046);
  const tip = sphere(v(0, -0.16, 0.42), 0.05);
  const wings = mirror(sphere(v(0.047, -0.17, 0.375), 0.036));
  const nose = blend(0.03, bridge, tip, wings);
  const ear = mirror(
    carve(
      0.03,
      ellipsoid(v(0.335, -0.045, -0.06), v(0.035, 0.125, 0.075)),
      ellipsoid(v(0.365, -0.03, -0.045), v(0.025, 0.07, 0.038)),
    ),
  );
  const neck = taperedCapsule(v(0, -0.2, -0.1), v(0, -0.86, -0.2), neckThickness, neckThickness * 1.12);
  const shoulders = mirror(taperedCapsule(v(0, -0.9, -0.2), v(0.45, -0.98, -0.2), neckThickness * 1.1, 0.16));
  return blend(0.03, blend(0.07, carved, nose), ear, blend(0.14, neck, shoulders));
}

/** The frontmost depth of a face at a place in head space. */
function frontOf(field: Field, x: number, y: number): number {
  let z = 0.7;
  for (let step = 0; step < 60; step++) {
    const gap = field(x, y, z);
    if (gap < 5e-4) break;
    z -= 0.8 * gap;
  }
  return z;
}

function neckRadius(plan: BodyPlan): number {
  return 0.175 + 0.05 * plan.shape.shoulders + 0.02 * plan.shape.weight;
}

/** Head, ears and neck. */
export function headPart(plan: BodyPlan, clothes: Clothes): BodyPart {
  const skin = linear(clothes.skin);
  const blush = skin.clone().multiply(new Color(1, 0.76, 0.7));
  const { headOrigin: o, headUnit: u } = plan;
  return {
    field: fromHeadSpace(plan, faceField(neckRadius(plan))),
    bounds: headBounds(plan, v(-0.62, -1.12, -0.55), v(0.62, 0.58, 0.55)),
    cell: 0.0076,
    paint: (wx, wy, wz, into) => {
      const x = (wx - o.x) / u;
      const y = (wy - o.y) / u;
      const z = (wz - o.z) / u;
      into.copy(skin);
      const cheek = Math.hypot(Math.abs(x) - 0.19, y + 0.14, z - 0.29);
      into.lerp(blush, 0.6 * MathUtils.smoothstep(0.2 - cheek, 0, 0.16));
      const nose = Math.hypot(x, y + 0.17, z - 0.46);
      into.lerp(blush, 0.4 * MathUtils.smoothstep(0.12 - nose, 0, 0.1));
    },
  };
}

/** Lips, slightly smiling, with a dark line between them. */
export function lipPart(plan: BodyPlan, clothes: Clothes): BodyPart {
  const skin = linear(clothes.skin);
  const lip = skin.clone().multiply(new Color(0.78, 0.4, 0.4));
  const line = skin.clone().multiply(new Color(0.3, 0.14, 0.13));
  const { headOrigin: o, headUnit: u } = plan;
  const smile = (x: number): number => -0.28 + 1.1 * x * x;
  const face = faceField(neckRadius(plan));
  const on = (x: number, y: number, depth: number): Vector3 => v(x, y, frontOf(face, x, y) - depth);
  const upper = mirror(taperedCapsule(on(0.018, -0.262, 0.004), on(0.125, -0.262, 0), 0.022, 0.01));
  const lower = mirror(taperedCapsule(on(0, -0.3, 0.004), on(0.105, -0.274, 0), 0.027, 0.01));
  return {
    field: fromHeadSpace(plan, blend(0.006, upper, lower)),
    bounds: headBounds(plan, v(-0.2, -0.37, 0.16), v(0.2, -0.2, 0.44)),
    cell: 0.0036,
    paint: (wx, wy, _z, into) => {
      const gap = Math.abs((wy - o.y) / u - smile((wx - o.x) / u));
      into.copy(lip).lerp(line, 1 - MathUtils.smoothstep(gap, 0.003, 0.014));
    },
  };
}

/** Eyebrows. */
export function browPart(plan: BodyPlan, clothes: Clothes): BodyPart {
  const hair = linear(clothes.hair).multiplyScalar(0.75);
  const brow = mirror(
    blend(
      0.01,
      taperedCapsule(v(0.07, 0.113, 0.362), v(0.145, 0.13, 0.335), 0.019, 0.02),
      taperedCapsule(v(0.145, 0.13, 0.335), v(0.225, 0.108, 0.262), 0.02, 0.011),
    ),
  );
  return {
    field: fromHeadSpace(plan, brow),
    bounds: headBounds(plan, v(-0.3, 0.02, 0.18), v(0.3, 0.2, 0.44)),
    cell: 0.0048,
    paint: (_x, _y, _z, into) => void into.copy(hair),
  };
}

/** How far down hair reaches, by depth: low at the nape, high at the forehead. Head space. */
const HAIRLINE = [
  [-0.5, -0.36],
  [-0.2, -0.3],
  [-0.06, -0.1],
  [0.05, 0.0],
  [0.14, 0.06],
  [0.24, 0.24],
  [0.4, 0.33],
] as const;

function hairline(z: number): number {
  for (let i = 1; i < HAIRLINE.length; i++) {
    const [z0, y0] = HAIRLINE[i - 1] as readonly [number, number];
    const [z1, y1] = HAIRLINE[i] as readonly [number, number];
    if (z <= z1) return y0 + (y1 - y0) * MathUtils.smoothstep(z, z0, z1);
  }
  return 0.33;
}

/** Hair, styled. Long hair hangs to the shoulders. */
export function hairPart(plan: BodyPlan, clothes: Clothes): BodyPart {
  const hair = linear(clothes.hair);
  const light = hair.clone().lerp(new Color(1, 0.9, 0.75), 0.1);
  const volume = ellipsoid(v(0, 0.145, -0.07), v(0.362, 0.4, 0.428));
  const wisps: Field = (x, y, z) => 0.008 * Math.sin(34 * x + 9 * Math.sin(7 * z + 3 * y)) * Math.sin(11 * z + 13 * y);
  const cap = cut(0.04, volume, (x, y, z) => {
    const fringe = z > 0.1 ? 0.05 * Math.sin(6 * x + 1.2) : 0;
    return (hairline(z) + fringe - y) * 0.7;
  });
  const shapes: Field[] = [cap];
  if (clothes.hairStyle === 'bun') shapes.push(ellipsoid(v(0, 0.42, -0.36), v(0.16, 0.15, 0.15)));
  if (clothes.hairStyle === 'long') {
    const back = ellipsoid(v(0, -0.3, -0.24), v(0.36, 0.56, 0.22));
    const sides = mirror(taperedCapsule(v(0.335, 0.1, -0.04), v(0.34, -0.6, -0.12), 0.085, 0.07));
    shapes.push(
      cut(0.05, back, (x, y) => -0.84 - y + 0.1 * Math.abs(x)),
      sides,
    );
  }
  const styled = blend(0.08, ...shapes);
  const textured: Field = (x, y, z) => styled(x, y, z) + wisps(x, y, z);
  const bottom = clothes.hairStyle === 'long' ? -0.95 : -0.5;
  return {
    field: fromHeadSpace(plan, textured),
    bounds: headBounds(plan, v(-0.55, bottom, -0.66), v(0.55, 0.68, 0.5)),
    cell: 0.0115,
    paint: (x, y, z, into) => {
      const strand = Math.sin(420 * x + 60 * Math.sin(40 * z + 25 * y)) * Math.sin(70 * z + 50 * y);
      into.copy(hair).lerp(light, 0.5 + 0.5 * strand);
    },
  };
}
