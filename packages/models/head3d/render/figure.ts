import type { Random } from '@integral-pose/test-kit';
import { Bone, Group, Object3D, Quaternion, Skeleton, Vector3 } from 'three';
import { type BodySet, mixBody } from './bodies.ts';
import { createDoll } from './doll.ts';
import type { Split, Theme } from './job.ts';
import { randomPose } from './pose.ts';
import { createSkins } from './skin.ts';
import { anySurface, lifelike } from './surface.ts';
import { THEMES } from './themes.ts';

/** A posed person. */
export interface Figure {
  readonly object: Group;
  /** COCO's 17 joints, in the world. */
  readonly joints: readonly Vector3[];
  readonly body: string;
  readonly pose: string;
  dispose(): void;
}

const place = (thing: Object3D) => thing.getWorldPosition(new Vector3());

const LIMBS = ['upperarm01', 'lowerarm01', 'wrist', 'upperleg01', 'lowerleg01', 'foot'] as const;

/** Makes figures of one set of bodies. What they have in common is kept. */
export function createFigures(set: BodySet): (split: Split, theme: Theme, random: Random) => Figure {
  const skins = createSkins(set);
  const at = new Map(set.bones.map((name, index) => [name, index]));
  return (split, theme, random) => {
    const body = mixBody(set, split !== 'train', random);
    const { anyStyle, arms } = THEMES[theme];
    const surface = anyStyle ? anySurface(random) : lifelike;
    const isDoll = anyStyle && random.next() < 0.6;
    const head = (name: string) => body.heads[at.get(name) as number] as Vector3;
    const bones = set.bones.map((name) => Object.assign(new Bone(), { name }));
    const bone = (name: string) => bones[at.get(name) as number] as Bone;
    set.parent.forEach((parent, i) => {
      const each = bones[i] as Bone;
      each.position.copy(body.heads[i] as Vector3);
      if (parent < 0) return;
      each.position.sub(body.heads[parent] as Vector3);
      (bones[parent] as Bone).add(each);
    });
    const object = new Group();
    object.add(bones[0] as Bone);
    const skull = bone('head');
    const face = body.face.map((point) => {
      const mark = new Object3D();
      mark.position.copy(point).sub(head('head'));
      skull.add(mark);
      return mark;
    });
    object.updateMatrixWorld(true);
    const skeleton = new Skeleton(bones);
    if (isDoll) stretch(bone, face, arms, random);
    // Skins hang on the bones as they are at rest; dolls are built round the posed ones.
    const skin = isDoll ? undefined : skins(body, skeleton, surface, random);
    const rest = (limb: 'upperarm01' | 'lowerarm01' | 'upperleg01' | 'lowerleg01', end: string, side: 'L' | 'R') =>
      head(`${end}.${side}`)
        .clone()
        .sub(head(`${limb}.${side}`))
        .normalize();
    const limbs = (side: 'L' | 'R') => ({
      upperArm: rest('upperarm01', 'lowerarm01', side),
      forearm: rest('lowerarm01', 'wrist', side),
      thigh: rest('upperleg01', 'lowerleg01', side),
      shin: rest('lowerleg01', 'foot', side),
    });
    const { kind, turns } = randomPose(split, theme, { L: limbs('L'), R: limbs('R') }, random);
    for (const [name, turn] of turns) bone(name).quaternion.copy(turn);
    object.updateMatrixWorld(true);
    const flesh =
      skin ??
      createDoll(
        {
          at: (name) => place(bone(name)),
          turn: (name) => bone(name).getWorldQuaternion(new Quaternion()),
          face: face.map(place),
        },
        surface,
        random,
      );
    object.add(flesh.object);
    const joints = [
      ...face.map(place),
      ...LIMBS.flatMap((limb) => ['L', 'R'].map((side) => place(bone(`${limb}.${side}`)))),
    ];
    return {
      object,
      joints,
      body: body.name,
      pose: kind,
      dispose() {
        object.removeFromParent();
        skeleton.dispose();
        flesh.dispose();
      },
    };
  };
}

/** Makes limbs, trunk and head longer or shorter than a person's. */
function stretch(
  bone: (name: string) => Bone,
  face: readonly Object3D[],
  arms: readonly [number, number],
  random: Random,
): void {
  const shares = {
    arms: random.between(...arms),
    legs: random.between(0.88, 1.15),
    trunk: random.between(0.9, 1.12),
  };
  const ends = {
    arms: ['lowerarm01', 'wrist'],
    legs: ['lowerleg01', 'foot'],
    trunk: ['clavicle', 'upperarm01', 'upperleg01'],
  } as const;
  for (const part of ['arms', 'legs', 'trunk'] as const)
    for (const end of ends[part])
      for (const side of ['L', 'R']) bone(`${end}.${side}`).position.multiplyScalar(shares[part]);
  for (const end of ['spine05', 'spine03', 'spine02', 'spine01', 'neck01'])
    bone(end).position.multiplyScalar(shares.trunk);
  const head = random.between(0.9, 1.3);
  for (const mark of face) mark.position.multiplyScalar(head);
}
