import {
  createCropSampler,
  createFrame,
  cropTransform,
  decodeAll,
  Heatmaps,
  heatmapModel,
  type PoseNetwork,
} from '@integral-pose/sdk';
import { wasm } from '@integral-pose/sdk/wasm';
import { webgl } from '@integral-pose/sdk/webgl';
import {
  add,
  keep,
  mul,
  reshape,
  slice,
  softmax,
  stack,
  sum,
  type Tensor,
  type Tensor4D,
  tensor1d,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import { decoders } from '../decoders.ts';
import type { DecodingJob, DecodingRow } from './job.ts';

declare global {
  interface Window {
    decoding(job: DecodingJob): Promise<DecodingRow[]>;
    report?(done: number, total: number): void;
  }
}

window.decoding = async ({ backend: name, rounds }) => {
  const backend = name === 'wasm' ? wasm({ path: '/tfjs-wasm/' }) : webgl();
  await backend.start();
  const network = await heatmapModel('/models/blazepose-lite/manifest.json').load({
    backend,
    signal: undefined,
    onBytes: () => undefined,
    logger: undefined,
  });
  const { heatmaps, skeleton } = network.manifest;
  const joints = skeleton.keypoints.length;
  const crops = await cropsOf(network, backend.onGpu);
  const output = outputOf(network, crops);
  const facts = { layout: heatmaps.layout, values: heatmaps.values, background: heatmaps.background, joints };

  const decode = (list: (typeof decoders)[string][]) => async () => {
    const maps = new Heatmaps(output, facts);
    const answer = decodeAll(maps, list);
    await answer.data();
    answer.dispose();
    maps.dispose();
  };
  const readers = Object.entries(decoders).filter(([each]) => each !== 'regression');
  const steps: { name: string; kind: DecodingRow['kind']; run: () => Promise<unknown> }[] = [
    { name: 'lite, the network alone', kind: 'network', run: () => runNetwork(network, crops) },
    ...readers.map(([each, decoder]) => ({ name: each, kind: 'decoder' as const, run: decode([decoder]) })),
    { name: `all ${readers.length} at once`, kind: 'all', run: decode(readers.map(([, decoder]) => decoder)) },
    { name: 'naive softmax and sums', kind: 'naive', run: () => naive(output, joints) },
    {
      name: 'read the maps back, decode in JavaScript',
      kind: 'read-back',
      run: () => readBack(output, joints, backend.onGpu),
    },
  ];
  const times = steps.map(() => [] as number[]);
  for (let round = -2; round < rounds; round++) {
    for (const [index, { run }] of steps.entries()) {
      const start = performance.now();
      await run();
      if (round >= 0) times[index]?.push(performance.now() - start);
    }
    window.report?.(round + 3, rounds + 2);
  }
  output.dispose();
  crops.dispose();
  network.dispose();
  return steps.map(({ name: each, kind }, index) => ({ name: each, kind, times: times[index] ?? [] }));
};

/** A picture with some structure; what it shows does not matter to the time. */
async function cropsOf(network: PoseNetwork, onGpu: boolean): Promise<Tensor4D> {
  const { input } = network.manifest;
  const canvas = new OffscreenCanvas(input.width, input.height);
  const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
  for (let y = 0; y < 16; y++) {
    for (let x = 0; x < 16; x++) {
      context.fillStyle = `hsl(${(x * 37 + y * 91) % 360} 60% ${30 + ((x * y) % 50)}%)`;
      context.fillRect(x * 16, y * 16, 16, 16);
    }
  }
  const frame = createFrame(await createImageBitmap(canvas));
  const region = { centre: { x: input.width / 2, y: input.height / 2 }, side: input.width, angle: 0 };
  const sampler = createCropSampler(onGpu);
  const crops = sampler.open(frame).sample([cropTransform(region, input)], input, input.range);
  sampler.dispose();
  frame.close();
  return crops;
}

function outputOf(network: PoseNetwork, crops: Tensor4D): Tensor4D {
  const inference = network.infer(crops);
  const { maps } = inference;
  const output = keep(
    tidy(() => transpose(reshape(maps.planes, [maps.people, maps.joints, maps.height, maps.width]), [0, 2, 3, 1])),
  ) as Tensor4D;
  inference.dispose();
  return output;
}

async function runNetwork(network: PoseNetwork, crops: Tensor4D): Promise<void> {
  const inference = network.infer(crops);
  await (inference.presence as Tensor).data();
  inference.dispose();
}

/** What one writes first: a softmax over the cells, times the coordinates, summed; one axis, then the other. */
async function naive(output: Tensor4D, joints: number): Promise<void> {
  const answer = tidy(() => {
    const [, height, width, channels] = output.shape;
    const maps = slice(transpose(output, [0, 3, 1, 2]), [0, 0, 0, 0], [1, Math.min(joints, channels), height, width]);
    const weights = reshape(softmax(reshape(maps, [joints, height * width])), [joints, height, width]);
    const columns = tensor1d(Array.from({ length: width }, (_, x) => x + 0.5));
    const rows = reshape(tensor1d(Array.from({ length: height }, (_, y) => y + 0.5)), [height, 1]);
    return stack([sum(mul(weights, columns), [1, 2]), sum(mul(weights, rows), [1, 2])], 1);
  });
  await answer.data();
  answer.dispose();
}

/** Everything comes back, and a loop takes the local expectation round the maximum of every joint. */
async function readBack(output: Tensor4D, joints: number, onGpu: boolean): Promise<number> {
  const [, height, width, channels] = output.shape;
  // A GPU's tensor that was read before has its values in memory: a fresh one has to be read, as in a new frame.
  const fresh = onGpu ? add(output, 0) : output;
  const values = await fresh.data();
  if (onGpu) fresh.dispose();
  let check = 0;
  for (let joint = 0; joint < joints; joint++) {
    let best = 0;
    for (let cell = 0; cell < height * width; cell++) {
      if ((values[cell * channels + joint] as number) > (values[best * channels + joint] as number)) best = cell;
    }
    const [row, column] = [Math.floor(best / width), best % width];
    let mass = 0;
    let x = 0;
    let y = 0;
    for (let v = Math.max(0, row - 7); v <= Math.min(height - 1, row + 7); v++) {
      for (let u = Math.max(0, column - 7); u <= Math.min(width - 1, column + 7); u++) {
        const probability = 1 / (1 + Math.exp(-(values[(v * width + u) * channels + joint] as number)));
        const weight = Math.expm1(10 * probability);
        mass += weight;
        x += weight * (u + 0.5);
        y += weight * (v + 0.5);
      }
    }
    check += x / mass + y / mass;
  }
  return check;
}
