import {
  type CameraView,
  type Keypoint3D,
  type PlacedBody,
  type PoseFrame,
  placeInFront,
  type Skeleton,
} from '@integral-pose/sdk';
import { createPoseScene, type PoseScene } from '@integral-pose/sdk/three';
import { Vector3 } from 'three';
import type { TrueBody } from '../webcam/sources/open-source.ts';
import { SpaceView, type Viewpoint } from '../webcam/space/space-view.ts';
import { type Answer, trueKeypoints } from './truth-in-space.ts';

/** How people are set in the scene. */
export type Placing = 'side' | 'camera';

/** What the scene shows. */
export interface SpaceOptions {
  readonly place: Placing;
  readonly spread: boolean;
  /** Where the picture was taken from; needed where `place` is `camera`. */
  readonly camera: CameraView;
}

/** One group of bodies: an answer of the tracker, or the truth. */
type Group = Answer | 'truth';

const GROUPS: readonly Group[] = ['keypoints3D', 'truth', 'worldLandmarks'];
const GREY = { left: '#7f9491', right: '#7f9491', centre: '#7f9491', people: ['#93a8a5'] as const };
/** From one body to the next, metres. */
const SPACING = 1.1;
const VIEWS: Readonly<Record<Placing, Viewpoint>> = {
  side: { from: [0.7, 1.3, 3.9], at: [0, 0.8, 0] },
  camera: { from: [2.6, 1.1, 1.9], at: [0, -0.25, -2.8] },
};

/** The people of a frame in space: what the tracker says by each way, and where they really are. */
export class BodiesInSpace {
  readonly view: SpaceView;
  readonly #labels: Readonly<Record<Group, HTMLElement>>;
  readonly #foot = new Vector3();
  #scenes: Record<Group, PoseScene> | undefined;
  /** The ground under all groups, which are moved beside each other. */
  #ground: PoseScene | undefined;
  #skeleton: Skeleton | undefined;
  #options: SpaceOptions;
  /** Of the row, metres: what the view has room for. */
  #widest = GROUPS.length * SPACING;
  /** How many bodies each group shows. */
  #counts: Record<Group, number> = { keypoints3D: 0, truth: 0, worldLandmarks: 0 };

