import type { Occluder } from './backdrop.ts';
import type { Random } from './random.ts';

/** An upright rectangle. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How a person is cut out of a picture. All in px of the virtual camera. */
export interface Framing {
  /** What the original picture shows; beyond it everything is black. */
  readonly picture: Rectangle;
  /** The person's box inside the picture. */
  readonly box: Rectangle;
  /** The square that becomes the 64 px picture. */
  readonly crop: Rectangle;
}

/** What is around the person's box in a detector's crop. */
const MARGIN = 1.25;

/**
 * Puts the border of the original picture, and round what is inside a square as a detector's box would give it: 1.25
 * times the longer side, a little off in place and size.
 *
 * @param body the whole person's box
 */
export function frame(random: Random, body: Rectangle): Framing {
  const picture = cutPicture(random, body);
  const box = intersection(body, picture);
  const side = Math.max(box.width, box.height);
  const size = side * MARGIN * random.between(0.92, 1.12);
  const middleX = box.x + box.width / 2 + side * 0.03 * random.normal();
  const middleY = box.y + box.height / 2 + side * 0.03 * random.normal();
  return { picture, box, crop: { x: middleX - size / 2, y: middleY - size / 2, width: size, height: size } };
}

/** A picture that holds the whole body, or, one time of three, cuts it on one side or two. */
function cutPicture(random: Random, body: Rectangle): Rectangle {
  const room = 2 * Math.max(body.width, body.height);
  const edges = {
    left: body.x - room,
    top: body.y - room,
    right: body.x + body.width + room,
    bottom: body.y + body.height + room,
  };
  const cut = (): void => {
    const kind = random.next();
    // Heads and shoulders are the commonest, a few are legs only.
    const share = random.next() < 0.5 ? random.between(0.05, 0.6) : random.between(0.5, 0.88);
    if (kind < 0.5) edges.bottom = body.y + body.height * (1 - share);
    else if (kind < 0.68) edges.top = body.y + body.height * share;
    else if (kind < 0.84) edges.left = body.x + body.width * share * 0.8;
    else edges.right = body.x + body.width * (1 - share * 0.8);
  };
  const chance = random.next();
  if (chance < 0.32) cut();
  if (chance < 0.07) cut();
  const [width, height] = [edges.right - edges.left, edges.bottom - edges.top];
  // Two cuts from opposite sides may leave nothing: then the whole is shown.
  if (width < 0.15 * body.width || height < 0.15 * body.height)
    return { x: body.x - room, y: body.y - room, width: body.width + 2 * room, height: body.height + 2 * room };
  return { x: edges.left, y: edges.top, width, height };
}

function intersection(a: Rectangle, b: Rectangle): Rectangle {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  return {
    x,
    y,
    width: Math.min(a.x + a.width, b.x + b.width) - x,
    height: Math.min(a.y + a.height, b.y + b.height) - y,
  };
}

/** Longer side of the box in the original picture, px: three tenths small, the rest spread over the other classes. */
export function drawBoxSide(random: Random): number {
  const kind = random.next();
  if (kind < 0.3) return random.between(32, 64);
  if (kind < 0.55) return random.between(64, 96);
  if (kind < 0.76) return random.between(96, 128);
  return random.between(128, 256);
}

/**
 * Flat things in front of a person: none in most of the pictures, then small ones over joints, or one that hides half.
 *
 * @param joints where joints are, in the unit square over the crop
 * @param box the person's box there
 */
export function drawOccluders(
  random: Random,
  joints: readonly { readonly x: number; readonly y: number }[],
  box: Rectangle,
): readonly Occluder[] {
  const { between, next } = random;
  const kind = next();
  if (kind < 0.65) return [];
  const shape = (): Occluder['kind'] => (next() < 0.6 ? 'rectangle' : 'ellipse');
  if (kind < 0.86) {
    const count = 1 + Math.floor(between(0, 3.2));
    return Array.from({ length: count }, () => {
      const joint = joints[Math.floor(next() * joints.length)] ?? { x: 0.5, y: 0.5 };
      return {
        kind: shape(),
        x: joint.x + 0.05 * random.normal(),
        y: joint.y + 0.05 * random.normal(),
        width: between(0.04, 0.18),
        height: between(0.04, 0.22),
        angle: next() < 0.5 ? between(-0.15, 0.15) : between(0, 3.1),
      };
    });
  }
  // A table from below, a wall from a side, a beam across.
  const share = between(0.3, 0.8);
  const side = next();
  const angle = between(-0.1, 0.1);
  if (side < 0.55)
    return [
      {
        kind: 'rectangle',
        x: 0.5 + between(-0.3, 0.3),
        y: box.y + box.height * (1 - share) + 1,
        width: between(0.5, 1.2),
        height: 1,
        angle,
      },
    ];
  if (side < 0.85) {
    const left = next() < 0.5;
    const x = left ? box.x + box.width * share - 1 : box.x + box.width * (1 - share) + 1;
    return [{ kind: 'rectangle', x, y: 0.5, width: 1, height: between(0.8, 1.5), angle }];
  }
  return [
    {
      kind: 'rectangle',
      x: 0.5,
      y: box.y + box.height * between(0.2, 0.8),
      width: 1.2,
      height: between(0.06, 0.2),
      angle: between(-0.7, 0.7),
    },
  ];
}
