import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Something that can be imported: `@integral-pose/sdk/three` and the file behind it. */
export interface Entry {
  /** What people write after `from`. */
  readonly specifier: string;
  /** Where its pages are: `sdk/three`. */
  readonly folder: string;
  /** The source file, absolute. */
  readonly file: string;
}

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
}

/** Every entry of the published packages, as their `exports` list them. */
export function entries(): readonly Entry[] {
  return ['sdk', 'react-bindings', 'models'].flatMap((folder) => {
    const manifest = JSON.parse(readFileSync(join(root, 'packages', folder, 'package.json'), 'utf8')) as Manifest;
    return Object.entries(manifest.exports).flatMap(([path, target]) => {
      const source = typeof target === 'string' ? undefined : target['integral-pose-source'];
      if (!source) return [];
      const specifier = manifest.name + path.slice(1);
      const file = join(root, 'packages', folder, source);
      return [{ specifier, folder: specifier.replace('@integral-pose/', ''), file }];
    });
  });
}
