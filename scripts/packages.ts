import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pnpm, root, runCommand } from './checks/run-command.ts';

/** A package that is published. */
export interface PublishedPackage {
  readonly name: string;
  /** Relative to the repository. */
  readonly folder: string;
}

/** Every package that is published, a package after those it needs. */
export const PACKAGES: readonly PublishedPackage[] = [
  { name: '@integral-pose/sdk', folder: 'packages/sdk' },
  { name: '@integral-pose/models', folder: 'packages/models' },
  { name: '@integral-pose/react', folder: 'packages/react-bindings' },
];

/**
 * Packs a package as it would be published.
 * @param folder of the package, relative to the repository
 * @param scratch a temporary folder that the caller removes
 * @returns the tarball, or undefined where packing failed (what it printed says why)
 */
export async function packPackage(folder: string, scratch: string, minutes: number): Promise<string | undefined> {
  const target = mkdtempSync(join(scratch, 'pack-'));
  const line = [...pnpm, '--dir', folder, 'pack', '--pack-destination', target];
  const ending = await runCommand(line, minutes, true);
  const file = readdirSync(target).find((name) => name.endsWith('.tgz'));
  return ending.kind === 'exited' && ending.status === 0 && file ? join(target, file) : undefined;
}

/** Something that apps import. */
export interface PackageEntry {
  /** As it is imported, for example `@integral-pose/sdk/webgl`. */
  readonly name: string;
  /** The built module, and its types. */
  readonly code: string;
  readonly types: string;
}

/** The entries of a package that are modules, in the order of its `exports`. */
export function entriesOf({ name, folder }: PublishedPackage): PackageEntry[] {
  const { exports } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as {
    exports: Record<string, string | { types: string; default: string }>;
  };
  return Object.entries(exports).flatMap(([path, target]) =>
    typeof target === 'string'
      ? []
      : [
          {
            name: name + path.slice(1),
            code: join(root, folder, target.default),
            types: join(root, folder, target.types),
          },
        ],
  );
}
