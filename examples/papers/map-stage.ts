import { type Affine, apply, invert, type Point, type Size } from '@integral-pose/sdk';
import { drawMarker, type Look } from '../decoder-lab/markers.ts';
import { View } from '../decoder-lab/views/canvas.ts';
import { drawTruth } from '../decoder-lab/views/draw-reading.ts';
import { heatPicture } from '../decoder-lab/views/heat.ts';

/** A point to mark on a map. */
export interface Mark extends Point {
  readonly look: Look;
}

/** What a stage shows. */
export interface MapPicture {
  readonly size: Size;
  /** Rows of cells. */
  readonly cells: Float32Array;
  /** The value that is drawn brightest. */
  readonly most: number;
  readonly truth: Point;
  readonly marks: readonly Mark[];
  /** Where the marks have been, cells, in order. */
  readonly trail?: readonly Point[];
}

const KEYS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
/** Cells that an arrow key moves the joint. */
const STEP = 0.5;

/** A heatmap on a canvas, its joint and its answers; the joint can be dragged if somebody listens. */
export class MapStage {
  readonly #view: View;
  readonly #heat = new OffscreenCanvas(1, 1);
  #picture: MapPicture | undefined;

  constructor(canvas: HTMLCanvasElement, moved?: (joint: Point) => void) {
    this.#view = new View(canvas, () => this.#draw());
    if (moved) this.#listen(canvas, moved);
  }

  show(picture: MapPicture): void {
    this.#picture = picture;
    this.#view.redraw();
  }

  #listen(canvas: HTMLCanvasElement, moved: (joint: Point) => void): void {
    let held = false;
    const drag = (event: PointerEvent): void => {
      const picture = this.#picture;
      if (!picture) return;
      const at = apply(invert(this.#toView(picture.size)), { x: event.offsetX, y: event.offsetY });
      moved(inside(at, picture.size));
    };
    canvas.addEventListener('pointerdown', (event) => {
      canvas.setPointerCapture(event.pointerId);
      held = true;
      drag(event);
    });
    canvas.addEventListener('pointermove', (event) => {
      if (held) drag(event);
    });
    for (const type of ['pointerup', 'pointercancel'] as const) {
      canvas.addEventListener(type, () => {
        held = false;
      });
    }
    canvas.addEventListener('keydown', (event) => {
      const step = KEYS[event.key];
      const picture = this.#picture;
      if (!step || !picture) return;
      event.preventDefault();
      const { x, y } = picture.truth;
      moved(inside({ x: x + STEP * step[0], y: y + STEP * step[1] }, picture.size));
    });
  }

  #toView(size: Size): Affine {
    const { width, height } = this.#view;
    const cell = Math.min(width / size.width, height / size.height);
    return {
      a: cell,
      b: 0,
      c: 0,
      d: cell,
      e: (width - cell * size.width) / 2,
      f: (height - cell * size.height) / 2,
    };
  }

  #draw(): void {
    const picture = this.#picture;
    if (!picture) return;
    const { context } = this.#view;
    const { size, cells, most, truth, marks, trail = [] } = picture;
    const toView = this.#toView(size);
    const { a: cell, e: left, f: top } = toView;
    context.imageSmoothingEnabled = false;
    context.drawImage(heatPicture(this.#heat, cells, size, most), left, top, cell * size.width, cell * size.height);
    const way = trail.map((point) => apply(toView, point));
    const [mark] = marks;
    if (way.length > 1 && mark) {
      context.beginPath();
      for (const point of way) context.lineTo(point.x, point.y);
      context.strokeStyle = mark.look.onDark;
      context.lineWidth = 1.5;
      context.stroke();
    }
    drawTruth(context, apply(toView, truth), 10);
    for (const one of marks) {
      const at = apply(toView, one);
      drawMarker(context, one.look, at.x, at.y, 6.5);
    }
  }
}

function inside({ x, y }: Point, { width, height }: Size): Point {
  return { x: Math.min(width - 0.5, Math.max(0.5, x)), y: Math.min(height - 0.5, Math.max(0.5, y)) };
}
