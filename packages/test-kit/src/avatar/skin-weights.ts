import { MathUtils, type Vector3 } from 'three';
import { type BodyPlan, boneIndex } from './body-plan.ts';
import type { Side } from './bones.ts';

/** How much each of four bones moves a point. The weights sum to 1. */
export interface Binding {
  readonly bones: [number, number, number, number];
  readonly weights: [number, number, number, number];
}

const { smoothstep } = MathUtils;

/**
 * Which bones move a point of the rest position. It depends on the place alone, so that cloth and skin over the same
 * joint bend alike.
 */
export function createBinder(plan: BodyPlan): (x: number, y: number, z: number) => Binding {
  const h = plan.shape.height;
  const j = plan.joints;
  const bands = [
    ['hips', 0],
    ['spine', j.spine.y],
    ['chest', j.chest.y],
    ['neck', j.neck.y],
    ['head', j.head.y],
  ] as const;
  const softness = [0, 0.045 * h, 0.045 * h, 0.022 * h, 0.018 * h];
  const share = new Float64Array(32);

  const split = (from: number, to: number, part: number): void => {
    share[to] = (share[to] as number) + (share[from] as number) * part;
    share[from] = (share[from] as number) * (1 - part);
  };
  const takeAll = (to: number, part: number): void => {
    for (let bone = 0; bone < share.length; bone++) if (bone !== to) split(bone, to, part);
  };

  return (x, y, z) => {
    share.fill(0);
    share[0] = 1;
    bands.forEach(([name], i) => {
      if (i === 0) return;
      const start = (bands[i] as (typeof bands)[number])[1];
      const soft = softness[i] as number;
      split(
        boneIndex((bands[i - 1] as (typeof bands)[number])[0]),
        boneIndex(name),
        smoothstep(y, start - soft, start + soft),
      );
    });
    const side: Side = x >= 0 ? 'left' : 'right';
    const girdle =
      smoothstep(Math.abs(x), 0.03 * h, 0.085 * h) *
      smoothstep(y, 0.73 * h, 0.79 * h) *
      (1 - smoothstep(y, 0.85 * h, 0.87 * h));
    split(boneIndex('chest'), boneIndex(`${side}_shoulder_girdle`), girdle);
    split(boneIndex('neck'), boneIndex(`${side}_shoulder_girdle`), girdle);
    bendArm(side, x, y, z);
    bendLeg(side, x, y, z);
    return strongest(share);
  };

  function bendArm(side: Side, x: number, y: number, z: number): void {
    const shoulder = j[`${side}_upper_arm`];
    const elbow = j[`${side}_forearm`];
    const upper = elbow.distanceTo(shoulder);
    const { along, away } = project(shoulder, elbow, x, y, z);
    const near = 1 - smoothstep(away, 0.036 * h, 0.075 * h + 0.05 * Math.max(0, along - 0.06 * h));
    takeAll(boneIndex(`${side}_upper_arm`), smoothstep(along, -0.018 * h, 0.04 * h) * near);
    const bend = 0.024 * h;
    split(boneIndex(`${side}_upper_arm`), boneIndex(`${side}_forearm`), smoothstep(along, upper - bend, upper + bend));
    const reach = j[`${side}_hand`].distanceTo(shoulder);
    split(
      boneIndex(`${side}_forearm`),
      boneIndex(`${side}_hand`),
      smoothstep(along, reach - 0.02 * h, reach + 0.012 * h),
    );
  }

  function bendLeg(side: Side, x: number, y: number, z: number): void {
    if (y > 0.6 * h || Math.abs(x) > 0.16 * h) return;
    const hip = j[`${side}_thigh`];
    // The front of the hip folds at the groin, the seat lower down.
    const fold = hip.y - 0.012 * h + 0.35 * z;
    const part = 1 - smoothstep(y, fold - 0.05 * h, fold + 0.035 * h);
    const other: Side = side === 'left' ? 'right' : 'left';
    const across = y > 0.44 * h ? 0.5 * (1 - smoothstep(Math.abs(x), 0, 0.022 * h)) : 0;
    const own = boneIndex(`${side}_thigh`);
    takeAll(own, part);
    split(own, boneIndex(`${other}_thigh`), across);
    const bend = 0.032 * h;
    const knee = j[`${side}_shin`].y;
    split(own, boneIndex(`${side}_shin`), 1 - smoothstep(y, knee - bend, knee + bend));
    const ankle = j[`${side}_foot`].y;
    split(
      boneIndex(`${side}_shin`),
      boneIndex(`${side}_foot`),
      1 - smoothstep(y, ankle - 0.012 * h, ankle + 0.012 * h),
    );
  }
}

function project(from: Vector3, to: Vector3, x: number, y: number, z: number): { along: number; away: number } {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const dz = to.z - from.z;
  const length = Math.hypot(dx, dy, dz);
  const along = ((x - from.x) * dx + (y - from.y) * dy + (z - from.z) * dz) / length;
  const away = Math.hypot(
    x - from.x - (along * dx) / length,
    y - from.y - (along * dy) / length,
    z - from.z - (along * dz) / length,
  );
  return { along, away };
}

function strongest(share: Float64Array): Binding {
  const bones: Binding['bones'] = [0, 0, 0, 0];
  const weights: Binding['weights'] = [0, 0, 0, 0];
  for (let slot = 0; slot < 4; slot++) {
    let best = 0;
    for (let bone = 1; bone < share.length; bone++) if ((share[bone] as number) > (share[best] as number)) best = bone;
    bones[slot] = best;
    weights[slot] = share[best] as number;
    share[best] = 0;
  }
  const sum = weights[0] + weights[1] + weights[2] + weights[3];
  return { bones, weights: weights.map((weight) => weight / sum) as Binding['weights'] };
}
