import type { Random } from '@integral-pose/test-kit';
import {
  Bone,
  BufferAttribute,
  BufferGeometry,
  type Color,
  DoubleSide,
  Float32BufferAttribute,
  Group,
  MeshStandardMaterial,
  Object3D,
  Skeleton,
  SkinnedMesh,
  Uint16BufferAttribute,
  Uint32BufferAttribute,
  Vector3,
} from 'three';
import { type BodySet, mixBody, type Triple } from './bodies.ts';
import { createWardrobe } from './clothes.ts';
import type { Split, Theme } from './job.ts';
import { randomPose } from './pose.ts';

/** A posed person. */
export interface Figure {
  readonly object: Group;
  /** COCO's 17 joints, in the world. */
  readonly joints: readonly Vector3[];
  readonly body: string;
  readonly pose: string;
  dispose(): void;
}

const LIMBS = ['upperarm01', 'lowerarm01', 'wrist', 'upperleg01', 'lowerleg01', 'foot'] as const;

/** The triangles of the long hair that do not hang before the face and the chest. */
function behindTheFace({ groups, shapes }: BodySet): number[] {
  const { pos, face } = shapes[0] as BodySet['shapes'][number];
  const [, [, eye], , [, , ear]] = face as [Triple, Triple, Triple, Triple];
  return groups.hair.filter((_, index) => {
    const corners = [0, 1, 2].map((k) => groups.hair[index - (index % 3) + k] as number);
    const mean = (axis: number) => corners.reduce((sum, vertex) => sum + (pos[3 * vertex + axis] as number) / 3, 0);
    return mean(2) < ear + 0.01 || mean(1) > eye + 0.05;
  });
}

/** Makes figures of one set of bodies. What they have in common is kept. */
export function createFigures(set: BodySet): (split: Split, theme: Theme, random: Random) => Figure {
  const wardrobe = createWardrobe(set);
  const at = new Map(set.bones.map((name, index) => [name, index]));
  const indices = Object.fromEntries(
    Object.entries({ ...set.groups, hair: behindTheFace(set) }).map(([name, list]) => [
      name,
      new Uint32BufferAttribute([...list], 1),
    ]),
  ) as Record<keyof BodySet['groups'], Uint32BufferAttribute>;
  const skinIndex = new Uint16BufferAttribute([...set.skinIndex], 4);
  const skinWeight = new Float32BufferAttribute([...set.skinWeight], 4);

  return (split, theme, random) => {
    const body = mixBody(set, split !== 'train', random);
    const head = (name: string) => body.heads[at.get(name) as number] as Vector3;
    const bones = set.bones.map((name) => Object.assign(new Bone(), { name }));
    set.parent.forEach((parent, i) => {
      const bone = bones[i] as Bone;
      bone.position.copy(body.heads[i] as Vector3);
      if (parent < 0) return;
      bone.position.sub(body.heads[parent] as Vector3);
      (bones[parent] as Bone).add(bone);
    });
    const object = new Group();
    object.add(bones[0] as Bone);
    const skull = bones[at.get('head') as number] as Bone;
    const face = body.face.map((point) => {
      const mark = new Object3D();
      mark.position.copy(point).sub(head('head'));
      skull.add(mark);
      return mark;
    });
    object.updateMatrixWorld(true);
    const skeleton = new Skeleton(bones);

    const positions = new BufferAttribute(body.positions, 3);
    const whole = new BufferGeometry();
    whole.setAttribute('position', positions);
    whole.setIndex(indices.body);
    whole.computeVertexNormals();
    const { colours, hair, skirt } = wardrobe(body, random);
    const made: { dispose(): void }[] = [skeleton, whole];
    const dress = (group: keyof BodySet['groups'], look: { color: Color } | { colours: Float32Array }): void => {
      const geometry = new BufferGeometry();
      geometry.setAttribute('position', positions);
      geometry.setAttribute('skinIndex', skinIndex);
      geometry.setAttribute('skinWeight', skinWeight);
      geometry.setIndex(indices[group]);
      if (group === 'body') geometry.setAttribute('normal', whole.getAttribute('normal'));
      else geometry.computeVertexNormals();
      const painted = 'colours' in look;
      if (painted) geometry.setAttribute('color', new BufferAttribute(look.colours, 3));
      const material = new MeshStandardMaterial({
        roughness: random.between(0.5, 1),
        vertexColors: painted,
        side: group === 'body' ? 0 : DoubleSide,
        ...(painted ? {} : look),
      });
      const mesh = new SkinnedMesh(geometry, material);
      mesh.frustumCulled = false;
      object.add(mesh);
      mesh.updateMatrixWorld(true);
      mesh.bind(skeleton);
      made.push(geometry, material);
    };
    dress('body', { colours });
    if (hair) dress('hair', { color: hair });
    if (skirt) dress('skirt', { color: skirt });
    dress('eyes', { colours });

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
    for (const [name, turn] of turns) (bones[at.get(name) as number] as Bone).quaternion.copy(turn);
    object.updateMatrixWorld(true);
    const place = (thing: Object3D) => thing.getWorldPosition(new Vector3());
    const joints = [
      ...face.map(place),
      ...LIMBS.flatMap((limb) => ['L', 'R'].map((side) => place(bones[at.get(`${limb}.${side}`) as number] as Bone))),
    ];
    return {
      object,
      joints,
      body: body.name,
      pose: kind,
      dispose() {
        object.removeFromParent();
        for (const thing of made) thing.dispose();
      },
    };
  };
}
