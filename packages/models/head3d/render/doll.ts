import type { Random } from '@integral-pose/test-kit';
import {
  BoxGeometry,
  type BufferGeometry,
  CapsuleGeometry,
  Color,
  CylinderGeometry,
  Group,
  Matrix4,
  Mesh,
  Quaternion,
  SphereGeometry,
  Vector3,
} from 'three';
import { anyColour, anyHair, anySkin } from './clothes.ts';
import type { Surface } from './surface.ts';

/** Where a posed body's bones begin and its face is, in the world. */
export interface Posed {
  at(bone: string): Vector3;
  /** How a bone is turned in the world, from rest. */
  turn(bone: string): Quaternion;
  /** Nose, left and right eye, left and right ear. */
  readonly face: readonly Vector3[];
}

const SIDES = ['L', 'R'] as const;
const UP = new Vector3(0, 1, 0);

/** A body of simple solids round the bones: a wooden doll's, a robot's, a game's. */
export function createDoll({ at, turn, face }: Posed, surface: Surface, random: Random) {
  const object = new Group();
  const made: { dispose(): void }[] = [];
  // One number makes the whole body stout or slim, the others some of its parts.
  const girth = random.between(0.8, 1.3);
  const thick = (metres: number) => metres * girth * random.between(0.85, 1.15);
  const angular = random.next() < 0.2;
  const tapered = random.next() < 0.5;
  const [skin, hair, shirt, trousers, shoes] = [
    random.next() < 0.8 ? anySkin(random) : anyColour(random),
    anyHair(random),
    anyColour(random),
    anyColour(random),
    anyColour(random),
  ] as const;
  const plain = random.next() < 0.12;
  const colour = (given: Color) => (plain ? skin : given);

  const solid = (geometry: BufferGeometry, color: Color, place: Vector3, turned: Quaternion, size?: Vector3) => {
    const material = surface({ color }, random);
    const mesh = new Mesh(geometry, material);
    mesh.position.copy(place);
    mesh.quaternion.copy(turned);
    if (size) mesh.scale.copy(size);
    object.add(mesh);
    made.push(geometry, material);
  };
  const ball = (place: Vector3, radius: number, color: Color) =>
    solid(new SphereGeometry(radius, 16, 12), color, place, new Quaternion());
  /** From one place to another; `wide` where it begins, `narrow` where it ends. */
  const limb = (from: Vector3, to: Vector3, wide: number, narrow: number, color: Color) => {
    const along = to.clone().sub(from);
    const length = along.length();
    const turned = new Quaternion().setFromUnitVectors(UP, along.divideScalar(length || 1));
    const middle = from.clone().lerp(to, 0.5);
    if (angular) solid(new BoxGeometry(2 * wide, length + narrow, 2 * narrow), color, middle, turned);
    else if (tapered) {
      solid(new CylinderGeometry(narrow, wide, length, 14), color, middle, turned);
      ball(from, wide, color);
      ball(to, narrow, color);
    } else solid(new CapsuleGeometry((wide + narrow) / 2, length, 4, 14), color, middle, turned);
  };
  /** How something is turned that leads up and to its left. */
  const upright = (up: Vector3, left: Vector3) => {
    const y = up.clone().normalize();
    const z = left.clone().cross(y).normalize();
    return new Quaternion().setFromRotationMatrix(new Matrix4().makeBasis(y.clone().cross(z), y, z));
  };
  const between = (bone: string) => at(`${bone}.L`).lerp(at(`${bone}.R`), 0.5);

  const [hips, shoulders] = [between('upperleg01'), between('upperarm01')];
  const across = at('upperarm01.L').sub(at('upperarm01.R'));
  const hipsAcross = at('upperleg01.L').sub(at('upperleg01.R'));
  const spine = shoulders.clone().sub(hips);
  const tall = spine.length();
  const depth = thick(0.115);
  const waist = hips.clone().lerp(shoulders, 0.42);
  const block = (sideways: number, upwards: number, forwards: number) =>
    angular
      ? { geometry: new BoxGeometry(2, 2, 2), size: new Vector3(sideways, upwards, forwards) }
      : { geometry: new SphereGeometry(1, 20, 16), size: new Vector3(sideways, upwards * 1.12, forwards) };
  const chest = block(across.length() * random.between(0.48, 0.58), tall * 0.36, depth);
  solid(chest.geometry, colour(shirt), hips.clone().lerp(shoulders, 0.74), upright(spine, across), chest.size);
  const belly = block(
    across.length() * random.between(0.36, 0.48) * girth,
    tall * 0.34,
    depth * random.between(0.8, 1.2),
  );
  solid(belly.geometry, colour(shirt), waist, upright(spine, across), belly.size);
  const pelvis = block(hipsAcross.length() * random.between(0.72, 0.95), tall * 0.24, depth);
  solid(pelvis.geometry, colour(trousers), hips, upright(spine, hipsAcross), pelvis.size);

  const sleeves = random.next();
  const legs = random.next();
  const [arm, elbow, wrist, thigh, knee, ankle] = [0.052, 0.042, 0.03, 0.083, 0.055, 0.04].map(thick) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const hand = random.between(0.05, 0.09);
  for (const side of SIDES) {
    const place = (bone: string) => at(`${bone}.${side}`);
    limb(place('upperarm01'), place('lowerarm01'), arm, elbow, colour(sleeves > 0.2 ? shirt : skin));
    limb(place('lowerarm01'), place('wrist'), elbow, wrist, colour(sleeves > 0.6 ? shirt : skin));
    const palm = new Vector3().subVectors(place('wrist'), place('lowerarm01')).normalize();
    limb(place('wrist'), place('wrist').addScaledVector(palm, 2 * hand), wrist, hand * 0.55, skin);
    limb(place('upperleg01'), place('lowerleg01'), thigh, knee, colour(trousers));
    limb(place('lowerleg01'), place('foot'), knee, ankle, colour(legs > 0.35 ? trousers : skin));
    // At rest feet lead forwards and lie a little below the ankles.
    const toes = new Vector3(0, -0.05, random.between(0.12, 0.17))
      .applyQuaternion(turn(`foot.${side}`))
      .add(place('foot'));
    const heel = new Vector3(0, -0.05, -0.05).applyQuaternion(turn(`foot.${side}`)).add(place('foot'));
    limb(heel, toes, 0.045, 0.038, colour(shoes));
  }

  const [nose, leftEye, rightEye, leftEar, rightEar] = face as [Vector3, Vector3, Vector3, Vector3, Vector3];
  const ears = leftEar.clone().lerp(rightEar, 0.5);
  const eyes = leftEye.clone().lerp(rightEye, 0.5);
  const skull = leftEar.clone().sub(rightEar);
  const front = eyes.clone().sub(ears);
  const crown = front.clone().cross(skull).normalize();
  const turned = upright(crown, skull);
  const half = skull.length() / 2;
  const middle = ears
    .clone()
    .lerp(eyes, 0.25)
    .addScaledVector(crown, 0.15 * half);
  limb(shoulders, ears, thick(0.055), thick(0.05), skin);
  solid(new SphereGeometry(1, 20, 16), skin, middle, turned, new Vector3(0.95, 1.4, 1.15).multiplyScalar(half));
  if (random.next() < 0.8) {
    const cap = new SphereGeometry(1, 20, 12, 0, 2 * Math.PI, 0, random.between(0.4, 0.62) * Math.PI);
    const back = turned
      .clone()
      .multiply(new Quaternion().setFromAxisAngle(new Vector3(1, 0, 0), -random.between(0.2, 0.7)));
    solid(cap, hair, middle, back, new Vector3(1.03, 1.46, 1.22).multiplyScalar(half));
  }
  if (random.next() < 0.85) {
    ball(nose.clone().lerp(ears, 0.12), half * random.between(0.14, 0.26), skin);
    const pupils = new Color().setScalar(random.between(0, 0.15));
    for (const eye of [leftEye, rightEye])
      ball(eye.clone().lerp(ears, 0.06), half * random.between(0.12, 0.22), pupils);
  }
  return {
    object,
    dispose() {
      for (const thing of made) thing.dispose();
    },
  };
}
