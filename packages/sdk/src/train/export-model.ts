import { sha256 } from '../tensor/sha256.ts';
import type { HeatmapManifest, ManifestFile, SpreadCalibration, ValueKind } from '../types/manifest.ts';
import type { Skeleton } from '../types/skeleton.ts';
import type { TrainableNetwork } from './create-network.ts';
import { attribute, type GraphNode } from './graph-nodes.ts';

/** What a manifest says that a network does not know of itself. */
export interface ModelFacts {
  /** A short name, for example `hands-small`. */
  readonly name: string;
  /** SPDX licence of the weights, and where they come from. */
  readonly licence: string;
  readonly origin: string;
  readonly skeleton: Skeleton;
  /** The range of the pictures that the network was trained with: bytes 0..255 map linearly to it. Default [0, 1]. */
  readonly range?: readonly [number, number];
  /** What the maps' values are after the losses it was trained with. */
  readonly values: ValueKind;
  /** Value of an empty cell, in the unit of `values`. Default 0. */
  readonly background?: number;
  /** Makes the decoders' extents the covariance of their error (`fitSpread`). Default: the extent itself, κ = 1. */
  readonly calibration?: { readonly default: SpreadCalibration; readonly [decoder: string]: SpreadCalibration };
  /** Side of the crop as a multiple of the diameter of the circle round the body. Default 1.25. */
  readonly crop?: { readonly scale: number };
}

/** A model's files by name, to be written to one folder. */
export interface ModelFiles {
  readonly 'manifest.json': Uint8Array<ArrayBuffer>;
  readonly 'model.json': Uint8Array<ArrayBuffer>;
  readonly 'weights.bin': Uint8Array<ArrayBuffer>;
}

const INPUT_NAME = 'input';
const OUTPUT_NAME = 'heatmaps';

/**
 * Makes a trained network a model like any other: a tfjs GraphModel with single-precision weights, and its manifest. Write
 * the three files to a folder, and give the address of `manifest.json` to `heatmapModel`.
 * @param network its output has a channel for each keypoint of the skeleton
 * @throws PoseError `disposed`
 */
export async function exportModel(network: TrainableNetwork, facts: ModelFacts): Promise<ModelFiles> {
  const nodes: GraphNode[] = [];
  const chunks: Uint8Array[] = [];
  const weights: { name: string; shape: number[]; dtype: 'float32' | 'int32' }[] = [];
  const constant = (name: string, shape: number[], values: Float32Array | Int32Array): void => {
    const dtype = values instanceof Int32Array ? 'int32' : 'float32';
    nodes.push({
      name,
      op: 'Const',
      input: [],
      attr: { dtype: dtype === 'int32' ? attribute.int32 : attribute.float },
    });
    weights.push({ name, shape, dtype });
    chunks.push(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  };
  const { input, output } = network;
  const shape = [-1, input.height, input.width, input.channels];
  nodes.push({
    name: INPUT_NAME,
    op: 'Placeholder',
    input: [],
    attr: { dtype: attribute.float, shape: attribute.shape(shape) },
  });
  for (const { name, variable } of network.parameters)
    constant(name, [...variable.shape], await variable.data<'float32'>());
  const graph = {
    node: (name: string, op: string, given: readonly string[], attr: GraphNode['attr'] = {}) =>
      void nodes.push({ name, op, input: given, attr: { T: attribute.float, ...attr } }),
    integers: (name: string, values: readonly number[]) =>
      constant(name, values.length === 1 ? [] : [values.length], Int32Array.from(values)),
  };
  const names = network.layers.map(({ name }, at) => (at === 0 ? INPUT_NAME : name));
  network.layers.forEach(({ layer, inputs, parameters }, at) => {
    layer.write(
      graph,
      names[at] as string,
      inputs.map((from) => names[from] as string),
      parameters.map(({ name }) => name),
    );
  });
  graph.node(OUTPUT_NAME, 'Identity', [names[names.length - 1] as string]);
  const info = (name: string, sides: readonly number[]) => ({
    name,
    dtype: 'DT_FLOAT',
    tensorShape: { dim: sides.map((side) => ({ size: String(side) })) },
  });
  const model = encode({
    format: 'graph-model',
    generatedBy: '@integral-pose/sdk',
    convertedBy: '@integral-pose/sdk',
    modelTopology: { node: nodes, library: {}, versions: { producer: 1087 } },
    signature: {
      inputs: { [INPUT_NAME]: info(INPUT_NAME, shape) },
      outputs: { [OUTPUT_NAME]: info(OUTPUT_NAME, [-1, output.height, output.width, output.channels]) },
    },
    weightsManifest: [{ paths: ['weights.bin'], weights }],
  });
  const data = joined(chunks);
  const manifest: HeatmapManifest = {
    schema: 'integral-pose/model',
    version: 1,
    kind: 'heatmap',
    name: facts.name,
    format: 'tfjs-graph',
    graph: await fileOf('model.json', model),
    weights: [await fileOf('weights.bin', data)],
    input: { name: INPUT_NAME, width: input.width, height: input.height, range: facts.range ?? [0, 1] },
    licence: facts.licence,
    origin: facts.origin,
    heatmaps: {
      output: OUTPUT_NAME,
      layout: 'hwk',
      width: output.width,
      height: output.height,
      depth: 1,
      channels: output.channels,
      values: facts.values,
      background: facts.background ?? 0,
      // The losses' truths are in cells as the decoders answer them: there is no other convention to undo.
      offset: { x: 0, y: 0 },
      calibration: facts.calibration ?? { default: { kappa: 1, floor: 0 } },
    },
    skeleton: facts.skeleton,
    crop: facts.crop ?? { scale: 1.25 },
  };
  return { 'manifest.json': encode(manifest), 'model.json': model, 'weights.bin': data };
}

function encode(value: unknown): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(value));
}

async function fileOf(path: string, { buffer, byteLength }: Uint8Array<ArrayBuffer>): Promise<ManifestFile> {
  return { path, sha256: await sha256(buffer), bytes: byteLength };
}

function joined(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(chunks.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.byteLength;
  }
  return all;
}
