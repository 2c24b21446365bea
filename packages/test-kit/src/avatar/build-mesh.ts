import { BufferAttribute, BufferGeometry, Color } from 'three';
import type { Clothes } from './appearance.ts';
import type { BodyPart } from './body-part.ts';
import type { BodyPlan } from './body-plan.ts';
import { eyeShells, type PaintedShell } from './eyes.ts';
import { armPart, handPart, legPart, shoeParts, topPart, trousersPart } from './garments.ts';
import { browPart, hairPart, headPart, lipPart } from './head.ts';
import type { Field } from './signed-distance.ts';
import { createBinder } from './skin-weights.ts';
import { meshField } from './surface-nets.ts';

/** Growing lists of vertices that become one geometry. */
interface Draft {
  readonly positions: number[];
  readonly normals: number[];
  readonly colours: number[];
  readonly indices: number[];
}

/**
 * The whole figure as one skinned geometry with vertex colours.
 *
 * @param detail 1 is made for pictures of about 500 px; 2 halves every grid cell
 */
export function buildFigure(plan: BodyPlan, clothes: Clothes, detail: number): BufferGeometry {
  const parts = [
    headPart(plan, clothes),
    browPart(plan, clothes),
    lipPart(plan, clothes),
    hairPart(plan, clothes),
    topPart(plan, clothes),
    trousersPart(plan, clothes),
    handPart(plan, clothes),
    ...shoeParts(plan, clothes),
    ...(clothes.sleeves === 'short' ? [armPart(plan, clothes)] : []),
    ...(clothes.legs === 'short' ? [legPart(plan, clothes)] : []),
  ];
  const draft: Draft = { positions: [], normals: [], colours: [], indices: [] };
  const solid = (x: number, y: number, z: number): number => {
    let nearest = Number.POSITIVE_INFINITY;
    for (const { field, bounds, mirrored } of parts) {
      const sx = mirrored ? Math.abs(x) : x;
      if (
        sx > bounds.min.x &&
        sx < bounds.max.x &&
        y > bounds.min.y &&
        y < bounds.max.y &&
        z > bounds.min.z &&
        z < bounds.max.z
      )
        nearest = Math.min(nearest, field(sx, y, z));
    }
    return nearest;
  };
  for (const part of parts) addPart(draft, part, solid, detail);
  for (const shell of eyeShells(plan, clothes)) addShell(draft, shell);
  return bind(draft, plan);
}

function addPart(draft: Draft, part: BodyPart, solid: Field, detail: number): void {
  const surface = meshField(part.field, part.bounds, part.cell / detail);
  const count = surface.positions.length / 3;
  const colour = new Color();
  const tones = new Float32Array(count * 3);
  for (let i = 0; i < count; i++) {
    const [x, y, z] = triple(surface.positions, i);
    const [nx, ny, nz] = triple(surface.normals, i);
    part.paint(x, y, z, colour);
    colour.multiplyScalar(openness(solid, x, y, z, nx, ny, nz)).toArray(tones, i * 3);
  }
  for (const mirror of part.mirrored ? [1, -1] : [1]) {
    const base = draft.positions.length / 3;
    for (let i = 0; i < count; i++) {
      const [x, y, z] = triple(surface.positions, i);
      const [nx, ny, nz] = triple(surface.normals, i);
      draft.positions.push(x * mirror, y, z);
      draft.normals.push(nx * mirror, ny, nz);
      draft.colours.push(...triple(tones, i));
    }
    for (let i = 0; i < surface.indices.length; i += 3) {
      const [a, b, c] = triple(surface.indices, i / 3);
      draft.indices.push(base + a, base + (mirror === 1 ? b : c), base + (mirror === 1 ? c : b));
    }
  }
}

function addShell(draft: Draft, { geometry, paint }: PaintedShell): void {
  const base = draft.positions.length / 3;
  const position = geometry.getAttribute('position');
  const normal = geometry.getAttribute('normal');
  const colour = new Color();
  for (let i = 0; i < position.count; i++) {
    draft.positions.push(position.getX(i), position.getY(i), position.getZ(i));
    draft.normals.push(normal.getX(i), normal.getY(i), normal.getZ(i));
    paint(position.getX(i), position.getY(i), position.getZ(i), colour);
    draft.colours.push(colour.r, colour.g, colour.b);
  }
  for (const index of geometry.getIndex()?.array ?? []) draft.indices.push(base + index);
}

/** 1 in the open, less in creases: ambient occlusion from a few samples of the distance along the normal. */
function openness(solid: Field, x: number, y: number, z: number, nx: number, ny: number, nz: number): number {
  let hidden = 0;
  for (const reach of [0.055, 0.02]) {
    const distance = solid(x + nx * reach, y + ny * reach, z + nz * reach);
    if (hidden === 0 && distance > 0.98 * reach) return 1;
    hidden += Math.min(1, Math.max(0, 1 - distance / reach)) / 2;
  }
  return 1 - 0.5 * hidden;
}

function bind(draft: Draft, plan: BodyPlan): BufferGeometry {
  const count = draft.positions.length / 3;
  const bones = new Uint8Array(count * 4);
  const weights = new Float32Array(count * 4);
  const bindingOf = createBinder(plan);
  for (let i = 0; i < count; i++) {
    const [x, y, z] = triple(draft.positions, i);
    const binding = bindingOf(x, y, z);
    bones.set(binding.bones, i * 4);
    weights.set(binding.weights, i * 4);
  }
  return new BufferGeometry()
    .setAttribute('position', new BufferAttribute(Float32Array.from(draft.positions), 3))
    .setAttribute('normal', new BufferAttribute(Float32Array.from(draft.normals), 3))
    .setAttribute('color', new BufferAttribute(Float32Array.from(draft.colours), 3))
    .setAttribute('skinIndex', new BufferAttribute(bones, 4))
    .setAttribute('skinWeight', new BufferAttribute(weights, 4))
    .setIndex(new BufferAttribute(Uint32Array.from(draft.indices), 1));
}

function triple(list: ArrayLike<number>, index: number): [number, number, number] {
  return [list[index * 3] as number, list[index * 3 + 1] as number, list[index * 3 + 2] as number];
}
