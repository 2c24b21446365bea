import { cpSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Something the person at the keyboard can put right: printed without a stack. */
export class CopyError extends Error {}

/** What {@link copyModels} copies, and where to. */
export interface CopyOptions {
  /** The folder that holds the models: `built` of this package. */
  readonly from: string;
  /** The folder that is served, made where it does not exist. */
  readonly to: string;
  /** Names of models, or of single files such as `person-detector.tflite`; none named: every model with a manifest. */
  readonly names: readonly string[] | 'none';
  /** The folder of the project whose `@tensorflow/tfjs-backend-wasm` is copied too, into `tfjs-wasm`. */
  readonly wasmOf?: string | undefined;
}

/** Something that was copied. */
export interface Copied {
  /** Relative to the target. */
  readonly path: string;
  readonly bytes: number;
}

const WASM_PACKAGE = '@tensorflow/tfjs-backend-wasm';

/** Everything in the folder that can be copied: models, and single files for other run times. */
export function copyable(from: string): { models: string[]; files: string[] } {
  const entries = existsSync(from) ? readdirSync(from, { withFileTypes: true }) : [];
  const names = (wanted: (entry: (typeof entries)[number]) => boolean): string[] =>
    entries
      .filter((entry) => !entry.name.startsWith('.') && wanted(entry))
      .map(({ name }) => name)
      .sort();
  return {
    models: names((entry) => entry.isDirectory() && existsSync(join(from, entry.name, 'manifest.json'))),
    files: names((entry) => entry.isFile()),
  };
}

function sizeOf(path: string): number {
  if (!statSync(path).isDirectory()) return statSync(path).size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}

function wasmFolder(project: string): string {
  try {
    // The manifest of a package says where it lies, whatever its entry points are.
    const manifest = createRequire(join(project, 'package.json')).resolve(`${WASM_PACKAGE}/package.json`);
    return join(dirname(manifest), 'dist');
  } catch {
    throw new CopyError(`${WASM_PACKAGE} is not installed in ${project}: install it, or leave --wasm out.`);
  }
}

/**
 * Copies models into a folder that is served.
 * @throws CopyError for a name that is no model, or where the wasm package is not installed; nothing has been copied then
 */
export function copyModels({ from, to, names, wasmOf }: CopyOptions): Copied[] {
  const { models, files } = copyable(from);
  const chosen = names === 'none' ? [] : names.length > 0 ? names : models;
  const unknown = chosen.filter((name) => !models.includes(name) && !files.includes(name));
  if (unknown.length > 0) {
    throw new CopyError(`There is no ${unknown.join(', no ')}. There are: ${[...models, ...files].join(', ')}.`);
  }
  const wasm = wasmOf === undefined ? undefined : wasmFolder(wasmOf);
  mkdirSync(to, { recursive: true });
  const copied: Copied[] = [];
  const copy = (source: string, path: string): void => {
    cpSync(source, join(to, path), { recursive: true });
    copied.push({ path, bytes: sizeOf(source) });
  };
  for (const name of chosen) copy(join(from, name), name);
  if (wasm !== undefined) {
    const binaries = readdirSync(wasm).filter((name) => name.endsWith('.wasm'));
    for (const name of binaries) copy(join(wasm, name), join('tfjs-wasm', name));
  }
  return copied;
}
