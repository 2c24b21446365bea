import { PoseError } from '../types/pose-error.ts';
import { resolveAddress } from './resolve-address.ts';

/**
 * A model whose files do not lie beside their manifest under their own names: bundlers rename what they copy. Plain data,
 * so that it can be sent to a worker.
 */
export interface ModelFiles {
  /** Address of the manifest, absolute or relative to the page. */
  readonly manifest: string | URL;
  /**
   * Address of each file that the manifest names, by its `path` there, absolute or relative to the page. One that is not
   * listed lies beside the manifest.
   */
  readonly files: Readonly<Record<string, string | URL>>;
}

/** Where a model is: the address of its manifest with the other files beside it, or the address of every file. */
export type ModelAddress = string | URL | ModelFiles;

/** A model's addresses, absolute. */
export interface ModelLocation {
  readonly manifest: URL;
  /**
   * Where a file of the model is.
   * @param path as the manifest names it
   * @throws PoseError `invalid-argument` for a file that is not listed and has nothing to lie beside
   */
  locate(path: string): URL;
}

function isModelFiles(address: ModelAddress): address is ModelFiles {
  return typeof address === 'object' && 'manifest' in address && 'files' in address;
}

/** What a model is called before its manifest has come: an address that no other model has, a short one if possible. */
export function nameOfAddress(address: ModelAddress): string {
  if (!isModelFiles(address)) return String(address);
  const addresses = [address.manifest, ...Object.values(address.files)].map(String);
  return addresses.find((each) => !each.startsWith('data:')) ?? addresses.join(' ');
}

/**
 * Makes a model's addresses absolute.
 * @throws PoseError `invalid-argument` for what is not an address
 */
export function locateModel(address: ModelAddress): ModelLocation {
  if (!isModelFiles(address)) {
    const manifest = resolveAddress(address);
    return { manifest, locate: (path) => new URL(path, manifest) };
  }
  const { files } = address;
  const manifest = resolveAddress(address.manifest);
  return {
    manifest,
    locate(path) {
      const listed = Object.hasOwn(files, path) ? files[path] : undefined;
      if (listed !== undefined) return resolveAddress(listed);
      try {
        return new URL(path, manifest);
      } catch (cause) {
        // A manifest that a bundler turned into a `data:` address has no place that other files could be relative to.
        throw new PoseError(
          { reason: 'invalid-argument', argument: 'files', found: Object.keys(files).join(', '), wanted: path },
          `Nothing says where the model's file "${path}" is.`,
          `Give its address under the name "${path}" in \`files\`.`,
          { cause },
        );
      }
    },
  };
}
