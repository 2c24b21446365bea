import type { Random } from '@integral-pose/test-kit';
import { Vector3 } from 'three';

/** The file `bodies.json`: MakeHuman figures with the same vertices and bones, in metres. */
export interface BodySet {
  readonly bones: readonly string[];
  /** Index of each bone's parent; −1 for the root. */
  readonly parent: readonly number[];
  readonly groups: Readonly<Record<'body' | 'hair' | 'tights' | 'skirt' | 'eyes', readonly number[]>>;
  /** Four a vertex. */
  readonly skinIndex: readonly number[];
  readonly skinWeight: readonly number[];
  readonly shapes: readonly {
    readonly name: string;
    readonly pos: readonly number[];
    readonly heads: readonly Triple[];
    /** Nose, left and right eye, left and right ear. */
    readonly face: readonly Triple[];
  }[];
}

export type Triple = readonly [number, number, number];

/** One body at rest. */
export interface Body {
  readonly name: string;
  readonly positions: Float32Array;
  /** Where each bone begins. */
  readonly heads: readonly Vector3[];
  readonly face: readonly Vector3[];
}

/** Shapes that training never sees, 11 of 28: young Asian and Caucasian women, two builds of African men, an old man. */
const HELD_BACK = /asian-female-young|african-male-young-(maxmuscle|minmuscle)|caucasian-male-old/;

export function isHeldBack(name: string): boolean {
  return HELD_BACK.test(name);
}

/** A body between two of the set, of another height: no two are the same. */
export function mixBody({ shapes }: BodySet, heldBack: boolean, random: Random): Body {
  const choice = shapes.filter(({ name }) => isHeldBack(name) === heldBack);
  const pick = () => choice[Math.floor(random.next() * choice.length)] as BodySet['shapes'][number];
  const [a, b] = [pick(), pick()];
  const share = random.between(0, 0.5);
  const size = random.between(0.92, 1.08);
  const mix = (p: number, q: number) => size * ((1 - share) * p + share * q);
  const point = (p: Triple, q: Triple) => new Vector3(mix(p[0], q[0]), mix(p[1], q[1]), mix(p[2], q[2]));
  return {
    name: `${a.name}+${b.name}`,
    positions: Float32Array.from(a.pos, (value, i) => mix(value, b.pos[i] as number)),
    heads: a.heads.map((head, i) => point(head, b.heads[i] as Triple)),
    face: a.face.map((each, i) => point(each, b.face[i] as Triple)),
  };
}
