import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { randomNormal, randomUniform } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { chooseBackend } from '../tensor/choose-backend.ts';
import { wasm } from '../wasm.ts';
import { convolutionLayer as c } from './convolution-layer.ts';
import { createNetwork } from './create-network.ts';
import { fit } from './fit.ts';
import { integralLoss } from './integral-loss.ts';
import { inputLayer } from './input-layer.ts';
import { concatLayer, upsampleLayer } from './merge-layers.ts';
test('time', async () => {
  await chooseBackend([wasm({ path: '/tfjs-wasm/' })]);
  const a = c(inputLayer({ height: 64, width: 64, channels: 3 }), { channels: 16, stride: 2 });
  const b = c(a, { channels: 24, stride: 2 });
  const d = c(c(b, { channels: 40, stride: 2 }), { channels: 40 });
  const e = c(concatLayer(b, upsampleLayer(d)), { channels: 24 });
  const f = c(concatLayer(a, upsampleLayer(e)), { channels: 16 });
  const network = createNetwork(c(f, { channels: 12, size: 1, activation: 'none' }));
  function* batches() { for (;;) yield { input: randomNormal([16, 64, 64, 3]) as never, truth: randomUniform([16, 12, 2], 4, 28) as never }; }
  const at: number[] = [];
  await fit({ network, loss: integralLoss({ beta: 1 }), batches: batches(), steps: 20, every: 1, onProgress: ({ seconds }) => at.push(seconds) });
  const steps = at.slice(1).map((s, i) => 1000 * (s - (at[i] as number))).sort((x, y) => x - y);
  console.log('RESULT', network.size, 'parameters; ms a step: min', steps[0], 'median', steps[9]);
  expect(steps.length).toBe(19);
});
