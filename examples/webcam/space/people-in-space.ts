import type { PoseFrame, Skeleton } from '@integral-pose/sdk';
import { createPoseScene, type PoseScene } from '@integral-pose/sdk/three';
import { SpaceView } from './space-view.ts';

/** The people of the latest result in space, side by side. */
export class PeopleInSpace {
  readonly #view: SpaceView;
  readonly #scene: PoseScene;

  constructor(canvas: HTMLCanvasElement, skeleton: Skeleton) {
    this.#view = new SpaceView(canvas, { from: [0.6, 1.3, 3.4], at: [0, 0.82, 0] });
    this.#scene = createPoseScene({ skeleton });
    this.#view.add(this.#scene.object);
    this.show(undefined);
  }

  /** @returns how many people are shown */
  show(frame: PoseFrame | undefined): number {
    const people = (frame?.poses ?? []).flatMap(({ id, keypoints3D }) =>
      keypoints3D ? [{ id, keypoints: keypoints3D }] : [],
    );
    this.#scene.update({ origin: 'hips', people });
    this.#view.redraw();
    return people.length;
  }

  dispose(): void {
    this.#scene.dispose();
    this.#view.dispose();
  }
}
