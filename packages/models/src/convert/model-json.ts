import type { ConvertedGraph } from './convert.ts';
import type { Shard } from './shards.ts';

/** The text of a GraphModel's `model.json`, as tfjs's own loader reads it too. */
export function modelJson(graph: ConvertedGraph, shards: readonly Shard[]): string {
  const { modelTopology, signature, weightSpecs } = graph;
  return JSON.stringify({
    format: 'graph-model',
    generatedBy: '@integral-pose/models',
    convertedBy: '@integral-pose/models',
    modelTopology,
    signature,
    weightsManifest: [{ paths: shards.map(({ path }) => path), weights: weightSpecs }],
  });
}
