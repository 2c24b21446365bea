import { type GraphModel, loadGraphModelSync } from '@tensorflow/tfjs-converter';
import { type io, keep, type Tensor, type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import { PoseError, throwIfAborted } from '../types/pose-error.ts';
import type { FetchOptions } from './fetch-file.ts';
import { loadFiles } from './load-files.ts';
import { loadManifest, type ManifestKind, type ManifestOf } from './load-manifest.ts';
import { locateModel, type ModelAddress } from './model-address.ts';
import { cacheStorage, type ModelCache } from './model-cache.ts';
import type { LoadContext } from './recipe.ts';

/** How a model is loaded. */
export interface LoadModelOptions extends Pick<FetchOptions, 'retries' | 'retryDelay' | 'fetch'> {
  /** Where files are kept between visits. Default: {@link cacheStorage} where the browser has it; `false` for nowhere. */
  readonly cache?: ModelCache | false;
}

/** A network in memory, ready to run. */
export interface LoadedModel<Manifest> {
  readonly manifest: Manifest;
  /**
   * Runs the graph. Synchronous: on a GPU the work is queued, and done when results are read.
   * @param input [pictures, height, width, channels] in the manifest's range; stays the caller's
   * @param outputs names of outputs, or of any other node
   * @returns the outputs in that order; the caller disposes them
   * @throws PoseError `disposed`
   */
  run(input: Tensor4D, outputs: readonly string[]): Tensor[];
  /**
   * Makes the graph again after a lost GPU context, once the back-end has been restarted. Needs no network: where the
   * back-end can be lost, the files' bytes (half-precision weights) stay in memory. On the others they are let go,
   * and this loads them again.
   */
  reload(): Promise<void>;
  /** Releases the weights. May be called twice. */
  dispose(): void;
}

type Graph = GraphModel<io.IOHandlerSync>;

/** `model.json` and the weights in order. */
type Files = readonly [ArrayBuffer, ...ArrayBuffer[]];

function readArtifacts([topology, ...weightData]: Files): io.ModelArtifacts {
  const { weightsManifest, ...graph } = JSON.parse(new TextDecoder().decode(topology)) as io.ModelJSON;
  return { ...graph, weightSpecs: weightsManifest.flatMap(({ weights }) => weights), weightData };
}

function makeGraph(files: Files, address: string): Graph {
  try {
    const artifacts = readArtifacts(files);
    let graph: Graph | undefined;
    // Weights that were read before a fault in the graph shows are released with the scope.
    tidy(() => {
      graph = loadGraphModelSync(artifacts);
      for (const weight of Object.values(graph.weights).flat()) keep(weight);
    });
    // The graph holds on to the artifacts, and with them to a second copy of the weights.
    delete artifacts.weightData;
    return graph as unknown as Graph;
  } catch (cause) {
    throw new PoseError(
      { reason: 'manifest-invalid', address, path: 'graph' },
      `The graph that the manifest ${address} names cannot be read.`,
      'Make the model again with the converter it came from.',
      { cause },
    );
  }
}

/**
 * Loads a model: its manifest, the graph and the weights, checked against the manifest's sizes and hashes.
 * @param address of the `manifest.json`, absolute or relative to the page, or of each file
 * @param kind what the model has to be for
 * @throws PoseError `model-unreachable`, `model-truncated`, `model-corrupt`, `manifest-invalid`,
 * `manifest-unsupported`, each naming the failing file's address; `aborted`
 */
export async function loadModel<Kind extends ManifestKind>(
  address: ModelAddress,
  kind: Kind,
  context: LoadContext,
  options: LoadModelOptions = {},
): Promise<LoadedModel<ManifestOf[Kind]>> {
  const { manifest: base, locate } = locateModel(address);
  const { signal, logger, backend } = context;
  const manifest: ManifestOf[Kind] = await loadManifest(base, kind, context, options);
  const { retries, retryDelay, fetch } = options;
  const cache = options.cache === false ? undefined : (options.cache ?? cacheStorage());
  const load = async (onBytes: (loaded: number, total: number) => void, stop?: AbortSignal): Promise<Files> =>
    (await loadFiles([manifest.graph, ...manifest.weights], locate, {
      retries,
      retryDelay,
      fetch,
      cache,
      signal: stop,
      logger,
      onBytes,
    })) as [ArrayBuffer, ...ArrayBuffer[]];

  const first = await load((loaded, total) => context.onBytes(loaded, total, manifest.name), signal);
  const kept = backend.restart ? first : undefined;
  throwIfAborted(signal);
  let graph: Graph | undefined = makeGraph(first, base.href);

  const alive = (): Graph => {
    if (graph) return graph;
    throw new PoseError(
      { reason: 'disposed', what: manifest.name },
      `The model ${manifest.name} has been disposed.`,
      'Load it again.',
    );
  };
  return {
    manifest,
    run(input, outputs) {
      const result = alive().execute({ [manifest.input.name]: input }, [...outputs]);
      return Array.isArray(result) ? result : [result];
    },
    async reload() {
      alive().dispose();
      const again = makeGraph(kept ?? (await load(() => undefined)), base.href);
      if (graph) graph = again;
      else again.dispose();
    },
    dispose() {
      graph?.dispose();
      graph = undefined;
    },
  };
}
