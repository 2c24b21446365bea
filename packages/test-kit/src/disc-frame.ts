import { createFrame, type Frame, type Point, type Rotation } from '@integral-pose/sdk';

/** A person of three coloured discs, for `colourNetwork`. */
export interface DiscPerson {
  readonly red: Point;
  readonly green: Point;
  readonly blue: Point;
}

/** What {@link discFrame} draws. */
export interface DiscPicture {
  readonly width?: number;
  readonly height?: number;
  readonly people: readonly DiscPerson[];
  /** Radius of every disc, px. Default 20. */
  readonly radius?: number;
  readonly time?: number;
  readonly rotation?: Rotation;
}

/** A person whose red disc is at `x`, `y`, the green 60 px (times `scale`) to its right, the blue as far below the green. */
export function discPerson(x: number, y: number, scale = 1): DiscPerson {
  const arm = 60 * scale;
  return { red: { x, y }, green: { x: x + arm, y }, blue: { x: x + arm, y: y + arm } };
}

/** Draws people of discs on black. Centres are image px: pixel i covers [i, i + 1). */
export async function discFrame(picture: DiscPicture): Promise<Frame> {
  const { width = 320, height = 240, people, radius = 20, time = 0, rotation = 0 } = picture;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true }) as OffscreenCanvasRenderingContext2D;
  context.fillStyle = '#000';
  context.fillRect(0, 0, width, height);
  for (const person of people) {
    for (const [colour, { x, y }] of Object.entries({
      '#f00': person.red,
      '#0f0': person.green,
      '#00f': person.blue,
    })) {
      context.fillStyle = colour;
      context.beginPath();
      context.arc(x, y, radius, 0, 2 * Math.PI);
      context.fill();
    }
  }
  return createFrame(await createImageBitmap(canvas), { time, rotation });
}
