import { createHash } from 'node:crypto';
import type { ManifestFile, ModelManifest } from '@integral-pose/sdk';
import { type ConvertedGraph, convertTflite } from '../src/convert/convert.ts';
import { modelJson } from '../src/convert/model-json.ts';
import { shardWeights } from '../src/convert/shards.ts';
import type { Tap } from '../src/convert/tap.ts';
import { appendHead, VOLUME } from '../src/head/append-head.ts';
import { readTflite } from '../src/tflite/read-model.ts';
import { type HeadSource, readHeadOf } from './heads.ts';
import { detectorManifest, heatmapManifest, type ManifestFiles, volumeManifest } from './manifests.ts';
import { keptOutputs } from './outputs.ts';
import { readSource, type SourceModel } from './sources.ts';

/** Path within a folder → content. */
export type BuiltFiles = ReadonlyMap<string, Uint8Array>;

function describe(path: string, data: Uint8Array): ManifestFile {
  return { path, sha256: createHash('sha256').update(data).digest('hex'), bytes: data.byteLength };
}

/**
 * Converts a source model.
 * @param taps intermediate tensors to expose as further outputs
 */
export function buildGraph(source: SourceModel, taps: readonly Tap[]): BuiltFiles {
  const model = readTflite(readSource(source));
  const outputs = {
    ...keptOutputs(source, model),
    ...Object.fromEntries(taps.filter((tap) => tap.model === source).map(({ output, tensor }) => [output, tensor])),
  };
  return written(convertTflite(model, { input: 'image', outputs }), (files) =>
    source === 'detector' ? detectorManifest(files) : heatmapManifest(source, files),
  );
}

/** A landmark model whose heatmaps are replaced by the volumes of the head that was trained on it. */
export function buildVolumeGraph(source: HeadSource): BuiltFiles {
  const model = readTflite(readSource(source));
  const { heatmaps: _, ...outputs } = keptOutputs(source, model);
  const head = readHeadOf(source);
  const { depth, height, width, joints } = VOLUME;
  const graph = convertTflite(model, {
    input: 'image',
    outputs,
    keep: Object.values(head.taps),
    extend: (writer) => [
      { name: 'volume', node: appendHead(writer, head.taps, head.weights), shape: [-1, depth, height, width, joints] },
    ],
  });
  return written(graph, (files) => volumeManifest(source, files, head.measured));
}

function written(graph: ConvertedGraph, manifestOf: (files: ManifestFiles) => ModelManifest): BuiltFiles {
  const shards = shardWeights(graph.weightData);
  const encoder = new TextEncoder();
  const topology = encoder.encode(modelJson(graph, shards));
  const manifest = manifestOf({
    graph: describe('model.json', topology),
    weights: shards.map(({ path, data }) => describe(path, data)),
  });
  return new Map([
    ['manifest.json', encoder.encode(`${JSON.stringify(manifest, null, 2)}\n`)],
    ['model.json', topology],
    ...shards.map(({ path, data }) => [path, data] as const),
  ]);
}
