import type { Random } from '@integral-pose/test-kit';
import { Color, type Vector3 } from 'three';
import type { Body, BodySet } from './bodies.ts';

/** What somebody wears, painted on the vertices. */
export interface Clothes {
  /** RGB of each vertex. */
  readonly colours: Float32Array;
  /** Long hair, beside what is painted on the head. */
  readonly hair: Color | null;
  readonly skirt: Color | null;
}

const SKINS = ['#f6d7bd', '#eec1a0', '#dba57f', '#c28a5f', '#96633f', '#6d4329', '#44291a'] as const;
const HAIRS = ['#0e0b09', '#241811', '#4b2f1b', '#7a5230', '#bf9c62', '#8e8e8e', '#6a2312'] as const;

const EYES = ['#120c08', '#2b1a0e', '#1d2f3d', '#27341f'] as const;
const WHITE_OF_EYES = new Color('#ececec');

const any = (choices: readonly string[], r: Random) => new Color(choices[Math.floor(r.next() * choices.length)]);

/** Cloth is mostly dull: saturation is squared. */
export function anyColour(r: Random): Color {
  return new Color().setHSL(r.next(), r.next() ** 2, r.between(0.04, 0.9));
}

export const anySkin = (r: Random): Color => any(SKINS, r);
export const anyHair = (r: Random): Color => any(HAIRS, r);

/** The bone that moves each vertex most. */
function owners({ skinIndex, skinWeight, bones }: BodySet): readonly string[] {
  return Array.from({ length: skinWeight.length / 4 }, (_, vertex) => {
    let best = 4 * vertex;
    for (let k = best + 1; k < 4 * vertex + 4; k++)
      if ((skinWeight[k] as number) > (skinWeight[best] as number)) best = k;
    return bones[skinIndex[best] as number] as string;
  });
}

type Part = 'trunk' | 'upper arm' | 'forearm' | 'thigh' | 'shin' | 'foot' | 'head' | 'hand' | 'neck';

function partOf(bone: string): Part {
  if (/^(root|spine|clavicle)/.test(bone)) return 'trunk';
  if (bone.startsWith('upperarm')) return 'upper arm';
  if (bone.startsWith('lowerarm')) return 'forearm';
  if (bone.startsWith('upperleg')) return 'thigh';
  if (bone.startsWith('lowerleg')) return 'shin';
  if (bone.startsWith('foot')) return 'foot';
  if (bone.startsWith('head')) return 'head';
  return bone.startsWith('neck') ? 'neck' : 'hand';
}

/** A wardrobe for bodies of one set. */
export function createWardrobe(set: BodySet): (body: Body, random: Random) => Clothes {
  const parts = owners(set).map(partOf);
  const root = set.bones.indexOf('root');
  const eyeballs = new Set(set.groups.eyes);
  return (body, random) => {
    const skin = any(SKINS, random).multiplyScalar(random.between(0.85, 1.12));
    const hair = any(HAIRS, random);
    const [shirt, second, trousers, shoes, gloves] = [0, 1, 2, 3, 4].map(() => anyColour(random)) as [
      Color,
      Color,
      Color,
      Color,
      Color,
    ];
    const suit = random.next() < 0.15;
    const sleeve = random.next();
    const legs = random.next();
    const bare = random.next() < 0.08;
    const pattern = random.next();
    const frequency = random.between(12, 90);
    const phase = random.between(0, 6);
    const waist = (body.heads[root]?.y ?? 0) + random.between(-0.02, 0.06);
    const [nose, eye] = body.face as readonly [Vector3, Vector3];
    // Of the first body's face.
    const size = eye.x / 0.029;
    const iris = any(EYES, random);
    const lips = skin.clone().lerp(new Color('#8d2f35'), random.between(0.15, 0.8));
    /** Eyes, brows and lips: without them nobody could tell a face from the back of a head. */
    const feature = (x: number, y: number, z: number): Color | undefined => {
      if (z < eye.z) return undefined;
      const [aside, up, below] = [Math.abs(x) / size, (y - eye.y) / size, (nose.y - y) / size];
      if (aside > 0.012 && aside < 0.05 && up > 0.017 && up < 0.027) return hair;
      return aside < 0.024 && below > 0.021 && below < 0.047 ? lips : undefined;
    };
    const browLine = eye.y + 0.055;
    const earLine = (body.face[3]?.z ?? 0) - 0.02;
    const gloved = random.next() < 0.07;
    const cloth = (x: number, y: number, z: number): Color => {
      const wave =
        pattern < 0.18
          ? Math.sin(y * frequency + phase)
          : pattern < 0.28
            ? Math.sin(x * frequency + phase)
            : pattern < 0.4
              ? Math.sin(x * frequency) * Math.sin(y * frequency) * Math.sin(z * frequency + phase) - 0.15
              : pattern < 0.48
                ? Math.abs(x) < 0.06
                  ? 1
                  : -1
                : -1;
      return wave > 0 ? second : shirt;
    };
    const colours = new Float32Array(parts.length * 3);
    parts.forEach((part, vertex) => {
      const [x, y, z] = body.positions.subarray(3 * vertex, 3 * vertex + 3) as unknown as [number, number, number];
      let colour = skin;
      if (part === 'trunk') colour = y > waist || suit ? (bare && y > waist ? skin : cloth(x, y, z)) : trousers;
      else if (part === 'upper arm') colour = !bare && sleeve > 0.25 ? cloth(x, y, z) : skin;
      else if (part === 'forearm') colour = !bare && sleeve > 0.6 ? cloth(x, y, z) : skin;
      else if (part === 'thigh') colour = suit ? cloth(x, y, z) : trousers;
      else if (part === 'shin') colour = legs > 0.35 ? (suit ? cloth(x, y, z) : trousers) : skin;
      else if (part === 'foot') colour = shoes;
      else if (part === 'hand' && gloved) colour = gloves;
      else if (part === 'head' && (y > browLine || (z < earLine && y > browLine - 0.12))) colour = hair;
      else if (part === 'head') colour = feature(x, y, z) ?? skin;
      if (eyeballs.has(vertex))
        colour = z > eye.z && Math.hypot(Math.abs(x) - eye.x, y - eye.y) < 0.0068 * size ? iris : WHITE_OF_EYES;
      // Cloth and skin are never quite even.
      const grain = 1 + 0.08 * (random.next() - 0.5);
      colours.set([colour.r * grain, colour.g * grain, colour.b * grain], 3 * vertex);
    });
    return {
      colours,
      hair: random.next() < 0.45 ? hair : null,
      skirt: random.next() < 0.18 ? (random.next() < 0.5 ? trousers : shirt) : null,
    };
  };
}
