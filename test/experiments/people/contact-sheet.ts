import { writeFile } from 'node:fs/promises';
import { crc32, deflateSync } from 'node:zlib';
import { coco17 } from '@integral-pose/sdk';
import { JOINTS, type PeopleSet } from './people-set.ts';
import { OCCLUDED, OUTSIDE, PICTURE_SIDE } from './picture-facts.ts';

type Colour = readonly [number, number, number];
const SHOWN: Colour = [60, 255, 90];
const HIDDEN: Colour = [255, 70, 70];
const BONE: Colour = [90, 170, 255];

/** How {@link contactSheet} lays out pictures. */
export interface SheetOptions {
  /** Pictures in a row. Default 10. */
  readonly columns?: number;
  /** Every pixel becomes this many. Default 3. */
  readonly zoom?: number;
  /** Draw the joints: green visible, red occluded. Default true. */
  readonly joints?: boolean;
}

/** Writes pictures of a set, with their joints, as one PNG: to be looked at. */
export async function contactSheet(
  file: string,
  set: PeopleSet,
  indices: readonly number[],
  { columns = 10, zoom = 3, joints = true }: SheetOptions = {},
): Promise<void> {
  const cell = PICTURE_SIDE * zoom;
  const width = columns * cell;
  const height = Math.ceil(indices.length / columns) * cell;
  const pixels = new Uint8Array(width * height * 3);
  const dot = (x: number, y: number, [r, g, b]: Colour): void => {
    if (x >= 0 && y >= 0 && x < width && y < height) pixels.set([r, g, b], (Math.floor(y) * width + Math.floor(x)) * 3);
  };
  indices.forEach((index, place) => {
    const left = (place % columns) * cell;
    const top = Math.floor(place / columns) * cell;
    for (let y = 0; y < cell; y++)
      for (let x = 0; x < cell; x++) {
        const at = ((index * PICTURE_SIDE + Math.floor(y / zoom)) * PICTURE_SIDE + Math.floor(x / zoom)) * 3;
        pixels.set(set.pictures.subarray(at, at + 3), ((top + y) * width + left + x) * 3);
      }
    if (!joints) return;
    const joint = (k: number): { x: number; y: number; state: number } => {
      const [x = 0, y = 0, , state = 0] = set.joints.subarray((index * JOINTS + k) * 4, (index * JOINTS + k) * 4 + 4);
      return { x: left + x * zoom, y: top + y * zoom, state };
    };
    for (const [a, b] of coco17.bones) {
      const [from, to] = [joint(a), joint(b)];
      if (from.state === OUTSIDE || to.state === OUTSIDE) continue;
      const steps = Math.ceil(Math.hypot(to.x - from.x, to.y - from.y)) + 1;
      for (let i = 0; i <= steps; i += 2)
        dot(from.x + ((to.x - from.x) * i) / steps, from.y + ((to.y - from.y) * i) / steps, BONE);
    }
    for (let k = 0; k < JOINTS; k++) {
      const { x, y, state } = joint(k);
      if (state === OUTSIDE) continue;
      for (let dy = -1; dy <= 1; dy++)
        for (let dx = -1; dx <= 1; dx++) dot(x + dx, y + dy, state === OCCLUDED ? HIDDEN : SHOWN);
    }
  });
  await writeFile(file, png(pixels, width, height));
}

/** An RGB picture as PNG. */
function png(pixels: Uint8Array, width: number, height: number): Buffer {
  const rows = Buffer.alloc(height * (width * 3 + 1));
  for (let y = 0; y < height; y++)
    rows.set(pixels.subarray(y * width * 3, (y + 1) * width * 3), y * (width * 3 + 1) + 1);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}
