import type { Avatar } from '@integral-pose/test-kit/avatar';
import { covers, createGrain, drawBackdrop, drawOccluder, type Occluder } from './backdrop.ts';
import { createBody } from './cast.ts';
import { develop } from './develop.ts';
import { createEasel, TILE, TILES } from './easel.ts';
import { drawBoxSide, drawOccluders, type Framing, frame, type Rectangle } from './framing.ts';
import type { DrawnPeople, DrawPeopleJob } from './job.ts';
import { OCCLUDED, OUTSIDE, PICTURE_SIDE, type PictureFacts, type Split, VISIBLE } from './picture-facts.ts';
import { type Random, randomFrom } from './random.ts';
import { compose, type Shot, VIRTUAL_SIDE } from './shot.ts';

/** A picture that has its figures on the sheet and waits for the rest. */
interface Exposure {
  readonly random: Random;
  readonly shot: Shot;
  readonly framing: Framing;
  readonly boxSide: number;
  readonly occluders: readonly Occluder[];
}

/** A person of whom less is to be seen is not in the set, as nobody would have labelled it. */
const LEAST_VISIBLE = { joints: 2, share: 0.2 };

/** Makes the function that draws pictures. It keeps its bodies and its canvases between calls. */
export function createDrawing(): (job: DrawPeopleJob) => DrawnPeople {
  const easel = createEasel();
  const bodies = new Map<number, Avatar>();
  const body = (seed: number): Avatar => {
    const known = bodies.get(seed) ?? createBody(seed);
    bodies.set(seed, known);
    return known;
  };
  const grainOf = randomFrom(5, 3);
  const grain = Array.from({ length: 6 }, () => createGrain(grainOf));
  const side = easel.sheet.width;
  const context = new OffscreenCanvas(side, side).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('This browser has no 2D canvas.');

  /** Draws into the unit square of a picture, and nowhere else. */
  const inTile = (tile: number, work: () => void): void => {
    const { x, y } = easel.place(tile);
    context.save();
    context.beginPath();
    context.rect(x, y, TILE, TILE);
    context.clip();
    context.translate(x, y);
    context.scale(TILE, TILE);
    work();
    context.restore();
  };

  const expose = (tile: number, job: DrawPeopleJob, split: Split, index: number): [Exposure, number] => {
    const cast = job.bodies[split];
    for (let attempt = 0; ; attempt++) {
      const random = randomFrom(job.seed, index, attempt);
      const pick = (): number => cast[Math.floor(random.next() * cast.length)] as number;
      const seed = pick();
      const second = pick();
      const other = random.next() < 0.15 && second !== seed ? body(second) : undefined;
      const shot = compose(random, body(seed), other);
      const framing = frame(random, shot.box);
      const joints = shot.joints.map((joint) => within(framing.crop, joint));
      const occluders = drawOccluders(random, joints.filter(inUnit), boxWithin(framing));
      const exposure = { random, shot, framing, boxSide: drawBoxSide(random), occluders };
      if (!isSeen(exposure)) continue;
      const figures = other ? [body(seed), other] : [body(seed)];
      easel.draw(tile, figures, shot.camera, framing.crop, random);
      return [exposure, seed];
    }
  };

  const finish = (tile: number, { random, framing, occluders }: Exposure, layer: 'behind' | 'before'): void =>
    inTile(tile, () => {
      if (layer === 'behind') return drawBackdrop(context, random, grain);
      for (const occluder of occluders) drawOccluder(context, occluder, random);
      context.fillStyle = '#000';
      const { crop, picture } = framing;
      const a = within(crop, picture);
      const b = within(crop, { x: picture.x + picture.width, y: picture.y + picture.height });
      context.fillRect(-1, -1, 1 + a.x, 3);
      context.fillRect(b.x, -1, 100, 3);
      context.fillRect(-1, -1, 3, 1 + a.y);
      context.fillRect(-1, b.y, 3, 100);
    });

  return (job) => {
    const pictures = new Uint8Array(job.pictures.length * PICTURE_SIDE * PICTURE_SIDE * 3);
    const joints = new Float32Array(job.pictures.length * 17 * 4);
    const world = new Float32Array(job.pictures.length * 17 * 3);
    const facts: PictureFacts[] = [];
    for (let first = 0; first < job.pictures.length; first += TILES) {
      easel.clear();
      const batch = job.pictures.slice(first, first + TILES);
      const exposed = batch.map(({ split, index }, tile) => expose(tile, job, split, index));
      exposed.forEach(([exposure], tile) => {
        finish(tile, exposure, 'behind');
      });
      context.drawImage(easel.sheet, 0, 0);
      exposed.forEach(([exposure, seed], tile) => {
        finish(tile, exposure, 'before');
        const { x, y } = easel.place(tile);
        const { framing, boxSide, random } = exposure;
        const longer = Math.max(framing.box.width, framing.box.height);
        const across = (boxSide * framing.crop.width) / longer;
        const picture = develop(context.getImageData(x, y, TILE, TILE).data, TILE, across, random);
        const at = first + tile;
        pictures.set(picture, at * picture.length);
        joints.set(jointsOf(exposure), at * 17 * 4);
        world.set(
          exposure.shot.joints.flatMap((joint) => joint.world),
          at * 17 * 3,
        );
        facts.push(factsOf(exposure, batch[tile]?.split as Split, seed, across));
      });
    }
    return { pictures, joints, world, facts };
  };
}

