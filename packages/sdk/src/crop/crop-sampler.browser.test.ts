import { memory } from '@tensorflow/tfjs-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { apply, invert } from '../math/affine.ts';
import { cropTransform } from '../math/crop-transform.ts';
import { createFrame } from '../source/create-frame.ts';
import type { Frame } from '../types/frame.ts';
import type { Region } from '../types/geometry.ts';
import { wasm } from '../wasm.ts';
import { webgl } from '../webgl.ts';
import { createCropSampler } from './crop-sampler.ts';

const PICTURE = { width: 96, height: 64 };
const CROP = { width: 48, height: 48 };

/** Smooth in x and y, different in each channel, so that every shift, swap and mirror shows. */
const colourAt = (x: number, y: number): [number, number, number] => [
  40 + 1.5 * x,
  220 - 2 * y,
  128 + 60 * Math.sin(x / 9) * Math.cos(y / 7),
];

async function picture(): Promise<Frame> {
  const data = new ImageData(PICTURE.width, PICTURE.height);
  for (let y = 0; y < PICTURE.height; y++) {
    for (let x = 0; x < PICTURE.width; x++) {
      data.data.set([...colourAt(x + 0.5, y + 0.5).map(Math.round), 255], 4 * (y * PICTURE.width + x));
    }
  }
  return createFrame(await createImageBitmap(data));
}

const regions: Record<string, Region> = {
  'as it is': { centre: { x: 40, y: 32 }, side: 48, angle: 0 },
  'shifted by part of a pixel': { centre: { x: 40.3, y: 31.6 }, side: 48, angle: 0 },
  enlarged: { centre: { x: 50, y: 30 }, side: 20, angle: 0 },
  turned: { centre: { x: 48, y: 32 }, side: 40, angle: 0.7 },
};

describe.each([
  ['wasm', wasm({ path: '/tfjs-wasm/' })],
  ['webgl', webgl()],
] as const)('crops on %s', (_, backend) => {
  beforeEach(() => backend.start());

  test.each(Object.entries(regions))('%s: each pixel is what the picture has at its centre', async (_name, region) => {
    const frame = await picture();
    const sampler = createCropSampler(backend.onGpu);
    const transform = cropTransform(region, CROP);
    const crops = sampler.open(frame).sample([transform], CROP, [0, 255]);
    const values = await crops.data();
    const back = invert(transform);
    let worst = 0;
    for (let y = 0; y < CROP.height; y++) {
      for (let x = 0; x < CROP.width; x++) {
        const at = apply(back, { x: x + 0.5, y: y + 0.5 });
        const inside = at.x > 1 && at.y > 1 && at.x < PICTURE.width - 1 && at.y < PICTURE.height - 1;
        if (!inside) continue;
        const expected = colourAt(at.x, at.y);
        for (let channel = 0; channel < 3; channel++) {
          const found = values[(y * CROP.width + x) * 3 + channel] as number;
          worst = Math.max(worst, Math.abs(found - (expected[channel] as number)));
        }
      }
    }
    // Half a level of rounding in the picture, and what bilinear sampling flattens. Half a pixel off would be 4.
    expect(worst).toBeLessThan(1.2);
    crops.dispose();
    sampler.dispose();
    frame.close();
  });

  test('several crops come in order, in the asked range, black outside the picture', async () => {
    const frame = await picture();
    const sampler = createCropSampler(backend.onGpu);
    const before = memory().numTensors;
    const outside = cropTransform({ centre: { x: -200, y: -200 }, side: 48, angle: 0 }, CROP);
    const inside = cropTransform({ centre: { x: 40, y: 32 }, side: 48, angle: 0 }, CROP);
    const crops = sampler.open(frame).sample([outside, inside], CROP, [-1, 1]);
    expect(crops.shape).toEqual([2, CROP.height, CROP.width, 3]);
    expect(memory().numTensors).toBe(before + 1);
    const values = await crops.data();
    const size = CROP.width * CROP.height * 3;
    expect(new Set(values.slice(0, size))).toEqual(new Set([-1]));
    const [red] = colourAt(40.5, 32.5);
    const middle = size + (24 * CROP.width + 24) * 3;
    expect(values[middle]).toBeCloseTo((2 * red) / 255 - 1, 1);
    crops.dispose();
    sampler.dispose();
    sampler.dispose();
    frame.close();
  });
});

test('R7 wasm and webgl see the same pixels, edges of the picture included', async () => {
  const transforms = [
    { centre: { x: 48, y: 32 }, side: 140, angle: 0 },
    { centre: { x: 90, y: 60 }, side: 77.7, angle: 0.4 },
    { centre: { x: 3.3, y: 1.2 }, side: 30, angle: -2 },
  ].map((region) => cropTransform(region, CROP));
  const seen: Float32Array[] = [];
  for (const backend of [wasm({ path: '/tfjs-wasm/' }), webgl()]) {
    await backend.start();
    const frame = await picture();
    const sampler = createCropSampler(backend.onGpu);
    const crops = sampler.open(frame).sample(transforms, CROP, [0, 255]);
    seen.push((await crops.data()) as Float32Array);
    crops.dispose();
    sampler.dispose();
    frame.close();
  }
  const [one, other] = seen as [Float32Array, Float32Array];
  const worst = one.reduce((most, value, index) => Math.max(most, Math.abs(value - (other[index] as number))), 0);
  expect(worst).toBeLessThan(0.05);
  expect(Math.max(...one)).toBeGreaterThan(150);
  expect(Math.min(...one)).toBe(0);
});
