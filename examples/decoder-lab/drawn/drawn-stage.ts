import { type Affine, apply, invert, type Point } from '@integral-pose/sdk';
import { LAB_DECODERS } from '../decoders.ts';
import type { Look } from '../markers.ts';
import { GRID, type LabSettings } from '../settings.ts';
import { View } from '../views/canvas.ts';
import { drawReadings, drawTruth } from '../views/draw-reading.ts';
import { heatPicture } from '../views/heat.ts';
import type { DrawnState } from './drawn-lab.ts';
import type { BiasField } from './study.ts';

/** What dragging changes. */
export type Moved = Partial<Pick<LabSettings, 'x' | 'y' | 'secondX' | 'secondY'>>;

/** px round the map. */
const MARGIN = 14;
/** A handle is grasped within so many px; elsewhere the first peak jumps to the pointer. */
const GRASP = 28;
/** Cells that an arrow key moves the peak. */
const STEP = 0.25;
const KEYS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The drawn map, to be dragged on, with answers and bias vectors. */
export class DrawnStage {
  readonly #view: View;
  readonly #heat = new OffscreenCanvas(1, 1);
  #state: DrawnState | undefined;
  #grasped: 'first' | 'second' | undefined;

  /** @param moved called while a peak is dragged */
  constructor(canvas: HTMLCanvasElement, moved: (to: Moved) => void) {
    this.#view = new View(canvas, () => this.#draw());
    canvas.addEventListener('pointerdown', (event) => {
      canvas.setPointerCapture(event.pointerId);
      this.#grasped = this.#nearestHandle(this.#placeOf(event));
      moved(this.#dragged(event));
    });
    canvas.addEventListener('pointermove', (event) => {
      if (this.#grasped) moved(this.#dragged(event));
    });
    for (const type of ['pointerup', 'pointercancel'] as const) {
      canvas.addEventListener(type, () => {
        this.#grasped = undefined;
      });
    }
    canvas.addEventListener('keydown', (event) => {
      const step = KEYS[event.key];
      if (!step || !this.#state) return;
      event.preventDefault();
      const { x, y } = this.#state.settings;
      moved(inside({ x: x + STEP * step[0], y: y + STEP * step[1] }));
    });
  }

  get canvas(): HTMLCanvasElement {
    return this.#view.canvas;
  }

  show(state: DrawnState): void {
    this.#state = state;
    this.#view.redraw();
  }

  #toView(): Affine {
    const { width, height } = this.#view;
    const cell = Math.min((width - 2 * MARGIN) / GRID.width, (height - 2 * MARGIN) / GRID.height);
    return {
      a: cell,
      b: 0,
      c: 0,
      d: cell,
      e: (width - cell * GRID.width) / 2,
      f: (height - cell * GRID.height) / 2,
    };
  }

  #placeOf({ offsetX, offsetY }: MouseEvent): Point {
    return { x: offsetX, y: offsetY };
  }

  #nearestHandle(place: Point): 'first' | 'second' {
    const settings = this.#state?.settings;
    if (!settings?.second) return 'first';
    const away = (x: number, y: number) => {
      const handle = apply(this.#toView(), { x, y });
      return Math.hypot(handle.x - place.x, handle.y - place.y);
    };
    const second = away(settings.secondX, settings.secondY);
    return second <= GRASP && second < away(settings.x, settings.y) ? 'second' : 'first';
  }

  #dragged(event: MouseEvent): Moved {
    const { x, y } = inside(apply(invert(this.#toView()), this.#placeOf(event)));
    return this.#grasped === 'second' ? { secondX: x, secondY: y } : { x, y };
  }

  #draw(): void {
    const state = this.#state;
    if (!state) return;
    const { context, width, height } = this.#view;
    const { settings, map, decoders, answers } = state;
    const toView = this.#toView();
    const { a: cell, e: left, f: top } = toView;
    const heat = heatPicture(this.#heat, map, GRID, Math.max(settings.peak, settings.background, 0.05));
    context.imageSmoothingEnabled = false;
    context.drawImage(heat, left, top, cell * GRID.width, cell * GRID.height);
    if (cell >= 8) this.#rule(toView);
    context.strokeStyle = 'rgb(99 221 195 / 45%)';
    context.lineWidth = 1;
    context.strokeRect(left - 0.5, top - 0.5, cell * GRID.width + 1, cell * GRID.height + 1);

    // The first decoder of the list on top, as with the markers.
    for (const field of this.#fields(state).reverse()) this.#drawField(field, toView, Number(settings.stretch));
    if (settings.second > 0) {
      const { x, y } = apply(toView, { x: settings.secondX, y: settings.secondY });
      context.strokeStyle = '#ffffff';
      context.lineWidth = 1.5;
      context.setLineDash([3, 3]);
      context.beginPath();
      context.arc(x, y, 13, 0, 2 * Math.PI);
      context.stroke();
      context.setLineDash([]);
    }
    const readings = decoders.flatMap(({ look }, index) => {
      const answer = answers[index];
      return answer ? [{ ...answer, look }] : [];
    });
    drawReadings(context, [...readings].reverse(), toView, { width, height }, 6.5);
    drawTruth(context, apply(toView, settings), 11);
  }

  #fields({ bias, decoders, settings }: DrawnState): (BiasField & { readonly look: Look })[] {
    if (settings.arrows === 'none') return [];
    const keys = settings.arrows === 'pair' ? ['integral', 'debiasedIntegral'] : decoders.map(({ key }) => key);
    return bias.flatMap((field) => {
      const look = LAB_DECODERS.find(({ key }) => key === field.key)?.look;
      return look && keys.includes(field.key) ? [{ ...field, look }] : [];
    });
  }

  #drawField({ vectors, look }: BiasField & { readonly look: Look }, toView: Affine, stretch: number): void {
    const { context } = this.#view;
    const shafts = new Path2D();
    const heads = new Path2D();
    const dots = new Path2D();
    for (const { from, to } of vectors) {
      const start = apply(toView, from);
      const end = apply(toView, {
        x: from.x + stretch * (to.x - from.x),
        y: from.y + stretch * (to.y - from.y),
      });
      const length = Math.hypot(end.x - start.x, end.y - start.y);
      dots.moveTo(start.x + 1.8, start.y);
      dots.arc(start.x, start.y, 1.8, 0, 2 * Math.PI);
      if (length < 2) continue;
      shafts.moveTo(start.x, start.y);
      shafts.lineTo(end.x, end.y);
      const head = Math.min(6, 0.6 * length);
      const angle = Math.atan2(end.y - start.y, end.x - start.x);
      heads.moveTo(end.x, end.y);
      for (const turn of [2.6, -2.6]) {
        heads.lineTo(end.x + head * Math.cos(angle + turn), end.y + head * Math.sin(angle + turn));
      }
      heads.closePath();
    }
    context.strokeStyle = look.onDark;
    context.fillStyle = look.onDark;
    context.lineWidth = 1.5;
    context.stroke(shafts);
    context.fill(heads);
    context.fill(dots);
  }

  #rule({ a: cell, e: left, f: top }: Affine): void {
    const { context } = this.#view;
    const lines = new Path2D();
    for (let column = 1; column < GRID.width; column++) {
      lines.moveTo(left + cell * column, top);
      lines.lineTo(left + cell * column, top + cell * GRID.height);
    }
    for (let row = 1; row < GRID.height; row++) {
      lines.moveTo(left, top + cell * row);
      lines.lineTo(left + cell * GRID.width, top + cell * row);
    }
    context.strokeStyle = 'rgb(232 240 239 / 4%)';
    context.lineWidth = 1;
    context.stroke(lines);
  }
}

/** A true peak lies in the map, at least half a cell from its border; hundredths of a cell are enough. */
function inside({ x, y }: Point): Point {
  const within = (value: number, length: number) =>
    Math.round(100 * Math.min(length - 0.5, Math.max(0.5, value))) / 100;
  return { x: within(x, GRID.width), y: within(y, GRID.height) };
}