const inUnit = ({ x, y }: { x: number; y: number }): boolean => x >= 0 && y >= 0 && x < 1 && y < 1;

/** A point of the virtual camera in the unit square over the crop. */
function within(crop: Rectangle, { x, y }: { readonly x: number; readonly y: number }): { x: number; y: number } {
  return { x: (x - crop.x) / crop.width, y: (y - crop.y) / crop.height };
}

function boxWithin({ box, crop }: Framing): Rectangle {
  return { ...within(crop, box), width: box.width / crop.width, height: box.height / crop.height };
}

function statesOf({ shot, framing, occluders }: Exposure): number[] {
  const { picture, crop } = framing;
  return shot.joints.map((joint) => {
    const at = within(crop, joint);
    const inside =
      inUnit(at) && inUnit({ x: (joint.x - picture.x) / picture.width, y: (joint.y - picture.y) / picture.height });
    if (!inside) return OUTSIDE;
    return joint.seen && !occluders.some((shape) => covers(shape, at.x, at.y)) ? VISIBLE : OCCLUDED;
  });
}

function isSeen(exposure: Exposure): boolean {
  const labelled = statesOf(exposure).filter((state) => state !== OUTSIDE);
  const visible = labelled.filter((state) => state === VISIBLE).length;
  return visible >= LEAST_VISIBLE.joints && visible >= LEAST_VISIBLE.share * labelled.length;
}

function jointsOf(exposure: Exposure): number[] {
  const states = statesOf(exposure);
  return exposure.shot.joints.flatMap((joint, k) => {
    const { x, y } = within(exposure.framing.crop, joint);
    return [x * PICTURE_SIDE, y * PICTURE_SIDE, joint.world[2], states[k] as number];
  });
}

function factsOf(exposure: Exposure, split: Split, seed: number, across: number): PictureFacts {
  const { shot, framing, boxSide } = exposure;
  const labelled = statesOf(exposure).filter((state) => state !== OUTSIDE);
  const perPixel = PICTURE_SIDE / framing.crop.width;
  const axis = within(framing.crop, { x: VIRTUAL_SIDE / 2, y: VIRTUAL_SIDE / 2 });
  const focal = shot.focal * perPixel;
  return {
    split,
    body: seed,
    pose: shot.pose,
    facing: shot.facing,
    boxSide,
    scale: across / PICTURE_SIDE,
    present: labelled.length,
    occluded: labelled.filter((state) => state === OCCLUDED).length / labelled.length,
    metresPerPixel: shot.depth / focal,
    camera: { focal, x: axis.x * PICTURE_SIDE, y: axis.y * PICTURE_SIDE, depth: shot.depth },
  };
}
