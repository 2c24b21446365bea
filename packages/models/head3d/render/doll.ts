import type { Random } from '@integral-pose/test-kit';
import { Color, Quaternion, SphereGeometry, Vector3 } from 'three';
import { anyColour, anyHair, anySkin } from './clothes.ts';
import type { Flesh } from './skin.ts';
import { createSolids, type Solids, upright } from './solids.ts';
import type { Surface } from './surface.ts';

/** Where a posed body's bones begin and its face is, in the world. */
export interface Posed {
  at(bone: string): Vector3;
  /** How a bone is turned in the world, from rest. */
  turn(bone: string): Quaternion;
  /** Nose, left and right eye, left and right ear. */
  readonly face: readonly Vector3[];
}

/** What the parts of a doll have in common. */
interface Making extends Posed {
  readonly solids: Solids;
  readonly random: Random;
  /** 1 for a body of usual build. */
  readonly girth: number;
  /** About so many metres in a body of usual build. */
  thick(metres: number): number;
  readonly colours: ReturnType<typeof chooseColours>;
}

/** A body of simple solids round the bones: a wooden doll's, a robot's, a game's. */
export function createDoll(posed: Posed, surface: Surface, random: Random): Flesh {
  // One number makes the whole body stout or slim, the others some of its parts.
  const girth = random.between(0.8, 1.3);
  const thick = (metres: number) => metres * girth * random.between(0.85, 1.15);
  const solids = createSolids(surface, random);
  const making = { ...posed, solids, random, girth, thick, colours: chooseColours(random) };
  addTrunk(making);
  addLimbs(making);
  addHead(making);
  return solids;
}

function chooseColours(random: Random) {
  const skin = random.next() < 0.8 ? anySkin(random) : anyColour(random);
  const hair = anyHair(random);
  const [shirt, trousers, shoes] = [anyColour(random), anyColour(random), anyColour(random)] as const;
  const plain = random.next() < 0.12;
  return plain ? { skin, hair, shirt: skin, trousers: skin, shoes: skin } : { skin, hair, shirt, trousers, shoes };
}

const middle = ({ at }: Posed, bone: string) => at(`${bone}.L`).lerp(at(`${bone}.R`), 0.5);
const width = ({ at }: Posed, bone: string) => at(`${bone}.L`).sub(at(`${bone}.R`));

function addTrunk(making: Making): void {
  const { solids, colours, random, girth, thick } = making;
  const [hips, shoulders] = [middle(making, 'upperleg01'), middle(making, 'upperarm01')];
  const [across, hipsAcross] = [width(making, 'upperarm01'), width(making, 'upperleg01')];
  const spine = shoulders.clone().sub(hips);
  const tall = spine.length();
  const depth = thick(0.115);
  const turned = upright(spine, across);
  const chest = new Vector3(across.length() * random.between(0.48, 0.58), tall * 0.36, depth);
  solids.block(hips.clone().lerp(shoulders, 0.74), turned, chest, colours.shirt);
  const belly = across.length() * random.between(0.36, 0.48) * girth;
  const waist = new Vector3(belly, tall * 0.34, depth * random.between(0.8, 1.2));
  solids.block(hips.clone().lerp(shoulders, 0.42), turned, waist, colours.shirt);
  const pelvis = new Vector3(hipsAcross.length() * random.between(0.72, 0.95), tall * 0.24, depth);
  solids.block(hips, upright(spine, hipsAcross), pelvis, colours.trousers);
}

function addLimbs({ at, turn, solids, colours, random, thick }: Making): void {
  const sleeves = random.next();
  const legs = random.next();
  const arm = thick(0.052);
  const elbow = thick(0.042);
  const wrist = thick(0.03);
  const thigh = thick(0.083);
  const knee = thick(0.055);
  const ankle = thick(0.04);
  const hand = random.between(0.05, 0.09);
  for (const side of ['L', 'R'] as const) {
    const place = (bone: string) => at(`${bone}.${side}`);
    solids.limb(place('upperarm01'), place('lowerarm01'), arm, elbow, sleeves > 0.2 ? colours.shirt : colours.skin);
    solids.limb(place('lowerarm01'), place('wrist'), elbow, wrist, sleeves > 0.6 ? colours.shirt : colours.skin);
    const palm = place('wrist').sub(place('lowerarm01')).normalize();
    solids.limb(place('wrist'), place('wrist').addScaledVector(palm, 2 * hand), wrist, hand * 0.55, colours.skin);
    solids.limb(place('upperleg01'), place('lowerleg01'), thigh, knee, colours.trousers);
    solids.limb(place('lowerleg01'), place('foot'), knee, ankle, legs > 0.35 ? colours.trousers : colours.skin);
    // At rest feet lead forwards and lie a little below the ankles.
    const foot = (forwards: number) =>
      new Vector3(0, -0.05, forwards).applyQuaternion(turn(`foot.${side}`)).add(place('foot'));
    const toes = foot(random.between(0.12, 0.17));
    solids.limb(foot(-0.05), toes, 0.045, 0.038, colours.shoes);
  }
}

function addHead(making: Making): void {
  const { solids, colours, random, thick } = making;
  const [nose, leftEye, rightEye, leftEar, rightEar] = making.face as [Vector3, Vector3, Vector3, Vector3, Vector3];
  const ears = leftEar.clone().lerp(rightEar, 0.5);
  const eyes = leftEye.clone().lerp(rightEye, 0.5);
  const skull = leftEar.clone().sub(rightEar);
  const crown = eyes.clone().sub(ears).cross(skull).normalize();
  const turned = upright(crown, skull);
  const half = skull.length() / 2;
  const centre = ears
    .clone()
    .lerp(eyes, 0.25)
    .addScaledVector(crown, 0.15 * half);
  solids.limb(middle(making, 'upperarm01'), ears, thick(0.055), thick(0.05), colours.skin);
  const size = new Vector3(0.95, 1.4, 1.15).multiplyScalar(half);
  solids.solid(new SphereGeometry(1, 20, 16), colours.skin, centre, turned, size);
  if (random.next() < 0.8) {
    const cap = new SphereGeometry(1, 20, 12, 0, 2 * Math.PI, 0, random.between(0.4, 0.62) * Math.PI);
    const back = new Quaternion().setFromAxisAngle(new Vector3(1, 0, 0), -random.between(0.2, 0.7));
    const wide = new Vector3(1.03, 1.46, 1.22).multiplyScalar(half);
    solids.solid(cap, colours.hair, centre, turned.clone().multiply(back), wide);
  }
  if (random.next() < 0.85) {
    solids.ball(nose.clone().lerp(ears, 0.12), half * random.between(0.14, 0.26), colours.skin);
    const pupils = new Color().setScalar(random.between(0, 0.15));
    for (const eye of [leftEye, rightEye])
      solids.ball(eye.clone().lerp(ears, 0.06), half * random.between(0.12, 0.22), pupils);
  }
}
