import type { Decoder, Frame, Region } from '@integral-pose/sdk';
import * as sdk from '@integral-pose/sdk';
import type { wasm } from '@integral-pose/sdk/wasm';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import type { CocoPerson } from './job.ts';

/** Runs the network on eight crops, each moved on by an eighth of a heatmap cell, to see how even the answers move. */
export async function createProbe(
  address: string,
  backend: ReturnType<typeof wasm>,
  decoders: Readonly<Record<string, Decoder>>,
) {
  const network = await sdk
    .heatmapModel(address)
    .load({ backend, signal: undefined, onBytes: () => undefined, logger: undefined });
  const sampler = sdk.createCropSampler(backend.onGpu);
  const { input, heatmaps, skeleton } = network.manifest;
  const steps = [0, 1, 2, 3, 4, 5, 6, 7].map((step) => step / 8);
  return {
    /** Mean squared residual of each decoder over the person's labelled joints and both axes, cells². */
    async stability(frame: Frame, region: Region, person: CocoPerson): Promise<Record<string, number>> {
      const cell = region.side / heatmaps.width;
      const along = {
        x: Math.cos(region.angle) - Math.sin(region.angle),
        y: Math.sin(region.angle) + Math.cos(region.angle),
      };
      const transforms = steps.map((step) => {
        const centre = { x: region.centre.x + along.x * step * cell, y: region.centre.y + along.y * step * cell };
        return sdk.cropTransform({ ...region, centre }, input);
      });
      const crops = sampler.open(frame).sample(transforms, input, input.range);
      const inference = network.infer(crops);
      const residuals: Record<string, number> = {};
      for (const [name, decoder] of Object.entries(decoders)) {
        const decoded = decoder.decode(inference.maps);
        residuals[name] = residual(await decoded.data(), person);
        (decoded as Tensor3D).dispose();
      }
      inference.dispose();
      crops.dispose();
      frame.close();
      return residuals;
    },
    dispose() {
      network.dispose();
      sampler.dispose();
    },
  };

  function residual(values: ArrayLike<number>, { keypoints }: CocoPerson): number {
    let sum = 0;
    let count = 0;
    for (const [coco, joint] of sdk.cocoFromBlazePose.entries()) {
      if (!keypoints[3 * coco + 2]) continue;
      for (const axis of [sdk.DECODED.x, sdk.DECODED.y]) {
        const moved = steps.map(
          (step, index) =>
            (values[(index * skeleton.keypoints.length + joint) * sdk.DECODED.columns + axis] as number) + step,
        );
        const mean = moved.reduce((a, b) => a + b) / moved.length;
        for (const value of moved) sum += (value - mean) ** 2;
        count += moved.length;
      }
    }
    return sum / count;
  }
}
