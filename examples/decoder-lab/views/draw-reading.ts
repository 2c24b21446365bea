import { type Affine, apply, type Covariance, type Point, spreadEllipse } from '@integral-pose/sdk';
import { drawMarker, type Look } from '../markers.ts';

/** A decoder's answer, to be drawn. */
export interface Reading extends Point {
  readonly look: Look;
  /** In the space of the point. */
  readonly spread: Covariance;
}

/**
 * Draws the ellipse of an answer.
 * @param scale px of the view per unit of the reading
 * @param sigmas how many standard deviations large
 */
export function drawEllipse(
  context: CanvasRenderingContext2D,
  { look, spread }: Reading,
  at: Point,
  scale: number,
  sigmas: number,
): void {
  const { major, minor, angle } = spreadEllipse(spread);
  context.beginPath();
  context.ellipse(at.x, at.y, sigmas * scale * major, sigmas * scale * minor, angle, 0, 2 * Math.PI);
  context.strokeStyle = 'rgb(6 12 14 / 55%)';
  context.lineWidth = 3;
  context.stroke();
  context.strokeStyle = look.onDark;
  context.lineWidth = 1.5;
  context.stroke();
}

/** Draws where the joint really is: a circle with cross hairs that leave the middle free. */
export function drawTruth(context: CanvasRenderingContext2D, { x, y }: Point, radius: number): void {
  const path = new Path2D();
  path.arc(x, y, radius, 0, 2 * Math.PI);
  for (const [dx, dy] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ] as const) {
    path.moveTo(x + dx * radius * 0.6, y + dy * radius * 0.6);
    path.lineTo(x + dx * radius * 1.6, y + dy * radius * 1.6);
  }
  context.strokeStyle = 'rgb(6 12 14 / 75%)';
  context.lineWidth = 4;
  context.stroke(path);
  context.strokeStyle = '#ffffff';
  context.lineWidth = 1.75;
  context.stroke(path);
}

/** Draws markers where the readings are, the last one on top; those outside the view at its edge, smaller. */
export function drawReadings(
  context: CanvasRenderingContext2D,
  readings: readonly Reading[],
  toView: Affine,
  size: { readonly width: number; readonly height: number },
  radius: number,
): void {
  const margin = radius + 3;
  for (const reading of readings) {
    const { x, y } = apply(toView, reading);
    const inX = Math.min(size.width - margin, Math.max(margin, x));
    const inY = Math.min(size.height - margin, Math.max(margin, y));
    const outside = Math.hypot(x - inX, y - inY) > margin;
    context.globalAlpha = outside ? 0.6 : 1;
    drawMarker(context, reading.look, inX, inY, outside ? 0.7 * radius : radius);
    context.globalAlpha = 1;
  }
}
