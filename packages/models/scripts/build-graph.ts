import { createHash } from 'node:crypto';
import type { ManifestFile, ModelManifest } from '@integral-pose/sdk';
import { convertTflite } from '../src/convert/convert.ts';
import { modelJson } from '../src/convert/model-json.ts';
import { shardWeights } from '../src/convert/shards.ts';
import type { Tap } from '../src/convert/tap.ts';
import { readTflite } from '../src/tflite/read-model.ts';
import { detectorManifest, heatmapManifest } from './manifests.ts';
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
  const graph = convertTflite(model, { input: 'image', outputs });
  const shards = shardWeights(graph.weightData);
  const encoder = new TextEncoder();
  const topology = encoder.encode(modelJson(graph, shards));
  const files = {
    graph: describe('model.json', topology),
    weights: shards.map(({ path, data }) => describe(path, data)),
  };
  const manifest: ModelManifest = source === 'detector' ? detectorManifest(files) : heatmapManifest(source, files);
  return new Map([
    ['manifest.json', encoder.encode(`${JSON.stringify(manifest, null, 2)}\n`)],
    ['model.json', topology],
    ...shards.map(({ path, data }) => [path, data] as const),
  ]);
}
