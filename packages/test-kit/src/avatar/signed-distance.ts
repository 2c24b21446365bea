import type { Vector3 } from 'three';

/** A shape as its signed distance: negative inside, in the unit of its coordinates. May be a bound, never an overestimate by much. */
export type Field = (x: number, y: number, z: number) => number;

export function sphere(centre: Vector3, radius: number): Field {
  const { x: cx, y: cy, z: cz } = centre;
  return (x, y, z) => Math.hypot(x - cx, y - cy, z - cz) - radius;
}

/** Axis-aligned ellipsoid; the usual first-order bound, exact on the surface. */
export function ellipsoid(centre: Vector3, radii: Vector3): Field {
  const { x: cx, y: cy, z: cz } = centre;
  const { x: rx, y: ry, z: rz } = radii;
  const smallest = Math.min(rx, ry, rz);
  return (x, y, z) => {
    const px = (x - cx) / rx;
    const py = (y - cy) / ry;
    const pz = (z - cz) / rz;
    const k0 = Math.sqrt(px * px + py * py + pz * pz);
    if (k0 < 1e-3) return -smallest;
    const k1 = Math.sqrt((px / rx) ** 2 + (py / ry) ** 2 + (pz / rz) ** 2);
    return (k0 * (k0 - 1)) / k1;
  };
}

/** Two spheres and the cone that touches both: a limb that tapers. */
export function taperedCapsule(from: Vector3, to: Vector3, fromRadius: number, toRadius: number): Field {
  const { x: ax, y: ay, z: az } = from;
  const bx = to.x - ax;
  const by = to.y - ay;
  const bz = to.z - az;
  const l2 = bx * bx + by * by + bz * bz;
  const rr = fromRadius - toRadius;
  const a2 = l2 - rr * rr;
  const il2 = 1 / l2;
  return (x, y, z) => {
    const px = x - ax;
    const py = y - ay;
    const pz = z - az;
    const along = px * bx + py * by + pz * bz;
    const beyond = along - l2;
    const qx = px * l2 - bx * along;
    const qy = py * l2 - by * along;
    const qz = pz * l2 - bz * along;
    const x2 = qx * qx + qy * qy + qz * qz;
    const y2 = along * along * l2;
    const z2 = beyond * beyond * l2;
    const k = Math.sign(rr) * rr * rr * x2;
    if (Math.sign(beyond) * a2 * z2 > k) return Math.sqrt(x2 + z2) * il2 - toRadius;
    if (Math.sign(along) * a2 * y2 < k) return Math.sqrt(x2 + y2) * il2 - fromRadius;
    return (Math.sqrt(x2 * a2 * il2) + along * rr) * il2 - fromRadius;
  };
}

/** A horizontal slice of a trunk: an ellipse at height `y` round `(0, z)`. */
export interface Slice {
  readonly y: number;
  readonly halfWidth: number;
  readonly halfDepth: number;
  readonly z: number;
}

/** A vertical stack of ellipses with smooth sides, closed flat at both ends. `slices` rise in `y`. */
export function trunk(slices: readonly Slice[]): Field {
  const steps = 96;
  const first = slices[0] as Slice;
  const last = slices[slices.length - 1] as Slice;
  const table = new Float64Array((steps + 1) * 3);
  for (let step = 0; step <= steps; step++) {
    const y = first.y + ((last.y - first.y) * step) / steps;
    let upper = slices.findIndex((slice) => slice.y >= y);
    if (upper < 1) upper = 1;
    const [s0, s1, s2, s3] = [upper - 2, upper - 1, upper, upper + 1].map(
      (i) => slices[Math.min(slices.length - 1, Math.max(0, i))] as Slice,
    ) as [Slice, Slice, Slice, Slice];
    const t = Math.min(1, Math.max(0, (y - s1.y) / (s2.y - s1.y)));
    table[step * 3] = hermite(s0, s1, s2, s3, t, 'halfWidth');
    table[step * 3 + 1] = hermite(s0, s1, s2, s3, t, 'halfDepth');
    table[step * 3 + 2] = hermite(s0, s1, s2, s3, t, 'z');
  }
  const scale = steps / (last.y - first.y);
  return (x, y, z) => {
    const place = Math.min(steps - 1e-6, Math.max(0, (y - first.y) * scale));
    const row = Math.floor(place) * 3;
    const t = place - Math.floor(place);
    const at = (column: number): number =>
      (table[row + column] as number) * (1 - t) + (table[row + 3 + column] as number) * t;
    const w = at(0);
    const d = at(1);
    const px = x / w;
    const pz = (z - at(2)) / d;
    const k0 = Math.sqrt(px * px + pz * pz);
    const k1 = Math.sqrt((px / w) ** 2 + (pz / d) ** 2);
    const side = k0 < 1e-3 ? -Math.min(w, d) : (k0 * (k0 - 1)) / k1;
    return Math.max(side, first.y - y, y - last.y);
  };
}

function hermite(s0: Slice, s1: Slice, s2: Slice, s3: Slice, t: number, key: keyof Slice): number {
  const span = s2.y - s1.y;
  const m1 = s2.y === s0.y ? 0 : ((s2[key] - s0[key]) / (s2.y - s0.y)) * span;
  const m2 = s3.y === s1.y ? 0 : ((s3[key] - s1[key]) / (s3.y - s1.y)) * span;
  const t2 = t * t;
  const t3 = t2 * t;
  return (2 * t3 - 3 * t2 + 1) * s1[key] + (t3 - 2 * t2 + t) * m1 + (3 * t2 - 2 * t3) * s2[key] + (t3 - t2) * m2;
}

/** The half-space on the side that `normal` points away from. */
export function halfSpace(point: Vector3, normal: Vector3): Field {
  const { x: nx, y: ny, z: nz } = normal.clone().normalize();
  const offset = nx * point.x + ny * point.y + nz * point.z;
  return (x, y, z) => nx * x + ny * y + nz * z - offset;
}

/** The smaller of two distances, rounded where they are within `softness` of each other. */
export function softMin(a: number, b: number, softness: number): number {
  const h = Math.max(softness - Math.abs(a - b), 0) / softness;
  return Math.min(a, b) - h * h * softness * 0.25;
}

/** Union that rounds the crease over a width of about `softness`. */
export function blend(softness: number, ...fields: readonly Field[]): Field {
  return (x, y, z) => {
    let result = Number.POSITIVE_INFINITY;
    for (const field of fields) result = softMin(result, field(x, y, z), softness);
    return result;
  };
}

/** What is inside `field` and inside every one of `limits`, the edges rounded over `softness`: a grid has no sharp ones. */
export function cut(softness: number, field: Field, ...limits: readonly Field[]): Field {
  return (x, y, z) => {
    let result = -field(x, y, z);
    for (const limit of limits) result = softMin(result, -limit(x, y, z), softness);
    return -result;
  };
}

/** `field` with `hollow` taken away, the edge rounded over `softness`. */
export function carve(softness: number, field: Field, hollow: Field): Field {
  return (x, y, z) => {
    return -softMin(-field(x, y, z), hollow(x, y, z), softness);
  };
}

/** `field` grown outwards by `amount`. */
export function inflate(field: Field, amount: number): Field {
  return (x, y, z) => field(x, y, z) - amount;
}
