import {
  concat,
  gather,
  mul,
  onesLike,
  reshape,
  sigmoid,
  slice,
  sub,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  type Tensor5D,
  tensor1d,
} from '@tensorflow/tfjs-core';
import { Heatmaps } from '../tensor/heatmaps.ts';
import { type LoadModelOptions, loadModel } from '../tensor/load-model.ts';
import { type ModelAddress, nameOfAddress } from '../tensor/model-address.ts';
import type { NetworkRecipe } from '../tensor/network.ts';
import type { HeatmapManifest } from '../types/manifest.ts';

/**
 * A heatmap network described by a manifest: any network, ours or yours, without code of its own.
 * @param address of the manifest, for example `/models/blazepose-lite/manifest.json`, or of each file, for example
 * `models.blazePoseLite`
 * @param options retries and where files are kept between visits
 */
export function heatmapModel(address: ModelAddress, options: LoadModelOptions = {}): NetworkRecipe {
  return {
    name: nameOfAddress(address),
    async load(context) {
      const model = await loadModel(address, 'heatmap', context, options);
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
            ...(landmarks ? { regressed: () => inCells(take(landmarks) as Tensor2D, manifest, landmarks) } : {}),
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
        reload: () => model.reload(),
        dispose: () => model.dispose(),
      };
    },
  };
}

/** The network's own landmarks of the joints, [people · joints, 3]: x and y in heatmap cells, and their presence. */
function inCells(
  rows: Tensor2D,
  { heatmaps, input, skeleton }: HeatmapManifest,
  { points, stride, columns, rows: order }: NonNullable<HeatmapManifest['landmarks']>,
): Tensor2D {
  const people = rows.shape[0];
  const joints = skeleton.keypoints.length;
  const all = reshape(rows, [people, points, stride]) as Tensor3D;
  const table = order ? gather(all, tensor1d([...order], 'int32'), 1) : all;
  const column = (at: number) => slice(table, [0, 0, at], [people, joints, 1]);
  const x = sub(mul(column(columns.x), heatmaps.width / input.width), heatmaps.offset.x);
  const y = sub(mul(column(columns.y), heatmaps.height / input.height), heatmaps.offset.y);
  const score = columns.presence === undefined ? onesLike(x) : sigmoid(column(columns.presence));
  return reshape(concat([x, y, score], 2), [people * joints, 3]);
}
