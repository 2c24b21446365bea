import { beforeAll, describe, expect, test } from 'vitest';
import { createBody } from './cast.ts';
import { createDrawing } from './draw-people.ts';
import { createEasel, TILE } from './easel.ts';
import { frame } from './framing.ts';
import type { DrawnPeople, DrawPeopleJob } from './job.ts';
import { OCCLUDED, OUTSIDE, PICTURE_SIDE, VISIBLE } from './picture-facts.ts';
import { randomFrom } from './random.ts';
import { compose } from './shot.ts';

const job: DrawPeopleJob = {
  seed: 4,
  bodies: { train: [1, 2], validation: [3], test: [4, 5] },
  pictures: [
    ...Array.from({ length: 30 }, (_, index) => ({ split: 'train' as const, index })),
    ...Array.from({ length: 15 }, (_, index) => ({ split: 'test' as const, index: 900 + index })),
  ],
};

describe('drawn people', () => {
  let drawn: DrawnPeople;
  const draw = createDrawing();
  beforeAll(() => {
    drawn = draw(job);
  });

  test('the same picture comes out whatever is drawn with it', () => {
    const again = draw({ ...job, pictures: job.pictures.slice(20, 33) });
    const pixels = PICTURE_SIDE * PICTURE_SIDE * 3;
    // Another place on the sheet may round an edge otherwise.
    const before = drawn.pictures.slice(20 * pixels, 33 * pixels);
    expect(again.pictures.length).toBe(before.length);
    expect(again.pictures.filter((value, i) => Math.abs(value - (before[i] as number)) > 2).length).toBeLessThan(
      before.length / 1000,
    );
    expect(again.joints).toEqual(drawn.joints.slice(20 * 17 * 4, 33 * 17 * 4));
    expect(again.facts).toEqual(drawn.facts.slice(20, 33));
  });

  test('a split has its own bodies only', () => {
    for (const { split, body } of drawn.facts) expect(job.bodies[split]).toContain(body);
  });

  test('the camera in the facts takes true 3D to true 2D, and metres per pixel are those of the hips', () => {
    drawn.facts.forEach(({ camera, metresPerPixel }, i) => {
      expect(metresPerPixel).toBeCloseTo(camera.depth / camera.focal, 9);
      const [left, right] = [11, 12].map((k) => drawn.joints.slice((i * 17 + k) * 4, (i * 17 + k) * 4 + 2));
      const hips = [0, 1].map((c) => ((left?.[c] ?? Number.NaN) + (right?.[c] ?? Number.NaN)) / 2);
      // Where the hips' middle is, from the camera: good to what perspective does within the pelvis.
      const root = [(hips[0] as number) - camera.x, (hips[1] as number) - camera.y].map((d) => d * metresPerPixel);
      for (let k = 0; k < 17; k++) {
        const [x = 0, y = 0, z = 0] = drawn.world.slice((i * 17 + k) * 3, (i * 17 + k) * 3 + 3);
        const [px = 0, py = 0, pz = 0] = drawn.joints.slice((i * 17 + k) * 4, (i * 17 + k) * 4 + 3);
        expect(pz).toBe(z);
        const away = camera.depth - z;
        const seenX = camera.x + (camera.focal * ((root[0] as number) + x)) / away;
        const seenY = camera.y - (camera.focal * (-(root[1] as number) + y)) / away;
        expect(Math.hypot(seenX - px, seenY - py)).toBeLessThan(0.5);
      }
    });
  });

  test('states say what is inside and what is hidden, and the facts count them', () => {
    drawn.facts.forEach(({ present, occluded }, i) => {
      const states = Array.from({ length: 17 }, (_, k) => drawn.joints[(i * 17 + k) * 4 + 3] as number);
      states.forEach((state, k) => {
        const [x = 0, y = 0] = drawn.joints.slice((i * 17 + k) * 4, (i * 17 + k) * 4 + 2);
        if (state !== OUTSIDE) expect(x >= 0 && y >= 0 && x < PICTURE_SIDE && y < PICTURE_SIDE).toBe(true);
      });
      const labelled = states.filter((state) => state !== OUTSIDE);
      expect(present).toBe(labelled.length);
      expect(occluded).toBeCloseTo(labelled.filter((state) => state === OCCLUDED).length / present, 9);
      expect(labelled.filter((state) => state === VISIBLE).length).toBeGreaterThanOrEqual(2);
    });
    expect(drawn.facts.some(({ present }) => present < 17)).toBe(true);
    expect(drawn.facts.some(({ occluded }) => occluded > 0.1)).toBe(true);
  });
});

test('joints lie on the drawn figure, and beside it when moved by 2 px of 64', () => {
  const easel = createEasel();
  const body = createBody(2);
  const context = new OffscreenCanvas(TILE, TILE).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no 2D canvas');
  const shifts = [
    [0, 0],
    [2, 0],
    [-2, 0],
    [0, 2],
    [0, -2],
  ] as const;
  const on = shifts.map(() => 0);
  let total = 0;
  for (let index = 0; index < 30; index++) {
    const random = randomFrom(21, index);
    const shot = compose(random, body, undefined);
    const { crop } = frame(random, shot.box);
    easel.clear();
    easel.draw(7, [body], shot.camera, crop, random);
    const { x: left, y: top } = easel.place(7);
    context.clearRect(0, 0, TILE, TILE);
    context.drawImage(easel.sheet, -left, -top);
    const { data } = context.getImageData(0, 0, TILE, TILE);
    for (const joint of shot.joints.slice(5)) {
      const x = ((joint.x - crop.x) / crop.width) * TILE;
      const y = ((joint.y - crop.y) / crop.height) * TILE;
      const edge = (3 * TILE) / PICTURE_SIDE;
      if (!joint.seen || x < edge || y < edge || x >= TILE - edge || y >= TILE - edge) continue;
      total++;
      shifts.forEach(([dx, dy], s) => {
        const u = Math.floor(x + (dx * TILE) / PICTURE_SIDE);
        const v = Math.floor(y + (dy * TILE) / PICTURE_SIDE);
        if ((data[(v * TILE + u) * 4 + 3] as number) > 0) on[s] = (on[s] as number) + 1;
      });
    }
  }
  easel.dispose();
  expect(total).toBeGreaterThan(150);
  const [straight, ...moved] = on.map((count) => count / total);
  expect(straight).toBeGreaterThan(0.99);
  for (const share of moved) expect(share).toBeLessThan(0.97);
});
