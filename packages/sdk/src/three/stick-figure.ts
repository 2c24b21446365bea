import {
  Bone,
  BufferGeometry,
  Float32BufferAttribute,
  MeshStandardMaterial,
  Quaternion,
  Skeleton,
  SkinnedMesh,
  Uint16BufferAttribute,
  Vector3,
} from 'three';
import { HUMAN, HUMAN_BONES, type HumanBone } from './human-bones.ts';
import { childrenOf, type HumanTrack } from './human-track.ts';
import { orient } from './solve-rotations.ts';

/** Half the width of a bone's spindle, as a share of its length. */
const THICKNESS = 0.1;
/** Where along the bone the spindle is thickest. */
const WAIST = 0.2;

/** A rigged figure of spindles, one a bone, in the rest position: what an animation can be seen on. */
export function stickFigure({ offsets, ends }: HumanTrack): SkinnedMesh<BufferGeometry, MeshStandardMaterial> {
  const bones = Object.fromEntries(
    HUMAN_BONES.map((name) => {
      const bone = new Bone();
      bone.name = name;
      bone.position.copy(offsets[name]);
      return [name, bone];
    }),
  ) as Record<HumanBone, Bone>;
  for (const name of HUMAN_BONES) {
    const { parent } = HUMAN[name];
    if (parent) bones[parent].add(bones[name]);
  }
  bones.hips.updateMatrixWorld(true);
  const mesh = new SkinnedMesh(spindles(bones, offsets, ends), new MeshStandardMaterial({ flatShading: true }));
  mesh.name = 'person';
  mesh.add(bones.hips);
  mesh.bind(new Skeleton(HUMAN_BONES.map((name) => bones[name])));
  return mesh;
}

function spindles(
  bones: Readonly<Record<HumanBone, Bone>>,
  offsets: HumanTrack['offsets'],
  ends: HumanTrack['ends'],
): BufferGeometry {
  const positions: number[] = [];
  const skins: number[] = [];
  const add = (bone: HumanBone, tail: Vector3): void => {
    const length = tail.length();
    if (length === 0) return;
    const start = bones[bone].getWorldPosition(new Vector3());
    const along = tail.clone().normalize();
    const side = Math.abs(along.y) > 0.9 ? new Vector3(1, 0, 0) : new Vector3(0, 1, 0);
    const turn = orient(new Vector3(0, 1, 0), new Vector3(1, 0, 0), along, side, new Quaternion());
    const point = (x: number, y: number, z: number) =>
      new Vector3(x, y, z).multiplyScalar(length).applyQuaternion(turn);
    const waist = [
      point(THICKNESS, WAIST, 0),
      point(0, WAIST, THICKNESS),
      point(-THICKNESS, WAIST, 0),
      point(0, WAIST, -THICKNESS),
    ];
    const [root, tip] = [point(0, 0, 0), point(0, 1, 0)];
    waist.forEach((a, i) => {
      const b = waist[(i + 1) % 4] as Vector3;
      // Counter-clockwise as seen from outside.
      for (const corner of [root, a, b, tip, b, a]) {
        positions.push(...corner.clone().add(start).toArray());
        skins.push(HUMAN_BONES.indexOf(bone));
      }
    });
  };
  for (const bone of HUMAN_BONES) for (const child of childrenOf(bone)) add(bone, offsets[child]);
  for (const [bone, end] of ends) add(bone, end);
  const geometry = new BufferGeometry().setAttribute('position', new Float32BufferAttribute(positions, 3));
  geometry.setAttribute(
    'skinIndex',
    new Uint16BufferAttribute(
      skins.flatMap((bone) => [bone, 0, 0, 0]),
      4,
    ),
  );
  geometry.setAttribute(
    'skinWeight',
    new Float32BufferAttribute(
      skins.flatMap(() => [1, 0, 0, 0]),
      4,
    ),
  );
  geometry.computeVertexNormals();
  return geometry;
}
