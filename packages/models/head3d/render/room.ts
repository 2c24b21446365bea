import type { Random } from '@integral-pose/test-kit';
import {
  BackSide,
  BoxGeometry,
  CircleGeometry,
  Mesh,
  MeshBasicMaterial,
  MeshLambertMaterial,
  type Scene,
  type Vector3,
} from 'three';
import { anyColour } from './clothes.ts';

/** Below the lower ankle. */
const SOLE = 0.08;

/**
 * What people stand in: a floor, mostly walls, furniture, a shadow. It shows how the camera is tilted.
 * @param joints of the person, in the world, y up
 */
export function furnish(scene: Scene, joints: readonly Vector3[], random: Random): { dispose(): void }[] {
  const made: { dispose(): void }[] = [];
  const [centre] = joints.slice(11) as [Vector3];
  const floor = Math.min(...joints.map(({ y }) => y)) - SOLE;
  const add = (mesh: Mesh<BoxGeometry | CircleGeometry, MeshBasicMaterial | MeshLambertMaterial>) => {
    scene.add(mesh);
    made.push(mesh.geometry, mesh.material);
    return mesh;
  };
  const disc = (radius: number, height: number, material: MeshBasicMaterial | MeshLambertMaterial) => {
    const mesh = add(new Mesh(new CircleGeometry(radius, 48), material));
    mesh.rotation.x = -Math.PI / 2;
    mesh.position.set(centre.x, floor + height, centre.z);
    return mesh;
  };
  const heading = random.between(0, Math.PI);
  disc(40, 0, new MeshLambertMaterial({ color: anyColour(random) }));
  if (random.next() < 0.4)
    disc(random.between(0.6, 2.5), 0.005, new MeshLambertMaterial({ color: anyColour(random) })).scale.x =
      random.between(0.6, 1);
  if (random.next() < 0.6) {
    const shade = { color: 0, transparent: true, opacity: random.between(0.15, 0.5), depthWrite: false };
    disc(random.between(0.18, 0.45), 0.01, new MeshBasicMaterial(shade));
  }
  if (random.next() < 0.6) {
    const [width, height, length] = [random.between(5, 36), random.between(2.4, 12), random.between(5, 36)];
    const walls = add(
      new Mesh(
        new BoxGeometry(width, height, length),
        new MeshLambertMaterial({ color: anyColour(random), side: BackSide }),
      ),
    );
    // The floor hides the lower side of the box.
    walls.position.set(centre.x, floor + height / 2 - 0.01, centre.z);
    walls.rotation.y = heading;
  }
  const count = Math.floor(random.between(0, 7));
  for (let k = 0; k < count; k++) {
    const [width, height, length] = [
      random.between(0.1, 2),
      random.between(0.1, 2) ** 2 / 2 + 0.1,
      random.between(0.1, 1.2),
    ];
    const thing = add(
      new Mesh(new BoxGeometry(width, height, length), new MeshLambertMaterial({ color: anyColour(random) })),
    );
    const [away, around] = [random.between(1.2, 4.5), random.between(0, 2 * Math.PI)];
    const lifted = random.next() < 0.25 ? random.between(0.5, 1.8) : 0;
    thing.position.set(
      centre.x + away * Math.cos(around),
      floor + height / 2 + lifted,
      centre.z + away * Math.sin(around),
    );
    thing.rotation.y = heading + (random.next() < 0.7 ? 0 : random.between(0, 3));
  }
  return made;
}
