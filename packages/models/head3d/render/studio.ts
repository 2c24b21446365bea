import { type Random, seededRandom } from '@integral-pose/test-kit';
import {
  BoxGeometry,
  CanvasTexture,
  CapsuleGeometry,
  Color,
  DirectionalLight,
  HemisphereLight,
  Mesh,
  MeshStandardMaterial,
  Scene,
  SRGBColorSpace,
  type Vector3,
  WebGLRenderer,
} from 'three';
import { createBackdrops, type Scenery } from './backdrop.ts';
import type { BodySet } from './bodies.ts';
import { anyColour } from './clothes.ts';
import { createFigures } from './figure.ts';
import { JOINT_COLUMNS, type PictureFacts, type RenderJob, type Split } from './job.ts';
import { furnish } from './room.ts';
import { takeShot } from './shot.ts';
import { THEMES } from './themes.ts';

/** Pictures and what is true of them. */
export interface Rendered {
  readonly pictures: Uint8Array;
  readonly joints: Float32Array;
  readonly facts: readonly PictureFacts[];
}

const JOINTS = 17;
const WHITE = new Color('#fff');
/** What the last so many pictures show is kept: three.js compiles a shader anew when no material is left that uses it. */
const KEPT = 60;

/** Draws synthetic people one at a time, each picture from its own number alone. */
export function createStudio(bodies: BodySet, scenery: Readonly<Record<Split, readonly Scenery[]>>) {
  const figures = createFigures(bodies);
  let renderer: WebGLRenderer | undefined;
  const spent: { dispose(): void }[][] = [];
  let backdrops: ReturnType<typeof createBackdrops> | undefined;

  return async ({ split, theme, first, count, side }: RenderJob): Promise<Rendered> => {
    const usual = THEMES[theme];
    renderer ??= new WebGLRenderer({ antialias: true, preserveDrawingBuffer: true });
    renderer.setSize(side, side, false);
    backdrops ??= createBackdrops(side, scenery);
    const texture = new CanvasTexture(backdrops.canvas);
    texture.colorSpace = SRGBColorSpace;
    const developed = new OffscreenCanvas(side, side);
    const paper = developed.getContext('2d', { willReadFrequently: true }) as OffscreenCanvasRenderingContext2D;
    const pictures = new Uint8Array(count * side * side * 3);
    const joints = new Float32Array(count * JOINTS * JOINT_COLUMNS);
    const facts: PictureFacts[] = [];
    for (let i = 0; i < count; i++) {
      const random = seededRandom(usual.seed[split] + first + i);
      for (let k = 0; k < 4; k++) random.next();
      await backdrops.paint(split, random);
      texture.needsUpdate = true;
      const scene = new Scene();
      scene.background = texture;
      const figure = figures(split, theme, random);
      scene.add(figure.object);
      lightUp(scene, figure.joints, random);
      const shot = takeShot(figure.joints, side, split, theme, random);
      const company = random.next() < usual.company ? figures(split, theme, random) : undefined;
      if (company) {
        const away = (random.next() < 0.5 ? 1 : -1) * random.between(0.55, 1.3);
        company.object.position.set(away * Math.cos(random.normal()), 0, random.between(-1.5, 0.3));
        company.object.rotation.y = random.between(-3, 3);
        scene.add(company.object);
      }
      const things = random.next() < usual.clutter ? clutter(scene, figure.joints, shot.camera.position, random) : [];
      if (usual.anyStyle && random.next() < 0.75) things.push(...furnish(scene, figure.joints, random));
      renderer.render(scene, shot.camera);
      paper.filter = `blur(${random.between(0, 0.9).toFixed(2)}px) brightness(${random.between(0.75, 1.25).toFixed(2)}) contrast(${random.between(0.75, 1.2).toFixed(2)}) saturate(${random.between(0.5, 1.3).toFixed(2)})`;
      paper.drawImage(renderer.domElement, 0, 0);
      const { data } = paper.getImageData(0, 0, side, side);
      for (let from = 0, to = i * side * side * 3; from < data.length; from += 4) {
        pictures[to++] = data[from] as number;
        pictures[to++] = data[from + 1] as number;
        pictures[to++] = data[from + 2] as number;
      }
      joints.set(shot.joints, i * JOINTS * JOINT_COLUMNS);
      facts.push({ body: figure.body, pose: figure.pose, ...shot.facts });
      spent.push([figure, ...(company ? [company] : []), ...things]);
      if (spent.length > KEPT) for (const thing of spent.shift() ?? []) thing.dispose();
    }
    texture.dispose();
    return { pictures, joints, facts };
  };
}

function lightUp(scene: Scene, joints: readonly Vector3[], random: Random): void {
  const pale = () => anyColour(random).lerp(WHITE, 0.75);
  scene.add(new HemisphereLight(pale(), pale(), random.between(0.6, 2.6)));
  const lamps = random.between(0, 2.6);
  for (let k = 0; k < lamps; k++) {
    const lamp = new DirectionalLight(pale(), random.between(0.2, k === 0 ? 3.2 : 1.2));
    lamp.position.set(random.normal(), random.between(0, 1.6), random.normal() + 0.5).add(joints[0] as Vector3);
    lamp.target.position.copy(joints[11] as Vector3);
    scene.add(lamp, lamp.target);
  }
}

/** Things between the camera and the body, and beside it: tables, poles, balls' flight paths. */
function clutter(scene: Scene, joints: readonly Vector3[], camera: Vector3, random: Random): { dispose(): void }[] {
  const made: { dispose(): void }[] = [];
  const count = 1 + Math.floor(random.next() * 2);
  for (let k = 0; k < count; k++) {
    const size = () => random.between(0.04, 0.45);
    const geometry =
      random.next() < 0.6
        ? new BoxGeometry(size(), size(), size())
        : new CapsuleGeometry(random.between(0.02, 0.1), random.between(0.1, 1.2), 4, 10);
    const material = new MeshStandardMaterial({ color: anyColour(random), roughness: random.next() });
    const thing = new Mesh(geometry, material);
    const at = (joints[Math.floor(random.next() * joints.length)] as Vector3).clone();
    thing.position.copy(at.lerp(camera, random.between(-0.1, 0.3)));
    thing.position.x += random.normal() * 0.15;
    thing.position.y += random.normal() * 0.15;
    thing.rotation.set(random.between(0, 6), random.between(0, 6), random.between(0, 6));
    scene.add(thing);
    made.push(geometry, material);
  }
  return made;
}
