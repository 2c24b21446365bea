import { decodeAll, heatmapModel, localDebiasedIntegral, type PoseNetwork, twoStepIntegral } from '@integral-pose/sdk';
import { wasm } from '@integral-pose/sdk/wasm';
import { webgl } from '@integral-pose/sdk/webgl';
import { randomUniform, type Tensor4D } from '@tensorflow/tfjs-core';
import type { HeadJob, HeadRow } from './job.ts';

declare global {
  interface Window {
    timeHead(job: HeadJob): Promise<HeadRow[]>;
  }
}

window.timeHead = async ({ backend: name, rounds }) => {
  const backend = name === 'wasm' ? wasm({ path: '/tfjs-wasm/' }) : webgl();
  await backend.start();
  const load = (model: string): Promise<PoseNetwork> =>
    heatmapModel(`/models/${model}/manifest.json`).load({
      backend,
      signal: undefined,
      onBytes: () => undefined,
      logger: undefined,
    });
  const models = [
    { model: 'blazepose-lite', network: await load('blazepose-lite'), decoder: localDebiasedIntegral() },
    { model: 'integral-pose-3d', network: await load('integral-pose-3d'), decoder: twoStepIntegral() },
  ];
  const crops = randomUniform([1, 256, 256, 3], 0, 1, 'float32', 1) as Tensor4D;
  const rows = models.map(({ model }) => ({ model, network: [] as number[], decoding: [] as number[] }));
  // Taken in turns, so that whatever else the machine does falls on both.
  for (let round = -2; round < rounds; round++) {
    for (const [index, { network, decoder }] of models.entries()) {
      const start = performance.now();
      const inference = network.infer(crops);
      // On a GPU work is queued: reading an output that comes last waits for it.
      await inference.presence?.data();
      if (backend.onGpu) await inference.maps.health.data();
      const inferred = performance.now();
      const decoded = decodeAll(inference.maps, [decoder]);
      await decoded.data();
      const done = performance.now();
      decoded.dispose();
      inference.dispose();
      if (round < 0) continue;
      rows[index]?.network.push(inferred - start);
      rows[index]?.decoding.push(done - inferred);
    }
  }
  crops.dispose();
  for (const { network } of models) network.dispose();
  return rows;
};
