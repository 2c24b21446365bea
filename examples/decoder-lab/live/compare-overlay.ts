import {
  type Affine,
  apply,
  fitTransform,
  invert,
  type Point,
  type Pose,
  type Size,
  type Skeleton,
} from '@integral-pose/sdk';
import type { TrueJoints } from '../../webcam/sources/open-source.ts';
import type { LabDecoder } from '../decoders.ts';
import { drawMarker } from '../markers.ts';
import { View } from '../views/canvas.ts';
import { drawTruth } from '../views/draw-reading.ts';

/** What is drawn over the picture. */
export interface OverlayScene {
  readonly size: Size;
  readonly skeleton: Skeleton;
  /** The same person under each decoder. */
  readonly poses: readonly { readonly decoder: LabDecoder; readonly pose: Pose }[];
  readonly truth?: TrueJoints | undefined;
  /** Ringed: what the lens shows. */
  readonly joint: string;
}

/** Joints below are not drawn. */
const LEAST_SCORE = 0.3;
/** A joint is chosen by a click no farther off than this, px. */
const REACH = 48;

/** The same person under every decoder, each in its colour and shape. */
export class CompareOverlay {
  readonly #view: View;
  #scene: OverlayScene | undefined;
  #mirror = false;

  constructor(canvas: HTMLCanvasElement) {
    this.#view = new View(canvas, () => this.#draw());
  }

  get canvas(): HTMLCanvasElement {
    return this.#view.canvas;
  }

  setMirrored(mirror: boolean): void {
    this.#mirror = mirror;
    this.#view.redraw();
  }

  show(scene: OverlayScene | undefined): void {
    this.#scene = scene;
    this.#view.redraw();
  }

  /** Name of the joint nearest to a place on the canvas, CSS px, if there is one within reach. */
  jointAt(place: Point): string | undefined {
    const pose = this.#scene?.poses[0]?.pose;
    if (!pose) return undefined;
    const toView = this.#toView();
    const { x, y } = apply(invert(toView), place);
    const away = (point: Point) => Math.hypot(point.x - x, point.y - y);
    const nearest = pose.keypoints.reduce((best, next) => (away(next) < away(best) ? next : best));
    return away(nearest) * Math.abs(toView.a) <= REACH ? nearest.name : undefined;
  }

  #toView(): Affine {
    const { width, height } = this.#view;
    return fitTransform(this.#scene?.size ?? { width, height }, { width, height }, { mirror: this.#mirror });
  }

  #draw(): void {
    const scene = this.#scene;
    if (!scene) return;
    const { context } = this.#view;
    const toView = this.#toView();
    const { poses, skeleton, joint, truth } = scene;
    const tall = Math.max(...poses.map(({ pose }) => pose.box.height), 1) * Math.abs(toView.a);
    const radius = Math.min(5, Math.max(2.2, tall / 110));
    context.lineCap = 'round';
    for (const { decoder, pose } of poses) {
      const places = pose.keypoints.map((keypoint) => ({ ...apply(toView, keypoint), score: keypoint.score }));
      context.beginPath();
      for (const [from, to] of skeleton.bones) {
        const [a, b] = [places[from], places[to]];
        if (!a || !b || Math.min(a.score, b.score) < LEAST_SCORE) continue;
        context.moveTo(a.x, a.y);
        context.lineTo(b.x, b.y);
      }
      context.globalAlpha = 0.75;
      context.strokeStyle = decoder.look.onDark;
      context.lineWidth = 1.4;
      context.stroke();
      context.globalAlpha = 1;
      for (const { x, y, score } of places) {
        if (score >= LEAST_SCORE) drawMarker(context, decoder.look, x, y, radius);
      }
    }
    const right = truth?.get(joint);
    if (right) drawTruth(context, apply(toView, right), 7);
    const chosen = poses[0]?.pose.keypoints.find(({ name }) => name === joint);
    if (!chosen) return;
    const { x, y } = apply(toView, chosen);
    context.strokeStyle = 'rgb(6 12 14 / 60%)';
    context.lineWidth = 4;
    context.strokeRect(x - 16, y - 16, 32, 32);
    context.strokeStyle = '#ffffff';
    context.lineWidth = 1.5;
    context.strokeRect(x - 16, y - 16, 32, 32);
  }
}
