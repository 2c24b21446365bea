import { type BufferGeometry, type Color, MathUtils, SphereGeometry, Vector3 } from 'three';
import { type Clothes, linear } from './appearance.ts';
import type { BodyPlan } from './body-plan.ts';
import { SIDES } from './bones.ts';
import { EYE } from './head.ts';

/** A piece of surface with a colour function, rigid on the head. Positions are metres in the rest position. */
export interface PaintedShell {
  readonly geometry: BufferGeometry;
  paint(x: number, y: number, z: number, into: Color): void;
}

/** How far down the upper lid reaches, as a part of the half circle, and how far it leans forwards, radians. */
const UPPER = 0.37;
const TILT = 0.22;

/** Eyeballs with iris and pupil, and lids with a dark lash line. */
export function eyeShells(plan: BodyPlan, clothes: Clothes): readonly PaintedShell[] {
  const u = plan.headUnit;
  const iris = linear(clothes.eyes);
  const white = linear('#f4f1ec');
  const dark = linear('#17120f');
  const skin = linear(clothes.skin).multiplyScalar(0.88);
  const lash = linear(clothes.hair).multiplyScalar(0.5);
  return SIDES.flatMap((side) => {
    const s = side === 'left' ? 1 : -1;
    const centre = new Vector3(EYE.x * s, EYE.y, EYE.z).multiplyScalar(u).add(plan.headOrigin);
    const radius = EYE.radius * u;
    const place = (geometry: BufferGeometry): BufferGeometry => geometry.translate(centre.x, centre.y, centre.z);
    // The pole of the sphere looks forwards, so that rings lie round the pupil.
    const ball = place(new SphereGeometry(radius, 18, 16).rotateX(Math.PI / 2));
    const lid = (from: number, to: number, tilt: number): BufferGeometry =>
      place(new SphereGeometry(radius * 1.09, 18, 6, 0, Math.PI * 2, from, to - from).rotateX(tilt));
    const upper = lid(0, Math.PI * UPPER, TILT);
    const lower = lid(Math.PI * 0.72, Math.PI, 0.1);
    const paintBall: PaintedShell['paint'] = (x, y, _z, into) => {
      const r = Math.hypot(x - centre.x, y - centre.y) / radius;
      into.copy(white);
      if (r < 0.56) into.copy(iris);
      if (r < 0.28) into.copy(dark);
    };
    const edge = Math.cos(Math.PI * UPPER);
    const paintUpper: PaintedShell['paint'] = (x, y, z, into) => {
      const p = new Vector3(x, y, z).sub(centre).applyAxisAngle(new Vector3(1, 0, 0), -TILT);
      into.copy(skin).lerp(lash, MathUtils.smoothstep(-p.y / (radius * 1.09), -edge - 0.16, -edge - 0.06));
    };
    return [
      { geometry: ball, paint: paintBall },
      { geometry: upper, paint: paintUpper },
      { geometry: lower, paint: (_x: number, _y: number, _z: number, into: Color) => void into.copy(skin) },
    ];
  });
}
