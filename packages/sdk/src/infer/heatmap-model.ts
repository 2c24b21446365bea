import { sigmoid, type Tensor, type Tensor2D, type Tensor4D, type Tensor5D } from '@tensorflow/tfjs-core';
import { Heatmaps } from '../tensor/heatmaps.ts';
import { loadModel } from '../tensor/load-model.ts';
import type { NetworkRecipe } from '../tensor/network.ts';

/**
 * A heatmap network described by a manifest: any network, ours or yours, without code of its own.
 * @param address of the manifest, for example `models.blazePoseLite`
 */
export function heatmapModel(address: string | URL): NetworkRecipe {
  return {
    name: String(address),
    async load(context) {
      const model = await loadModel(address, 'heatmap', context);
      const { manifest } = model;
      const { heatmaps, landmarks, world, presence, skeleton } = manifest;
      const outputs = [heatmaps, landmarks, world, presence].flatMap((part) => (part ? [part.output] : []));
      return {
        manifest,
        infer(crops) {
          const tensors = model.run(crops, outputs);
          const named = new Map(outputs.map((output, index) => [output, tensors[index] as Tensor]));
          const take = (part: { readonly output: string } | undefined) =>
            part ? (named.get(part.output) as Tensor2D) : null;
          const maps = new Heatmaps(named.get(heatmaps.output) as Tensor4D | Tensor5D, {
            layout: heatmaps.layout,
            values: heatmaps.values,
            background: heatmaps.background,
            joints: skeleton.keypoints.length,
          });
          const presenceOutput = take(presence);
          const probability =
            presenceOutput && presence?.values === 'logit' ? (sigmoid(presenceOutput) as Tensor2D) : presenceOutput;
          return {
            maps,
            landmarks: take(landmarks),
            world: take(world),
            presence: probability,
            dispose() {
              maps.dispose();
              for (const tensor of tensors) tensor.dispose();
              if (probability !== presenceOutput) probability?.dispose();
            },
          };
        },
        dispose: () => model.dispose(),
      };
    },
  };
}

