import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { contactSheet } from './contact-sheet.ts';
import { JOINTS, type PeopleSet } from './people-set.ts';
import { OCCLUDED, PICTURE_SIDE, VISIBLE } from './picture-facts.ts';

test('a contact sheet shows pictures side by side, enlarged, with labelled joints where they are', async () => {
  const pixels = PICTURE_SIDE * PICTURE_SIDE * 3;
  // Two pictures, dark and lighter grey, with one joint each.
  const pictures = new Uint8Array(2 * pixels).fill(40, 0, pixels).fill(90, pixels);
  const joints = new Float32Array(2 * JOINTS * 4);
  joints.set([10.5, 20.5, 0, VISIBLE], 0);
  joints.set([30.5, 5.5, 0, OCCLUDED], (JOINTS + 3) * 4);
  const folder = mkdtempSync(join(tmpdir(), 'sheet-'));
  try {
    const file = join(folder, 'sheet.png');
    await contactSheet(file, { pictures, joints } as PeopleSet, [0, 1], { columns: 2, zoom: 2 });
    const png = readFileSync(file);
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
    expect([width, height]).toEqual([256, 128]);
    const start = png.indexOf('IDAT');
    const rows = inflateSync(png.subarray(start + 4, start + 4 + png.readUInt32BE(start - 4)));
    const at = (x: number, y: number): number[] => [...rows.subarray(y * (width * 3 + 1) + 1 + x * 3).subarray(0, 3)];
    expect(at(0, 0)).toEqual([40, 40, 40]);
    expect(at(200, 100)).toEqual([90, 90, 90]);
    const [visible, occluded] = [at(21, 41), at(128 + 61, 11)];
    expect(visible[1]).toBeGreaterThan(200);
    expect(occluded[0]).toBeGreaterThan(200);
    expect(occluded[1]).toBeLessThan(100);
    // Joints that are not labelled lie at 0, 0 here and are not drawn.
    expect(at(128, 0)).toEqual([90, 90, 90]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
