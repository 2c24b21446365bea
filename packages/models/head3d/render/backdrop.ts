import type { Random } from '@integral-pose/test-kit';
import { anyColour } from './clothes.ts';
import type { Split } from './job.ts';

/** A picture with the rectangle in it that nobody stands in, px. */
export interface Scenery {
  readonly url: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Paints what lies behind people: gradients, shapes, noise and pieces of photographs. */
export function createBackdrops(side: number, photographs: Readonly<Record<Split, readonly Scenery[]>>) {
  const canvas = new OffscreenCanvas(side, side);
  const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
  const noise = new OffscreenCanvas(64, 64);
  const kept = new Map<string, Promise<ImageBitmap>>();

  async function photograph(split: Split, random: Random): Promise<void> {
    const list = photographs[split];
    const scenery = list[Math.floor(random.next() * list.length)];
    if (!scenery) return;
    let image = kept.get(scenery.url);
    if (!image) {
      image = fetch(scenery.url).then(async (answer) => createImageBitmap(await answer.blob()));
      kept.set(scenery.url, image);
      // Enough to be quick, not enough to fill the memory.
      if (kept.size > 400) kept.delete(kept.keys().next().value as string);
    }
    const zoom = random.between(1, 1.6);
    const [width, height] = [scenery.width / zoom, scenery.height / zoom];
    const x = scenery.x + random.next() * (scenery.width - width);
    const y = scenery.y + random.next() * (scenery.height - height);
    context.save();
    if (random.next() < 0.5) {
      context.translate(side, 0);
      context.scale(-1, 1);
    }
    context.drawImage(await image, x, y, width, height, 0, 0, side, side);
    context.restore();
  }

  function shapes(random: Random): void {
    const count = random.between(0, 26);
    for (let k = 0; k < count; k++) {
      context.fillStyle = `#${anyColour(random).getHexString()}`;
      context.globalAlpha = random.between(0.25, 1);
      context.beginPath();
      const [x, y] = [random.between(-0.2, 1) * side, random.between(-0.2, 1) * side];
      if (random.next() < 0.6) {
        context.save();
        context.translate(x, y);
        context.rotate(random.next() < 0.5 ? 0 : random.between(-1.6, 1.6));
        context.rect(0, 0, random.between(0.02, 0.6) * side, random.between(0.02, 0.6) * side);
        context.restore();
      } else context.arc(x, y, random.between(0.02, 0.25) * side, 0, 7);
      context.fill();
    }
    context.globalAlpha = 1;
  }

  function grain(random: Random): void {
    const small = noise.getContext('2d') as OffscreenCanvasRenderingContext2D;
    const data = small.createImageData(64, 64);
    const tint = anyColour(random);
    for (let i = 0; i < data.data.length; i += 4) {
      const value = random.next() * 255;
      data.data.set([value * tint.r * 2, value * tint.g * 2, value * tint.b * 2, 255], i);
    }
    small.putImageData(data, 0, 0);
    context.globalAlpha = random.between(0.1, 0.7);
    const zoom = random.between(1, 9);
    context.drawImage(noise, 0, 0, 64 / zoom, 64 / zoom, 0, 0, side, side);
    context.globalAlpha = 1;
  }

  return {
    canvas,
    async paint(split: Split, random: Random): Promise<void> {
      const slope = context.createLinearGradient(random.next() * side, 0, random.next() * side, side);
      slope.addColorStop(0, `#${anyColour(random).getHexString()}`);
      slope.addColorStop(1, `#${anyColour(random).getHexString()}`);
      context.filter = 'none';
      context.fillStyle = slope;
      context.fillRect(0, 0, side, side);
      context.filter = `blur(${random.between(0, 2.5).toFixed(1)}px)`;
      if (random.next() < 0.65) await photograph(split, random);
      else {
        if (random.next() < 0.5) grain(random);
        shapes(random);
      }
      context.filter = 'none';
    },
  };
}
