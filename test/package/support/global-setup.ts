import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { root } from '../../../scripts/checks/run-command.ts';
import { PACKAGES, packPackage } from '../../../scripts/packages.ts';
import { findPerson, type Person } from './person.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The tarball of each package, by its name. */
    readonly tarballs: Readonly<Record<string, string>>;
    readonly person: Person;
  }
}

/** Packs what was built, once for all tests. */
export default async function setUp(project: TestProject): Promise<() => void> {
  const scratch = mkdtempSync(join(tmpdir(), 'integral-pose-package-'));
  const tarballs: Record<string, string> = {};
  for (const { name, folder } of PACKAGES) {
    if (!existsSync(join(root, folder, 'dist'))) throw new Error(`${name} is not built: run "pnpm build" first.`);
    const tarball = await packPackage(folder, scratch, 3);
    if (!tarball) throw new Error(`${name} could not be packed.`);
    tarballs[name] = tarball;
  }
  project.provide('tarballs', tarballs);
  project.provide('person', await findPerson(scratch));
  return () => rmSync(scratch, { recursive: true, force: true });
}
