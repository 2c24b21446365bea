import type { Random } from '@integral-pose/test-kit';
import {
  BoxGeometry,
  type BufferGeometry,
  CapsuleGeometry,
  type Color,
  CylinderGeometry,
  Group,
  Matrix4,
  Mesh,
  Quaternion,
  SphereGeometry,
  Vector3,
} from 'three';
import type { Surface } from './surface.ts';

const UP = new Vector3(0, 1, 0);

/** How something is turned that leads `up` and whose own x leads to the `left`. */
export function upright(up: Vector3, left: Vector3): Quaternion {
  const y = up.clone().normalize();
  const z = left.clone().cross(y).normalize();
  return new Quaternion().setFromRotationMatrix(new Matrix4().makeBasis(y.clone().cross(z), y, z));
}

/** Makes the solids of one doll: all boxes, all capsules, or all tapered. */
export function createSolids(surface: Surface, random: Random) {
  const object = new Group();
  const made: { dispose(): void }[] = [];
  const angular = random.next() < 0.2;
  const tapered = random.next() < 0.5;

  function solid(geometry: BufferGeometry, color: Color, place: Vector3, turned: Quaternion, size?: Vector3): void {
    const material = surface({ color }, random);
    const mesh = new Mesh(geometry, material);
    mesh.position.copy(place);
    mesh.quaternion.copy(turned);
    if (size) mesh.scale.copy(size);
    object.add(mesh);
    made.push(geometry, material);
  }
  const ball = (place: Vector3, radius: number, color: Color): void =>
    solid(new SphereGeometry(radius, 16, 12), color, place, new Quaternion());
  return {
    object,
    solid,
    ball,
    /** `size` is half of each side. */
    block(place: Vector3, turned: Quaternion, size: Vector3, color: Color): void {
      if (angular) solid(new BoxGeometry(2, 2, 2), color, place, turned, size);
      else solid(new SphereGeometry(1, 20, 16), color, place, turned, new Vector3(size.x, size.y * 1.12, size.z));
    },
    /** From one place to another; `wide` where it begins, `narrow` where it ends. */
    limb(from: Vector3, to: Vector3, wide: number, narrow: number, color: Color): void {
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
    },
    dispose(): void {
      for (const thing of made) thing.dispose();
    },
  };
}

export type Solids = ReturnType<typeof createSolids>;
