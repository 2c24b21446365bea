import { type Affine, apply, type Point, type Size } from '@integral-pose/sdk';
import { median } from '../statistics.ts';
import { View } from './canvas.ts';
import { drawEllipse, drawReadings, drawTruth, type Reading } from './draw-reading.ts';
import { heatPicture } from './heat.ts';

/** What the magnified view shows, in cells of a heatmap: cell i covers [i, i + 1). */
export interface LensScene {
  readonly size: Size;
  /** Rows of cells, 0..1. */
  readonly values: Float32Array;
  readonly readings: readonly Reading[];
  readonly truth?: Point | undefined;
  /** What lies under the map. */
  readonly picture?: { readonly image: CanvasImageSource; readonly toCells: Affine } | undefined;
}

/** How it is shown. */
export interface LensOptions {
  /** Cells from side to side. */
  readonly across: number;
  readonly ground: 'heatmap' | 'both' | 'picture';
  readonly ellipses: boolean;
}

const MARKER = 5.5;
/** Standard deviations: the webcam page draws as many. */
const SIGMAS = 2;
/** Cells are ruled where they are at least so large, px. */
const RULED = 12;

/** A piece of one heatmap, much enlarged, with every decoder's answer on it. */
export class Lens {
  readonly #view: View;
  readonly #heat = new OffscreenCanvas(1, 1);
  /** The piece of the picture, so that it can be drawn again when the picture itself has moved on. */
  readonly #patch = document.createElement('canvas');
  #scene: LensScene | undefined;
  #options: LensOptions;
  #corner: Point = { x: 0, y: 0 };

  constructor(canvas: HTMLCanvasElement, options: LensOptions) {
    this.#options = options;
    this.#view = new View(canvas, () => this.#draw());
  }

  get canvas(): HTMLCanvasElement {
    return this.#view.canvas;
  }

  set(options: LensOptions): void {
    this.#options = options;
    this.#view.redraw();
  }

  /** Shows a scene, or nothing. */
  show(scene: LensScene | undefined): void {
    this.#scene = scene;
    if (scene?.picture) this.#copyPatch(scene.picture);
    this.#view.redraw();
  }

  /** Only whole cells, so that the view does not tremble along with what it shows. */
  #aim({ readings, truth, size }: LensScene): Point {
    const { across } = this.#options;
    const middle = truth ?? {
      x: median(readings.map(({ x }) => x)) || size.width / 2,
      y: median(readings.map(({ y }) => y)) || size.height / 2,
    };
    const corner = { x: Math.round(middle.x - across / 2), y: Math.round(middle.y - across / 2) };
    // Stays where it is until the joint has left the middle.
    const moved = Math.max(Math.abs(corner.x - this.#corner.x), Math.abs(corner.y - this.#corner.y));
    if (moved > across / 8) this.#corner = corner;
    return this.#corner;
  }

  #draw(): void {
    const { context, width, height } = this.#view;
    context.fillStyle = '#0c1415';
    context.fillRect(0, 0, width, height);
    const scene = this.#scene;
    if (!scene) return;
    const { across, ground, ellipses } = this.#options;
    const cell = width / across;
    const corner = this.#aim(scene);
    const toView: Affine = { a: cell, b: 0, c: 0, d: cell, e: -cell * corner.x, f: -cell * corner.y };
    const withPicture = scene.picture !== undefined && ground !== 'heatmap';

    context.save();
    context.transform(toView.a, toView.b, toView.c, toView.d, toView.e, toView.f);
    if (withPicture && scene.picture) {
      context.imageSmoothingEnabled = true;
      context.drawImage(this.#patch, 0, 0, scene.size.width, scene.size.height);
    }
    if (!withPicture || ground === 'both') {
      const most = scene.values.reduce((highest, value) => Math.max(highest, value), 1e-6);
      const heat = heatPicture(this.#heat, scene.values, scene.size, most, withPicture ? 0.8 : 0);
      context.imageSmoothingEnabled = false;
      context.drawImage(heat, 0, 0);
    }
    context.restore();
    this.#rule(scene.size, toView, cell);

    const place = (point: Point) => apply(toView, point);
    if (ellipses) {
      for (const reading of scene.readings) drawEllipse(context, reading, place(reading), cell, SIGMAS);
    }
    drawReadings(context, scene.readings, toView, { width, height }, MARKER);
    if (scene.truth) drawTruth(context, place(scene.truth), 10);
  }

  /** The borders of cells, and that of the map. */
  #rule(size: Size, toView: Affine, cell: number): void {
    const { context } = this.#view;
    const start = apply(toView, { x: 0, y: 0 });
    const end = apply(toView, { x: size.width, y: size.height });
    context.lineWidth = 1;
    if (cell >= RULED) {
      const lines = new Path2D();
      for (let x = start.x; x <= end.x + 0.5; x += cell) {
        lines.moveTo(x, start.y);
        lines.lineTo(x, end.y);
      }
      for (let y = start.y; y <= end.y + 0.5; y += cell) {
        lines.moveTo(start.x, y);
        lines.lineTo(end.x, y);
      }
      context.strokeStyle = 'rgb(232 240 239 / 9%)';
      context.stroke(lines);
    }
    context.strokeStyle = 'rgb(99 221 195 / 60%)';
    context.strokeRect(start.x, start.y, end.x - start.x, end.y - start.y);
  }

  #copyPatch({ image, toCells }: NonNullable<LensScene['picture']>): void {
    const size = this.#scene?.size ?? { width: 64, height: 64 };
    const scale = 10;
    this.#patch.width = size.width * scale;
    this.#patch.height = size.height * scale;
    const context = this.#patch.getContext('2d');
    const { a, b, c, d, e, f } = toCells;
    context?.setTransform(scale * a, scale * b, scale * c, scale * d, scale * e, scale * f);
    context?.drawImage(image, 0, 0);
  }
}
