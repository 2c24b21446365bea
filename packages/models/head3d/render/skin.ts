import type { Random } from '@integral-pose/test-kit';
import {
  BufferAttribute,
  BufferGeometry,
  type Color,
  DoubleSide,
  Float32BufferAttribute,
  FrontSide,
  Group,
  type Skeleton,
  SkinnedMesh,
  Uint16BufferAttribute,
  Uint32BufferAttribute,
} from 'three';
import type { Body, BodySet, Triple } from './bodies.ts';
import { createWardrobe } from './clothes.ts';
import type { Surface } from './surface.ts';

/** What a figure looks like, to be added to a scene. */
export interface Flesh {
  readonly object: Group;
  dispose(): void;
}

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

/** Makes the skins of one set of bodies, with what they wear. What they have in common is kept. */
export function createSkins(set: BodySet): (body: Body, skeleton: Skeleton, surface: Surface, random: Random) => Flesh {
  const wardrobe = createWardrobe(set);
  const indices = Object.fromEntries(
    Object.entries({ ...set.groups, hair: behindTheFace(set) }).map(([name, list]) => [
      name,
      new Uint32BufferAttribute([...list], 1),
    ]),
  ) as Record<keyof BodySet['groups'], Uint32BufferAttribute>;
  const skinIndex = new Uint16BufferAttribute([...set.skinIndex], 4);
  const skinWeight = new Float32BufferAttribute([...set.skinWeight], 4);

  return (body, skeleton, surface, random) => {
    const object = new Group();
    const positions = new BufferAttribute(body.positions, 3);
    const whole = new BufferGeometry();
    whole.setAttribute('position', positions);
    whole.setIndex(indices.body);
    whole.computeVertexNormals();
    const { colours, hair, skirt } = wardrobe(body, random);
    const made: { dispose(): void }[] = [whole];
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
      const material = surface(
        {
          vertexColors: painted,
          side: group === 'body' ? FrontSide : DoubleSide,
          ...(painted ? {} : look),
        },
        random,
      );
      const mesh = new SkinnedMesh(geometry, material);
      mesh.frustumCulled = false;
      object.add(mesh);
      mesh.bind(skeleton);
      made.push(geometry, material);
    };
    dress('body', { colours });
    if (hair) dress('hair', { color: hair });
    if (skirt) dress('skirt', { color: skirt });
    dress('eyes', { colours });
    return {
      object,
      dispose() {
        for (const thing of made) thing.dispose();
      },
    };
  };
}
