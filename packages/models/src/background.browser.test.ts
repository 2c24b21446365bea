import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import { setBackend, type Tensor, tensor4d } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';

declare const __SHARED__: boolean;

// The background levels in the manifests were measured like this (that of heavy too; here it would take too long).

/** Upright crops with one person, 256×256. */
const CROPS = 24;
const JOINTS = 33;
const CHANNELS = 39;

/** A file name and its joints each. */
interface Crops {
  readonly crops: readonly (readonly [string, ...unknown[]])[];
}

beforeAll(async () => {
  setWasmPaths('/tfjs-wasm/');
  await setBackend('wasm');
});

async function crop(name: string): Promise<Float32Array> {
  const bitmap = await createImageBitmap(await (await fetch(`/shared/data/lspet-crops/images/${name}`)).blob());
  const context = new OffscreenCanvas(256, 256).getContext('2d') as OffscreenCanvasRenderingContext2D;
  context.drawImage(bitmap, 0, 0, 256, 256);
  bitmap.close();
  const { data } = context.getImageData(0, 0, 256, 256);
  return Float32Array.from({ length: 256 * 256 * 3 }, (_, k) => (data[Math.floor(k / 3) * 4 + (k % 3)] ?? 0) / 255);
}

test.skipIf(!__SHARED__).each(['lite', 'full'])('the background of %s is the median logit', async (size) => {
  const { crops } = (await (await fetch('/shared/data/lspet-crops/joints.json')).json()) as Crops;
  const folder = `/models/blazepose-${size}`;
  const manifest = await (await fetch(`${folder}/manifest.json`)).json();
  const model = await loadGraphModel(`${folder}/model.json`);
  const logits: number[] = [];
  for (const [name] of crops.filter((_, k) => k % Math.floor(crops.length / CROPS) === 0)) {
    const image = tensor4d(await crop(name), [1, 256, 256, 3]);
    const heatmaps = model.execute({ image }, 'heatmaps') as Tensor;
    for (const [k, value] of (await heatmaps.data()).entries()) if (k % CHANNELS < JOINTS) logits.push(value);
    image.dispose();
    heatmaps.dispose();
  }
  model.dispose();
  const median = Float32Array.from(logits).sort()[logits.length >> 1];
  expect(Math.abs((median as number) - manifest.heatmaps.background)).toBeLessThan(0.5);
});