  constructor(canvas: HTMLCanvasElement, labels: Readonly<Record<Group, HTMLElement>>, options: SpaceOptions) {
    this.#labels = labels;
    this.#options = options;
    this.view = new SpaceView(canvas, VIEWS[options.place], () => this.#placeLabels());
  }

  /** Bodies that are shown. */
  get counts(): Readonly<Record<Group, number>> {
    return this.#counts;
  }

  setSkeleton(skeleton: Skeleton): void {
    this.#disposeScenes();
    this.#skeleton = skeleton;
    const { spread } = this.#options;
    const make = (options: Partial<Parameters<typeof createPoseScene>[0]>) =>
      createPoseScene({ skeleton, spacing: SPACING, spread, ...options });
    this.#scenes = {
      keypoints3D: make({ grid: this.#options.place === 'camera' }),
      truth: make({ colours: GREY, grid: false, jointRadius: 0.018 }),
      worldLandmarks: make({ grid: false }),
    };
    this.#ground = createPoseScene({ skeleton });
    this.view.add(this.#ground.object, ...Object.values(this.#scenes).map(({ object }) => object));
    this.clear();
  }

  set(options: SpaceOptions): void {
    if (options.place !== this.#options.place) {
      this.view.look(VIEWS[options.place]);
      this.#widest = GROUPS.length * SPACING;
    }
    this.#options = options;
    this.#scenes?.keypoints3D.set({ spread: options.spread, grid: options.place === 'camera' });
    if (this.#ground) this.#ground.object.visible = options.place === 'side';
    this.view.redraw();
  }

  /** @param bodies who is really there, if that is known */
  show(frame: PoseFrame, bodies: readonly TrueBody[]): void {
    if (!this.#scenes || !this.#skeleton) return;
    if (this.#options.place === 'camera') this.#showInPlace(frame, bodies, this.#scenes, this.#skeleton);
    else this.#showInARow(frame, bodies, this.#scenes, this.#skeleton);
    this.view.redraw();
  }

  clear(): void {
    for (const scene of Object.values(this.#scenes ?? {})) scene.update({ origin: 'hips', people: [] });
    this.#ground?.update({ origin: 'hips', people: [] });
    this.#counts = { keypoints3D: 0, truth: 0, worldLandmarks: 0 };
    this.view.redraw();
  }

  dispose(): void {
    this.#disposeScenes();
    this.view.dispose();
  }

  #showInARow(
    { poses }: PoseFrame,
    bodies: readonly TrueBody[],
    scenes: Record<Group, PoseScene>,
    skeleton: Skeleton,
  ): void {
    const of = (answer: Answer) =>
      poses.flatMap((pose) =>
        pose[answer] ? [{ id: pose.id, keypoints: pose[answer] as readonly Keypoint3D[] }] : [],
      );
    const people = {
      keypoints3D: of('keypoints3D'),
      truth: bodies.map((body, index) => ({ id: index + 1, keypoints: trueKeypoints(body, skeleton) })),
      worldLandmarks: of('worldLandmarks'),
    };
    const shown = GROUPS.filter((group) => people[group].length > 0);
    const widths = shown.map((group) => people[group].length * SPACING);
    this.#stepBack(widths.reduce((sum, width) => sum + width, 0));
    let left = -widths.reduce((sum, width) => sum + width, 0) / 2;
    for (const group of GROUPS) {
      scenes[group].update({ origin: 'hips', people: people[group] });
      this.#counts = { ...this.#counts, [group]: people[group].length };
      const width = widths[shown.indexOf(group)] ?? 0;
      scenes[group].object.position.x = left + width / 2;
      left += width;
    }
  }

  /** More people than before need more room. Whoever turned the view keeps it while nobody comes. */
  #stepBack(width: number): void {
    if (width <= this.#widest) return;
    this.#widest = width;
    const { from, at } = VIEWS.side;
    const share = Math.max(1, width / (GROUPS.length * SPACING));
    this.view.look({ from: [from[0] * share, from[1], from[2] * share], at });
  }

  #showInPlace(
    { poses, size }: PoseFrame,
    bodies: readonly TrueBody[],
    scenes: Record<Group, PoseScene>,
    skeleton: Skeleton,
  ): void {
    const { camera: view } = this.#options;
    const placed = poses.flatMap((pose) => {
      const body = placeInFront(pose, view, size);
      return body ? [{ id: pose.id, body }] : [];
    });
    const truth = bodies.map((body, index) => ({ id: index + 1, body: truePlace(body, skeleton) }));
    for (const { object } of Object.values(scenes)) object.position.x = 0;
    scenes.keypoints3D.update({ origin: 'camera', people: placed, camera: { view, size } });
    scenes.truth.update({ origin: 'camera', people: truth });
    scenes.worldLandmarks.update({ origin: 'camera', people: [] });
    this.#counts = { keypoints3D: placed.length, truth: truth.length, worldLandmarks: 0 };
  }

  #placeLabels(): void {
    const { clientWidth: width, clientHeight: height } = this.view.canvas;
    for (const group of GROUPS) {
      const label = this.#labels[group];
      const scene = this.#scenes?.[group];
      label.hidden = !scene || this.#counts[group] === 0 || this.#options.place === 'camera';
      if (!scene || label.hidden) continue;
      this.#foot.set(scene.object.position.x, -0.08, 0.3).project(this.view.camera);
      label.style.left = `${((this.#foot.x + 1) / 2) * width}px`;
      label.style.top = `${((1 - this.#foot.y) / 2) * height}px`;
    }
  }

  #disposeScenes(): void {
    for (const scene of Object.values(this.#scenes ?? {})) scene.dispose();
    this.#ground?.dispose();
    this.#scenes = undefined;
    this.#ground = undefined;
  }
}

function truePlace(body: TrueBody, skeleton: Skeleton): PlacedBody {
  const { hips } = body;
  const keypoints = trueKeypoints(body, skeleton).map((joint) => ({
    ...joint,
    x: joint.x + hips.x,
    y: joint.y + hips.y,
    z: joint.z + hips.z,
  }));
  return { origin: 'camera', hips, keypoints };
}
