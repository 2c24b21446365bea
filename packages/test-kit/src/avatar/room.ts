import {
  BoxGeometry,
  BufferAttribute,
  type BufferGeometry,
  CircleGeometry,
  Color,
  CylinderGeometry,
  DirectionalLight,
  Group,
  HemisphereLight,
  Mesh,
  MeshBasicMaterial,
  MeshLambertMaterial,
  PlaneGeometry,
  SphereGeometry,
} from 'three';

/** What is behind the people. `room`: wall, floor and furniture, all farther back than 1 m behind the middle. `plain`: one colour, nothing else. */
export type Background = 'room' | { readonly plain: string };

type Shade = (x: number, y: number, z: number, into: Color) => void;

/** Bakes a colour for each vertex: cheaper than textures, and nothing to load. */
function paint(geometry: BufferGeometry, shade: Shade): BufferGeometry {
  const position = geometry.getAttribute('position');
  const colours = new Float32Array(position.count * 3);
  const colour = new Color();
  for (let i = 0; i < position.count; i++) {
    shade(position.getX(i), position.getY(i), position.getZ(i), colour);
    colour.toArray(colours, i * 3);
  }
  return geometry.setAttribute('color', new BufferAttribute(colours, 3));
}

const BACK = -1.9;

/** Floor, wall, window light, sofa, plant, shelf and pictures. */
export function createRoom(): Group {
  const room = new Group();
  const flat = new MeshBasicMaterial({ vertexColors: true });
  const lit = new MeshLambertMaterial({ vertexColors: true });
  const add = (
    geometry: BufferGeometry,
    colour: string | Shade,
    material: MeshBasicMaterial | MeshLambertMaterial = lit,
  ): void => {
    const fixed = typeof colour === 'string' ? new Color(colour) : undefined;
    room.add(
      new Mesh(paint(geometry, fixed ? (_x, _y, _z, into) => void into.copy(fixed) : (colour as Shade)), material),
    );
  };
  const block = (x: number, y: number, z: number, w: number, h: number, d: number, colour: string): void =>
    add(new BoxGeometry(w, h, d).translate(x, y, z), colour);

  const wallLow = new Color('#b9b2a6');
  const wallHigh = new Color('#dcd7cd');
  add(
    new PlaneGeometry(14, 5, 28, 12).translate(0, 2.5, BACK),
    (x, y, _z, into) => {
      const glow = Math.exp(-((x + 1.6) ** 2 + (y - 2) ** 2) / 4);
      into.copy(wallLow).lerp(wallHigh, Math.min(1, 0.25 + 0.18 * y + 0.55 * glow));
    },
    flat,
  );
  const near = new Color('#a58a6c');
  const far = new Color('#8a7259');
  add(
    new PlaneGeometry(14, 9, 56, 18).rotateX(-Math.PI / 2).translate(0, 0, BACK + 4.5),
    (x, _y, z, into) => {
      const board = 1 + 0.05 * Math.sin(Math.round(x * 4) * 12.9);
      into
        .copy(far)
        .lerp(near, Math.min(1, (z - BACK) / 4))
        .multiplyScalar(board);
    },
    flat,
  );
  block(0, 0.05, BACK + 0.012, 14, 0.1, 0.024, '#efece6');
  add(
    new CircleGeometry(1.25, 48)
      .scale(1.25, 1, 1)
      .rotateX(-Math.PI / 2)
      .translate(0, 0.002, 0),
    (x, _y, z, into) => void into.set(Math.hypot(x / 1.25, z) > 1.1 ? '#8f9a97' : '#7c8a88'),
    flat,
  );
  // Sofa
  block(1.75, 0.3, BACK + 0.5, 1.7, 0.3, 0.75, '#566476');
  block(1.75, 0.62, BACK + 0.2, 1.7, 0.55, 0.2, '#4d5a6b');
  block(0.97, 0.42, BACK + 0.5, 0.18, 0.36, 0.75, '#4d5a6b');
  block(2.53, 0.42, BACK + 0.5, 0.18, 0.36, 0.75, '#4d5a6b');
  add(
    new BoxGeometry(0.4, 0.36, 0.14)
      .rotateX(-0.35)
      .rotateZ(0.15)
      .translate(1.35, 0.62, BACK + 0.4),
    '#c79a4b',
  );
  // Shelf and what is on it
  block(-1.75, 0.4, BACK + 0.22, 1.3, 0.8, 0.36, '#c9bda9');
  block(-1.75, 0.4, BACK + 0.405, 0.012, 0.76, 0.012, '#8f8371');
  for (const [i, colour] of ['#7d4b42', '#3f5b63', '#b59a5b', '#59624b', '#8d8f96'].entries())
    block(-2.2 + i * 0.055, 0.8 + 0.11 + 0.012 * (i % 3), BACK + 0.24, 0.042, 0.22 + 0.024 * (i % 3), 0.16, colour);
  add(new CylinderGeometry(0.02, 0.02, 0.3, 12).translate(-1.35, 0.95, BACK + 0.22), '#77706a');
  add(new CylinderGeometry(0.09, 0.15, 0.2, 20).translate(-1.35, 1.16, BACK + 0.22), '#f4e6c6', flat);
  // Plant
  add(new CylinderGeometry(0.15, 0.11, 0.3, 18).translate(-0.72, 0.15, BACK + 0.3), '#d8d3c9');
  for (let leaf = 0; leaf < 11; leaf++) {
    const turn = leaf * 2.4;
    const rise = 0.32 + 0.05 * leaf;
    add(
      new SphereGeometry(0.5, 8, 6)
        .scale(0.1, 0.5, 0.05)
        .translate(0, 0.2, 0)
        .rotateX(0.75 - leaf * 0.05)
        .rotateY(turn)
        .translate(-0.72, rise, BACK + 0.3),
      leaf % 2 ? '#4d6b46' : '#5d7d52',
    );
  }
  // Pictures
  block(1.75, 1.65, BACK + 0.015, 0.9, 0.62, 0.03, '#efe9de');
  block(1.75, 1.65, BACK + 0.032, 0.74, 0.46, 0.01, '#8aa0a3');
  block(1.62, 1.56, BACK + 0.04, 0.34, 0.2, 0.01, '#c98e66');
  block(-1.75, 1.75, BACK + 0.015, 0.42, 0.56, 0.03, '#4a4542');
  block(-1.75, 1.75, BACK + 0.032, 0.34, 0.48, 0.01, '#d9c9a8');
  return room;
}

