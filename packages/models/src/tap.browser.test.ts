import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { loadGraphModelSync } from '@tensorflow/tfjs-converter';
import { conv2d, type io, setBackend, type Tensor, type Tensor4D, tensor4d } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { convertTflite } from './convert/convert.ts';
import { readTflite } from './tflite/read-model.ts';

/** The features before the heatmap's last convolution, and the heatmaps, of the lite model. */
const FEATURES = 264;
const HEATMAPS = 283;

beforeAll(async () => {
  setWasmPaths('/tfjs-wasm/');
  await setBackend('wasm');
});

async function lite(outputs: Record<string, number>) {
  const file = new Uint8Array(await (await fetch('/mediapipe-pose/pose_landmark_lite.tflite')).arrayBuffer());
  const graph = convertTflite(readTflite(file), { input: 'image', outputs });
  const model = loadGraphModelSync({
    modelTopology: graph.modelTopology,
    weightSpecs: graph.weightSpecs as unknown as io.WeightsManifestEntry[],
    weightData: graph.weightData.slice().buffer,
  });
  return { graph, model };
}

test('a tap exposes features, leaves the other outputs as they were, and the heatmaps follow from it', async () => {
  const plain = await lite({ heatmaps: HEATMAPS });
  const tapped = await lite({ heatmaps: HEATMAPS, features: FEATURES });
  const image = tensor4d(
    Float32Array.from({ length: 256 * 256 * 3 }, (_, k) => 0.5 + 0.5 * Math.sin(k * 0.01)),
    [1, 256, 256, 3],
  );
  const before = plain.model.execute({ image }, 'heatmaps') as Tensor;
  // What the graph computes on the way, read without a tap.
  const inside = plain.model.execute({ image }, `t${FEATURES}`) as Tensor;
  const [after, features] = tapped.model.execute({ image }, ['heatmaps', 'features']) as [Tensor, Tensor4D];
  expect(features.shape).toEqual([1, 64, 64, 32]);
  expect(await features.data()).toEqual(await inside.data());
  expect(await after.data()).toEqual(await before.data());

  // The last step by itself: a 1×1 convolution of the features.
  const last = plain.graph.modelTopology.node.find(({ name }) => name === `t${HEATMAPS}`);
  const [source, filterName = '', biasName = ''] = last?.input ?? [];
  expect(source).toBe(`t${FEATURES}`);
  const filter = plain.model.weights[filterName]?.[0] as Tensor4D;
  const bias = (await plain.model.weights[biasName]?.[0]?.data()) as Float32Array;
  const product = conv2d(features, filter, 1, 'valid');
  const [sums, answer] = [await product.data(), await after.data()];
  let worst = 0;
  for (const [k, value] of answer.entries()) {
    worst = Math.max(worst, Math.abs(value - (sums[k] as number) - (bias[k % bias.length] as number)));
  }
  expect(worst).toBeLessThan(1e-4);

  for (const tensor of [image, before, inside, after, features, product]) tensor.dispose();
  plain.model.dispose();
  tapped.model.dispose();
});
