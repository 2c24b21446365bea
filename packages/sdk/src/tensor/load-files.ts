import type { Logger } from '../types/logger.ts';
import type { ManifestFile } from '../types/manifest.ts';
import { PoseError, throwIfAborted } from '../types/pose-error.ts';
import { type FetchOptions, fetchFile } from './fetch-file.ts';
import type { ModelCache } from './model-cache.ts';
import { sha256 } from './sha256.ts';

/** How a model's files are loaded. */
export interface LoadFilesOptions extends Pick<FetchOptions, 'retries' | 'retryDelay' | 'fetch'> {
  readonly cache: ModelCache | undefined;
  readonly signal: AbortSignal | undefined;
  readonly logger: Logger | undefined;
  /** Bytes so far and in all, over all files. Called first with 0. Never falls. */
  readonly onBytes: (loaded: number, total: number) => void;
}

/** A cache is a help, never a reason to fail: storage may be full, blocked or damaged. */
async function fromCache(file: ManifestFile, options: LoadFilesOptions): Promise<ArrayBuffer | undefined> {
  const { cache, logger } = options;
  if (!cache) return undefined;
  try {
    const bytes = await cache.get(file.sha256);
    if (!bytes) return undefined;
    if ((await sha256(bytes)) === file.sha256) return bytes;
    logger?.warn(`The cached copy of ${file.path} is damaged; it is fetched again.`);
    await cache.delete(file.sha256);
  } catch (error) {
    logger?.debug(`The model cache cannot be read: ${error}`);
  }
  return undefined;
}

async function toCache(file: ManifestFile, bytes: ArrayBuffer, options: LoadFilesOptions): Promise<void> {
  try {
    await options.cache?.put(file.sha256, bytes);
  } catch (error) {
    options.logger?.debug(`The model cache cannot be written: ${error}`);
  }
}

async function loadFile(
  file: ManifestFile,
  locate: (path: string) => URL,
  options: LoadFilesOptions,
  onBytes: (received: number) => void,
): Promise<ArrayBuffer> {
  const cached = await fromCache(file, options);
  throwIfAborted(options.signal);
  if (cached) {
    onBytes(file.bytes);
    return cached;
  }
  const { href } = locate(file.path);
  const { retries, retryDelay, signal, fetch } = options;
  const bytes = await fetchFile(href, { retries, retryDelay, signal, fetch, bytes: file.bytes, onBytes });
  const received = await sha256(bytes);
  if (received !== file.sha256) {
    throw new PoseError(
      { reason: 'model-corrupt', address: href, expected: file.sha256, received },
      `The model file ${href} is not the one its manifest names: its SHA-256 is ${received}, not ${file.sha256}.`,
      'Serve the manifest and its files from the same version of the model, unchanged.',
    );
  }
  await toCache(file, bytes, options);
  return bytes;
}

/**
 * Loads the files that a manifest names, all at once, and checks each against its size and SHA-256. If one fails, the others
 * are given up.
 * @param locate says where a file is, by its path in the manifest
 * @returns their content, in order
 * @throws PoseError `model-unreachable`, `model-truncated`, `model-corrupt`, each naming the file's address; `aborted`
 */
export async function loadFiles(
  files: readonly ManifestFile[],
  locate: (path: string) => URL,
  options: LoadFilesOptions,
): Promise<ArrayBuffer[]> {
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const received = files.map(() => 0);
  const stop = new AbortController();
  const abort = (): void => stop.abort(options.signal?.reason);
  throwIfAborted(options.signal);
  options.signal?.addEventListener('abort', abort);
  options.onBytes(0, total);
  const load = (file: ManifestFile, k: number): Promise<ArrayBuffer> =>
    loadFile(file, locate, { ...options, signal: stop.signal }, (bytes) => {
      if (stop.signal.aborted) return;
      received[k] = bytes;
      options.onBytes(
        received.reduce((a, b) => a + b),
        total,
      );
    });
  try {
    return await Promise.all(files.map(load));
  } finally {
    stop.abort();
    options.signal?.removeEventListener('abort', abort);
  }
}
