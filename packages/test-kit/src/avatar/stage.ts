import {
  Color,
  type Group,
  HalfFloatType,
  Mesh,
  type MeshBasicMaterial,
  type Object3D,
  PerspectiveCamera,
  Scene,
  SkinnedMesh,
  WebGLRenderer,
  WebGLRenderTarget,
} from 'three';
import { type Avatar, createAvatar, type Place } from './create-avatar.ts';
import { type Motion, performance } from './motions.ts';
import { type Background, createLights, createRoom, createShadow } from './room.ts';
import { measurePeople, pinhole, type Truth } from './truth.ts';

/** One person on the stage. */
export interface Performer {
  readonly avatar: Avatar;
  /** Default {@link performance}. */
  readonly motion?: Motion;
  /** Where they stand, or where at a time (ms). Default the middle, facing the camera. */
  readonly place?: Place | ((timeMs: number) => Place);
}

/** Where the picture is taken from: metres, degrees. */
export interface CameraView {
  /** Default 1.15 m high, 4.2 m in front of the middle. */
  readonly position: readonly [number, number, number];
  /** Looked at. Default 1.02 m above the middle. */
  readonly target: readonly [number, number, number];
  /** Vertical angle of view. Default 34. */
  readonly fieldOfView: number;
}

/** What {@link createStage} takes. */
export interface StageOptions {
  /** Drawn to. Its size is set to `width` × `height`. */
  readonly canvas: HTMLCanvasElement | OffscreenCanvas;
  /** px. Default 640 × 480. */
  readonly width?: number;
  readonly height?: number;
  /** Default one figure of seed 1. */
  readonly people?: readonly Performer[];
  /** Default `room`. */
  readonly background?: Background;
  readonly camera?: Partial<CameraView>;
}

/** A picture of people of whom everything is known. */
export interface Stage {
  readonly canvas: HTMLCanvasElement | OffscreenCanvas;
  /** Poses everyone for a time, ms, draws, and tells where everything is. The same time gives the same picture. */
  render(timeMs: number): Truth;
  /** The truth without drawing. */
  measure(timeMs: number): Truth;
  /** What the GPU holds for this stage. */
  resources(): { readonly geometries: number; readonly textures: number };
  /** Releases all of it, and the context. The avatars can be used on another stage. May be called twice. */
  dispose(): void;
}

/** Sets a stage on a canvas. Needs WebGL 2; software will do at 640 × 480. */
export function createStage(options: StageOptions): Stage {
  const { canvas, width = 640, height = 480, background = 'room' } = options;
  const people = options.people ?? [{ avatar: createAvatar() }];
  const renderer = new WebGLRenderer({ canvas, antialias: true, preserveDrawingBuffer: true });
  renderer.setSize(width, height, false);
  const scene = new Scene().add(createLights());
  const shadows = people.map(() => createShadow());
  for (const part of [...shadows, ...people.map(({ avatar }) => avatar.object)]) scene.add(part);
  const camera = aim(options.camera ?? {}, width / height);
  const backdrop = background === 'room' ? photograph(renderer, camera, width, height) : undefined;
  scene.background = backdrop ? backdrop.texture : new Color((background as { plain: string }).plain);
  let disposed = false;

  const pose = (timeMs: number): void => {
    people.forEach(({ avatar, motion = performance(), place = CENTRE }, i) => {
      avatar.place(typeof place === 'function' ? place(timeMs) : place);
      avatar.animate(motion, timeMs);
      castShadow(shadows[i] as Mesh, avatar);
    });
  };
  const stage: Stage = {
    canvas,
    measure(timeMs) {
      pose(timeMs);
      const size = { width, height };
      const avatars = people.map(({ avatar }) => avatar);
      return {
        time: timeMs,
        size,
        camera: pinhole(camera, width, height),
        people: measurePeople(avatars, camera, size),
      };
    },
    render(timeMs) {
      const truth = stage.measure(timeMs);
      renderer.render(scene, camera);
      return truth;
    },
    resources: () => ({ geometries: renderer.info.memory.geometries, textures: renderer.info.memory.textures }),
    dispose() {
      if (disposed) return;
      disposed = true;
      scene.traverse(release);
      backdrop?.dispose();
      for (const { avatar } of people) scene.remove(avatar.object);
      renderer.dispose();
      renderer.forceContextLoss();
    },
  };
  return stage;
}

const CENTRE: Place = { x: 0, z: 0, facing: 0 };

function aim(view: Partial<CameraView>, aspect: number): PerspectiveCamera {
  const { position = [0, 1.15, 4.2], target = [0, 1.02, 0], fieldOfView = 34 } = view;
  const camera = new PerspectiveCamera(fieldOfView, aspect, 0.1, 30);
  camera.position.set(...position);
  camera.lookAt(...target);
  camera.updateMatrixWorld(true);
  return camera;
}

/** The room never moves: it is drawn once, and shown as a picture behind the people. */
function photograph(
  renderer: WebGLRenderer,
  camera: PerspectiveCamera,
  width: number,
  height: number,
): WebGLRenderTarget {
  const picture = new WebGLRenderTarget(width, height, { samples: 4, type: HalfFloatType, generateMipmaps: false });
  const room = new Scene().add(createRoom(), createLights());
  renderer.setRenderTarget(picture);
  renderer.render(room, camera);
  renderer.setRenderTarget(null);
  room.traverse(release);
  return picture;
}

/** Puts the shadow under the hips, as long as the feet are apart, and fainter in the air. */
function castShadow(shadow: Mesh, avatar: Avatar): void {
  const joints = avatar.joints();
  const feet = (['left_ankle', 'right_ankle'] as const).map((name) => joints.get(name));
  const [left, right] = feet;
  if (!left || !right) return;
  const lift = Math.min(left.y, right.y) - avatar.plan.joints.left_foot.y;
  shadow.position.set((left.x + right.x) / 2, 0.004, (left.z + right.z) / 2);
  shadow.rotation.y = -Math.atan2(right.z - left.z, right.x - left.x);
  shadow.scale.set(0.24 + 0.5 * Math.hypot(left.x - right.x, left.z - right.z), 1, 0.24);
  (shadow.material as MeshBasicMaterial).opacity = Math.max(0.3, 1 - 4 * Math.max(0, lift));
}

function release(object: Object3D | Group): void {
  if (!(object instanceof Mesh)) return;
  object.geometry.dispose();
  for (const material of Array.isArray(object.material) ? object.material : [object.material]) material.dispose();
  if (object instanceof SkinnedMesh) object.skeleton.dispose();
}