/** Soft light from a window on the left and from the ceiling. */
export function createLights(): Group {
  const key = new DirectionalLight('#fff4e2', 2.0);
  key.position.set(-2.2, 3.4, 3.2);
  const fill = new DirectionalLight('#dfe9ff', 0.55);
  fill.position.set(3, 1.6, 2);
  return new Group().add(new HemisphereLight('#f6f4f0', '#8d7a66', 1.55), key, fill);
}

/** A soft dark spot for under a person's feet. */
export function createShadow(): Mesh {
  const geometry = new CircleGeometry(1, 36, 0, Math.PI * 2);
  const rings = 8;
  const count = 36;
  const positions: number[] = [];
  const colours: number[] = [];
  const indices: number[] = [];
  for (let ring = 0; ring <= rings; ring++)
    for (let i = 0; i < count; i++) {
      const r = ring / rings;
      positions.push(r * Math.cos((i / count) * Math.PI * 2), 0, r * Math.sin((i / count) * Math.PI * 2));
      colours.push(0, 0, 0, 0.5 * (1 - r) ** 2 * (1 + 2 * r));
      if (ring === 0) continue;
      const a = (ring - 1) * count + i;
      const b = (ring - 1) * count + ((i + 1) % count);
      indices.push(a, b, a + count, b, b + count, a + count);
    }
  geometry
    .setAttribute('position', new BufferAttribute(Float32Array.from(positions), 3))
    .setAttribute('color', new BufferAttribute(Float32Array.from(colours), 4))
    .setIndex(indices);
  geometry.deleteAttribute('normal').deleteAttribute('uv');
  return new Mesh(geometry, new MeshBasicMaterial({ vertexColors: true, transparent: true, depthWrite: false }));
}
