import * as sdk from '@integral-pose/sdk';
import { wasm } from '@integral-pose/sdk/wasm';
import { firstValueFrom, of } from 'rxjs';
import { BETAS, type BiasSample, type RealMapsJob } from './job.ts';

declare global {
  interface Window {
    measureBias(job: RealMapsJob): Promise<BiasSample[]>;
    report?(done: number, total: number): void;
  }
}

/** A map whose highest cell is lower does not say where the joint is: there is no mode to be off from. */
const CLEAR = 0.5;

window.measureBias = async ({ pictures, model, groups }) => {
  const backend = wasm({ path: '/tfjs-wasm/' });
  const address = `/models/blazepose-${model}/manifest.json`;
  const tracker = await sdk.createPoseTracker({
    backends: [backend],
    detector: sdk.blazePoseDetector({ model: '/models/blazepose-detector/manifest.json' }),
    model: sdk.heatmapModel(address),
    maxPeople: 1,
  });
  const network = await sdk
    .heatmapModel(address)
    .load({ backend, signal: undefined, onBytes: () => undefined, logger: undefined });
  const sampler = sdk.createCropSampler(false);
  const samples: BiasSample[] = [];
  for (const [index, picture] of pictures.entries()) {
    const image = await createImageBitmap(await (await fetch(picture)).blob());
    const frame = sdk.createFrame(image);
    const { poses } = await firstValueFrom(tracker.track(of(sdk.createFrame(await createImageBitmap(image)))));
    for (const { region } of poses) samples.push(...(await look(frame, region, index % groups)));
    frame.close();
    window.report?.(index + 1, pictures.length);
  }
  sampler.dispose();
  network.dispose();
  tracker.dispose();
  return samples;

  async function look(frame: sdk.Frame, region: sdk.Region, group: number): Promise<BiasSample[]> {
    const { input, heatmaps, skeleton } = network.manifest;
    const crops = sampler.open(frame).sample([sdk.cropTransform(region, input)], input, input.range);
    const inference = network.infer(crops);
    const read = async (decoder: sdk.Decoder) => {
      const decoded = decoder.decode(inference.maps);
      const values = await decoded.data<'float32'>();
      decoded.dispose();
      return skeleton.keypoints.map((_, joint) => {
        const at = (column: number) => values[joint * sdk.DECODED.columns + column] as number;
        return { x: at(sdk.DECODED.x), y: at(sdk.DECODED.y), score: at(sdk.DECODED.score) };
      });
    };
    const modes = await read(sdk.dark());
    const answers: { beta: number; plain: sdk.Point[]; compensated: sdk.Point[] }[] = [];
    for (const beta of BETAS) {
      const plain = await read(sdk.integral({ beta, values: 'probability' }));
      answers.push({ beta, plain, compensated: await read(sdk.debiasedIntegral({ beta })) });
    }
    inference.dispose();
    crops.dispose();
    const middle = { x: heatmaps.width / 2, y: heatmaps.height / 2 };
    return modes.flatMap((mode, joint) => {
      if (mode.score < CLEAR) return [];
      const off = (points: readonly sdk.Point[]) => apart(points[joint] as sdk.Point, mode);
      const biases = answers.map(({ beta, plain, compensated }) => ({
        beta,
        plain: off(plain),
        compensated: off(compensated),
      }));
      return [{ group, distance: apart(mode, middle) / Math.hypot(middle.x, middle.y), biases }];
    });
  }
};

function apart(one: sdk.Point, other: sdk.Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
