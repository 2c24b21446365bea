import type { Random } from './random.ts';

type Context = OffscreenCanvasRenderingContext2D;

/** Something flat that stands in front of a person, in a unit square over the picture (0..1, y down). */
export interface Occluder {
  readonly kind: 'rectangle' | 'ellipse';
  readonly x: number;
  readonly y: number;
  /** Half of the width and of the height. */
  readonly width: number;
  readonly height: number;
  /** Radians. */
  readonly angle: number;
}

/** True where the occluder covers a point. */
export function covers(shape: Occluder, x: number, y: number): boolean {
  const [dx, dy] = [x - shape.x, y - shape.y];
  const u = (dx * Math.cos(shape.angle) + dy * Math.sin(shape.angle)) / shape.width;
  const v = (-dx * Math.sin(shape.angle) + dy * Math.cos(shape.angle)) / shape.height;
  return shape.kind === 'rectangle' ? Math.abs(u) <= 1 && Math.abs(v) <= 1 : u * u + v * v <= 1;
}

/** Draws an occluder with a colour and a little relief. The context's unit is the picture's side. */
export function drawOccluder(context: Context, shape: Occluder, random: Random): void {
  context.save();
  context.translate(shape.x, shape.y);
  context.rotate(shape.angle);
  const { width: w, height: h } = shape;
  const fill = context.createLinearGradient(-w, -h, random.between(-w, w), h);
  const hue = random.between(0, 360);
  fill.addColorStop(0, colour(random, hue));
  fill.addColorStop(1, colour(random, hue + random.between(-30, 30)));
  context.beginPath();
  if (shape.kind === 'rectangle') context.rect(-w, -h, 2 * w, 2 * h);
  else context.ellipse(0, 0, w, h, 0, 0, 2 * Math.PI);
  context.fillStyle = fill;
  context.fill();
  context.clip();
  const stripes = Math.floor(random.between(0, 6));
  for (let i = 0; i < stripes; i++) {
    context.fillStyle = colour(random, random.between(0, 360));
    context.globalAlpha = random.between(0.1, 0.7);
    const at = random.between(-w, w);
    context.fillRect(at, -h, random.between(0.02, 0.4) * w, 2 * h);
  }
  context.restore();
}

/** Fills the unit square with things that are no people: a wall of two tones, shapes, streaks, limb-like sticks, grain. */
export function drawBackdrop(context: Context, random: Random, grain: readonly OffscreenCanvas[]): void {
  const { between, next } = random;
  const wall = context.createLinearGradient(next(), 0, next(), 1);
  const hue = between(0, 360);
  wall.addColorStop(0, colour(random, hue));
  wall.addColorStop(between(0.3, 0.7), colour(random, hue + between(-40, 40)));
  wall.addColorStop(1, colour(random, next() < 0.5 ? hue : between(0, 360)));
  context.fillStyle = wall;
  context.fillRect(0, 0, 1, 1);
  if (next() < 0.5) {
    // A floor.
    context.fillStyle = colour(random, between(0, 360));
    context.save();
    context.rotate(between(-0.1, 0.1));
    context.fillRect(-0.5, between(0.5, 0.95), 2, 2);
    context.restore();
  }
  const busy = next() < 0.3 ? 0 : between(0, 12);
  for (let i = 0; i < busy; i++) drawThing(context, random);
  const texture = grain[Math.floor(next() * grain.length)];
  if (texture && next() < 0.8) {
    context.save();
    context.globalAlpha = between(0.05, 0.35);
    context.globalCompositeOperation = next() < 0.5 ? 'overlay' : 'soft-light';
    context.translate(0.5, 0.5);
    context.rotate(between(0, 6.3));
    const size = between(1.5, 4);
    context.drawImage(texture, -size / 2, -size / 2, size, size);
    context.restore();
  }
}

function drawThing(context: Context, random: Random): void {
  const { between, next } = random;
  context.save();
  context.globalAlpha = between(0.35, 1);
  context.translate(between(-0.1, 1.1), between(-0.1, 1.1));
  context.rotate(next() < 0.6 ? between(-0.15, 0.15) : between(0, 6.3));
  const kind = next();
  // Some things have the tone of skin, so that colour alone tells nobody where a joint is.
  const tone =
    next() < 0.15 ? `hsl(${between(14, 32)} ${between(25, 60)}% ${between(25, 80)}%)` : colour(random, between(0, 360));
  context.fillStyle = tone;
  context.strokeStyle = tone;
  context.beginPath();
  if (kind < 0.4) context.rect(0, 0, between(0.03, 0.5), between(0.03, 0.5));
  else if (kind < 0.6) context.ellipse(0, 0, between(0.02, 0.2), between(0.02, 0.2), 0, 0, 2 * Math.PI);
  else if (kind < 0.75) {
    context.moveTo(0, 0);
    for (let corner = 0; corner < 3; corner++) context.lineTo(between(-0.3, 0.3), between(-0.3, 0.3));
  } else {
    // A bent stick, as thick as an arm.
    context.lineWidth = between(0.015, 0.09);
    context.lineCap = 'round';
    context.lineJoin = 'round';
    context.moveTo(0, 0);
    context.lineTo(between(-0.25, 0.25), between(-0.25, 0.25));
    if (next() < 0.6) context.lineTo(between(-0.3, 0.3), between(-0.3, 0.3));
    context.stroke();
    context.restore();
    return;
  }
  context.fill();
  context.restore();
}

/** Coloured noise of several octaves, to be laid over backdrops. */
export function createGrain(random: Random, side = 96): OffscreenCanvas {
  const canvas = new OffscreenCanvas(side, side);
  const context = canvas.getContext('2d') as Context;
  context.imageSmoothingEnabled = true;
  for (const cells of [4, 9, 21, 48, 96]) {
    const octave = new OffscreenCanvas(cells, cells);
    const small = octave.getContext('2d') as Context;
    const data = small.createImageData(cells, cells);
    for (let i = 0; i < cells * cells; i++) {
      const light = random.between(0, 255);
      for (let c = 0; c < 3; c++) data.data[4 * i + c] = light + random.between(-60, 60);
      data.data[4 * i + 3] = 255;
    }
    small.putImageData(data, 0, 0);
    context.globalAlpha = 0.5;
    context.drawImage(octave, 0, 0, side, side);
  }
  return canvas;
}

/** Any colour of a hue. */
export function colour(random: Random, hue: number): string {
  return `hsl(${hue} ${random.between(0, 45)}% ${random.between(25, 90)}%)`;
}
