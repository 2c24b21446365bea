import type { PoseFrame, Skeleton } from '@integral-pose/sdk';
import type { Settings } from './settings.ts';

/** What is drawn of the settings. */
export type Layers = Pick<Settings, 'skeleton' | 'boxes' | 'ids' | 'spread'>;

/** Draws the latest result over the picture, as sharp as the screen allows. */
export class Overlay {
  readonly #canvas: HTMLCanvasElement;
  readonly #stage: HTMLElement;
  #layers: Layers | undefined;
  #skeleton: Skeleton | undefined;
  #mirrored = false;
  #frame: PoseFrame | undefined;

  constructor(canvas: HTMLCanvasElement, stage: HTMLElement) {
    this.#canvas = canvas;
    this.#stage = stage;
    new ResizeObserver(() => this.#redraw()).observe(stage);
  }

  setLayers(layers: Layers): void {
    this.#layers = layers;
    this.#redraw();
  }

  setSkeleton(skeleton: Skeleton): void {
    this.#skeleton = skeleton;
  }

  setMirrored(mirrored: boolean): void {
    if (this.#mirrored === mirrored) return;
    this.#mirrored = mirrored;
    this.#redraw();
  }

  draw(frame: PoseFrame): void {
    this.#frame = frame;
    this.#redraw();
  }

  clear(): void {
    this.#frame = undefined;
    this.#redraw();
  }

  #redraw(): void {
    this.#canvas.getContext('2d')?.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
  }
}
