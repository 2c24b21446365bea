import { mkdtempSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pnpm, runCommand } from './checks/run-command.ts';

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
  const line = [...pnpm, '--dir', folder, 'pack', '--pack-destination', target, '--silent'];
  const ending = await runCommand(line, minutes);
  const file = readdirSync(target).find((name) => name.endsWith('.tgz'));
  return ending.kind === 'exited' && ending.status === 0 && file ? join(target, file) : undefined;
}
