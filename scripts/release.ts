// Publishes the packages whose version is not on the registry yet. With --dry-run: prints what would be published, and
// publishes nothing.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runCommand } from './checks/run-command.ts';
import { PACKAGES, packPackage } from './packages.ts';
import { describeRelease, pendingChanges, readTarball } from './release/describe-release.ts';

const { values } = parseArgs({ options: { 'dry-run': { type: 'boolean', default: false } } });

async function dryRun(): Promise<number> {
  const scratch = mkdtempSync(join(tmpdir(), 'integral-pose-release-'));
  try {
    for (const { name, folder } of PACKAGES) {
      const tarball = await packPackage(folder, scratch, 3);
      if (!tarball) {
        console.error(`${name} could not be packed. Run "pnpm build" first.`);
        return 1;
      }
      console.log(`${describeRelease(readTarball(tarball))}\n`);
    }
    const pending = pendingChanges();
    if (pending.length > 0) {
      console.log(`Changes not yet in a version ("pnpm release:version" makes one): ${pending.join(', ')}.`);
    }
    console.log('Nothing was published.');
    return 0;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function publish(): Promise<number> {
  const pending = pendingChanges();
  if (pending.length > 0) {
    console.error(`There are changes without a version: ${pending.join(', ')}. Run "pnpm release:version" and commit.`);
    return 1;
  }
  const { stdout } = spawnSync('git', ['status', '--porcelain'], { encoding: 'utf8' });
  if (stdout.trim() !== '') {
    console.error('There are changes that are not committed. What is published has to be in the repository.');
    return 1;
  }
  const ending = await runCommand(['changeset', 'publish'], 30);
  return ending.kind === 'exited' ? ending.status : 1;
}

process.exitCode = await (values['dry-run'] ? dryRun() : publish());
