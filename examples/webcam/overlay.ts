import { createPoseRenderer, type PoseFrame, type PoseRenderer, type Skeleton } from '@integral-pose/sdk';
import type { Settings } from './settings.ts';

/** What is drawn. */
export type Layers = Pick<Settings, 'skeleton' | 'boxes' | 'ids' | 'spread'>;

/** Standard deviations: about 86 of 100 joints lie in their ellipse. */
const SIGMAS = 2;

/** The latest result, drawn over the picture. Drawn anew when the stage or what is to be drawn changes. */
export class Overlay {
  readonly #canvas: HTMLCanvasElement;
  #renderer: PoseRenderer | undefined;
  #layers: Layers;
  #mirror = false;
  #frame: PoseFrame | undefined;

  constructor(canvas: HTMLCanvasElement, layers: Layers) {
    this.#canvas = canvas;
    this.#layers = layers;
    new ResizeObserver(() => this.#redraw()).observe(canvas);
  }

  setSkeleton(skeleton: Skeleton): void {
    this.#renderer = createPoseRenderer(this.#canvas, { skeleton });
    this.#update();
  }

  setLayers(layers: Layers): void {
    this.#layers = layers;
    this.#update();
  }

  setMirrored(mirror: boolean): void {
    if (this.#mirror === mirror) return;
    this.#mirror = mirror;
    this.#update();
  }

  draw(frame: PoseFrame): void {
    this.#frame = frame;
    this.#renderer?.draw(frame);
  }

  clear(): void {
    this.#frame = undefined;
    this.#renderer?.clear();
  }

  #update(): void {
    const { skeleton, boxes, ids, spread } = this.#layers;
    const mirror = this.#mirror;
    this.#renderer?.update({ bones: skeleton, joints: skeleton, boxes, ids, spread: spread ? SIGMAS : 0, mirror });
    this.#redraw();
  }

  #redraw(): void {
    if (this.#frame) this.#renderer?.draw(this.#frame);
  }
}
